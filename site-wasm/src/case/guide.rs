//! What the page tells of time limits, of the calendar, and of what can happen.

use casework::calendar::{Calendar, Year};
use casework::date::Date;
use casework::deadline::{Deadline, LastDay, Unit, Whose};
use casework::plan::{EventKind, Limit};
use web_sys::Element;

use crate::page::{self, Page};

/// All of it.
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
        let template = page.first("template[data-limits]");
        let inside = |selector| {
            let found = template
                .as_ref()
                .map(|template| page::inside_template(template, selector));
            found.unwrap_or_default()
        };
        let (mut limits, mut limit_words) = (Vec::new(), Vec::new());
        for element in inside("[data-limit]") {
            if let Some(limit) = limit(&element) {
                limits.push(limit);
                let value = page::attribute(&element, "data-value");
                limit_words.push([
                    page::text(&element),
                    value,
                    page::attribute(&element, "data-source"),
                ]);
            }
        }
        let options = page.all("[data-starts]");
        Guide {
            limits,
            limit_words,
            kinds: options.iter().map(kind).collect(),
            kind_words: options.iter().map(page::text).collect(),
            calendar: Calendar {
                years: inside("[data-year]").iter().filter_map(year).collect(),
            },
        }
    }

    /// What something that can happen is called.
    pub fn kind_name(&self, id: &str) -> &str {
        let place = self.kinds.iter().position(|kind| kind.id == id);
        place
            .and_then(|place| self.kind_words.get(place))
            .map_or("", |words| words)
    }
}

fn limit(element: &Element) -> Option<Limit> {
    Some(Limit {
        id: page::attribute(element, "data-limit"),
        deadline: Deadline {
            amount: number(&page::attribute(element, "data-amount"))?,
            unit: match page::attribute(element, "data-unit").as_str() {
                "working-day" => Unit::WorkingDay,
                "day" => Unit::Day,
                "hour" => Unit::Hour,
                "month" => Unit::Month,
                "year" => Unit::Year,
                _ => return None,
            },
            last_day: match page::attribute(element, "data-last-day").as_str() {
                "statutory-holiday" => LastDay::StatutoryHoliday,
                "legal-rest-day" => LastDay::LegalRestDay,
                _ => LastDay::Silent,
            },
            whose: match page::attribute(element, "data-whose").as_str() {
                "yours" => Whose::Yours,
                _ => Whose::Theirs,
            },
        },
    })
}

fn kind(option: &Element) -> EventKind {
    let ids = |attribute| {
        page::words(&page::attribute(option, attribute))
            .map(str::to_owned)
            .collect()
    };
    EventKind {
        id: page::attribute(option, "value"),
        starts: ids("data-starts"),
        ends: ids("data-ends"),
    }
}

fn year(element: &Element) -> Option<Year> {
    let year = number(&page::attribute(element, "data-year"))?
        .try_into()
        .ok()?;
    let day = |word: &str| {
        let number = number(word)?;
        Date::new(
            year,
            (number / 100).try_into().ok()?,
            (number % 100).try_into().ok()?,
        )
    };
    let days = |attribute| {
        page::words(&page::attribute(element, attribute))
            .filter_map(day)
            .collect()
    };
    Some(Year {
        year,
        complete: page::has(element, "data-complete"),
        statutory: days("data-statutory"),
        off: days("data-off"),
        work: days("data-work"),
    })
}

/// A number of few digits.
fn number(digits: &str) -> Option<u32> {
    let short = (1..=6).contains(&digits.len());
    let add = |number, byte: u8| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    };
    short.then(|| digits.bytes().try_fold(0, add))?
}
