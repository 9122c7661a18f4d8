//! What the page tells of time limits, of the calendar, and of what can happen.

use casework::calendar::{Calendar, Year};
use casework::date::Date;
use casework::deadline::{Deadline, LastDay, Unit, Whose};
use casework::plan::{EventKind, Limit};
use casework::prelude::*;

use crate::page;
use crate::table::{cells, rows};

/// All of it.
#[derive(Default)]
pub struct Guide {
    /// The time limits.
    pub limits: Vec<Limit>,
    /// What can happen.
    pub kinds: Vec<EventKind>,
    /// The days worked and not.
    pub calendar: Calendar,
}

impl Guide {
    /// Reads it from the page.
    pub fn read() -> Guide {
        let limits = page::read("template[data-limits] >> [data-limit]", "data-limit");
        let years = page::read(
            "template[data-limits] >> [data-year]",
            "data-year data-complete data-statutory data-off data-work",
        );
        let kinds = page::read("[data-starts]", "value data-starts data-ends");
        let mut guide = Guide::default();
        for told in rows(&limits) {
            guide.limits.extend(limit(told));
        }
        for told in rows(&years) {
            guide.calendar.years.extend(year(told));
        }
        for told in rows(&kinds) {
            let [id, starts, ends] = cells(told);
            guide.kinds.push(EventKind {
                id: id.to_owned(),
                starts: ids(starts),
                ends: ids(ends),
            });
        }
        guide
    }
}

/// `ID AMOUNT UNIT WHOSE LAST-DAY`
fn limit(told: &str) -> Option<Limit> {
    let mut words = page::words(told);
    Some(Limit {
        id: words.next()?.to_owned(),
        deadline: Deadline {
            amount: number(words.next()?)?,
            unit: match words.next()? {
                "working-day" => Unit::WorkingDay,
                "day" => Unit::Day,
                "hour" => Unit::Hour,
                "month" => Unit::Month,
                "year" => Unit::Year,
                _ => return None,
            },
            whose: match words.next()? {
                "yours" => Whose::Yours,
                _ => Whose::Theirs,
            },
            last_day: match words.next()? {
                "statutory-holiday" => LastDay::StatutoryHoliday,
                "legal-rest-day" => LastDay::LegalRestDay,
                _ => LastDay::Silent,
            },
        },
    })
}

fn ids(told: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for id in page::words(told) {
        ids.push(id.to_owned());
    }
    ids
}

fn year(told: &str) -> Option<Year> {
    let [year, complete, statutory, off, work] = cells(told);
    let year = number(year)? as u16;
    Some(Year {
        year,
        complete: !complete.is_empty(),
        statutory: days(year, statutory),
        off: days(year, off),
        work: days(year, work),
    })
}

/// Days of a year: `101 1003` are the first of January and the third of October.
fn days(year: u16, told: &str) -> Vec<Date> {
    let mut days = Vec::new();
    for word in page::words(told) {
        let number = number(word).unwrap_or_default();
        days.extend(Date::new(year, (number / 100) as u8, (number % 100) as u8));
    }
    days
}

/// A number of up to four digits.
pub fn number(digits: &str) -> Option<u32> {
    let mut number = 0;
    for byte in digits.bytes().take(4) {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number = number * 10 + digit;
    }
    Some(number)
}
