//! What the page tells of time limits, of the calendar, and of what can happen.

use casework::calendar::{Calendar, Year};
use casework::date::Date;
use casework::deadline::{Deadline, LastDay, Unit, Whose};
use casework::plan::{EventKind, Limit};
use web_sys::Element;

use crate::page::{self, Page};

/// All of it.
#[derive(Default)]
pub struct Guide {
    /// The time limits.
    pub limits: Vec<Limit>,
    /// Of each, in the same order, what it is called, what it says, and what it rests on.
    pub limit_words: Vec<[String; 3]>,
    /// What can happen.
    pub kinds: Vec<EventKind>,
    /// Of each, in the same order, what it is called.
    pub kind_words: Vec<String>,
    /// The days worked and not.
    pub calendar: Calendar,
}

impl Guide {
    /// Reads it from the page.
    pub fn read(page: &Page) -> Guide {
        let mut guide = Guide::default();
        let Some(template) = page.first("template[data-limits]") else {
            return guide;
        };
        for element in page::inside_template(&template, "p") {
            let told = page::attribute(&element, "data-limit");
            if told.is_empty() {
                guide.calendar.years.extend(year(&element));
            } else if let Some(limit) = limit(&told) {
                let value = page::attribute(&element, "data-value");
                let source = page::attribute(&element, "data-source");
                guide.limits.push(limit);
                guide
                    .limit_words
                    .push([page::text(&element), value, source]);
            }
        }
        for option in page.all("[data-starts]") {
            guide.kinds.push(EventKind {
                id: page::attribute(&option, "value"),
                starts: ids(&page::attribute(&option, "data-starts")),
                ends: ids(&page::attribute(&option, "data-ends")),
            });
            guide.kind_words.push(page::text(&option));
        }
        guide
    }

    /// What something that can happen is called.
    pub fn kind_name(&self, id: &str) -> &str {
        let place = self.kinds.iter().position(|kind| kind.id == id);
        place
            .and_then(|place| self.kind_words.get(place))
            .map_or("", |words| words)
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

fn year(element: &Element) -> Option<Year> {
    let year = number(&page::attribute(element, "data-year"))? as u16;
    let days = |attribute| {
        let mut days = Vec::new();
        for word in page::words(&page::attribute(element, attribute)) {
            let number = number(word).unwrap_or_default();
            days.extend(Date::new(year, (number / 100) as u8, (number % 100) as u8));
        }
        days
    };
    Some(Year {
        year,
        complete: page::has(element, "data-complete"),
        statutory: days("data-statutory"),
        off: days("data-off"),
        work: days("data-work"),
    })
}

/// A number of up to four digits.
fn number(digits: &str) -> Option<u32> {
    let mut number = 0;
    for byte in digits.bytes().take(4) {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number = number * 10 + digit;
    }
    Some(number)
}
