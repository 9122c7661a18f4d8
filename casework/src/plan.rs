//! Which time limits run in a case: started and ended by what happened, counted each by its own rule.

use crate::calendar::Calendar;
use crate::case::{ListEntry, in_order};
use crate::date::Date;
use crate::deadline::{Deadline, Due, Unit, Whose};
use crate::prelude::*;

/// For so many days the holidays of a year may still move a last day, while they are not announced.
pub const LEEWAY: u32 = 14;

/// What ends with an event that ends the wait for an answer to a letter.
pub const ASKED: &str = "asked";

/// A time limit as the guide tells it.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The fact's id.
    pub id: String,
    /// How it is counted.
    pub deadline: Deadline,
}

/// Something that can happen in a case.
#[derive(Clone, Debug, Default)]
pub struct EventKind {
    /// Names it.
    pub id: String,
    /// The time limits that begin with it, by the facts' ids.
    pub starts: Vec<String>,
    /// The time limits that end with it.
    pub ends: Vec<String>,
}

/// How a time limit stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its last day is over, by every reading where it is the other side's.
    Overdue,
    /// Today is its last day.
    Due,
    /// Its last day is over, unless holidays that are not announced yet move it.
    Unsettled,
    /// There is time left.
    Waiting,
    /// What it was for has happened.
    Done,
}

/// A time limit that something has started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Index of the limit; none where the day was named by one of the two sides.
    pub limit: Option<usize>,
    /// Whether it is the day by which a letter asks for an answer.
    pub asked: bool,
    /// The entry that started it.
    pub event: String,
    /// Its last day.
    pub due: Due,
    /// The day after which nobody can say any more that it is not over.
    pub settled: Date,
    /// How it stands.
    pub standing: Standing,
}

/// The time limits that run in a case, the most urgent first. `events` are the entries of its timeline.
pub fn running(
    events: &[ListEntry],
    kinds: &[EventKind],
    limits: &[Limit],
    calendar: &Calendar,
    today: Date,
) -> Vec<Running> {
    // Of every entry what it is and when it was, once: there may be thousands.
    let mut happened = Vec::new();
    for event in events {
        let kind = kinds.iter().find(|kind| kind.id == event.part("kind"));
        if let Some(day) = Date::parse(event.part("date")) {
            happened.push((event, day, kind));
        }
    }
    let ended = |limit: &str, start: Date| {
        happened.iter().any(|(_, day, kind)| {
            *day >= start && kind.is_some_and(|kind| kind.ends.iter().any(|ends| ends == limit))
        })
    };
    let mut running = Vec::new();
    for &(event, start, kind) in &happened {
        let mut add = |limit: Option<usize>, asked, due: Due, whose, done| {
            let settled = settled(&due, whose);
            running.push(Running {
                limit,
                asked,
                event: event.id.to_owned(),
                due,
                settled,
                standing: standing(due.decisive, settled, done, today),
            });
        };
        let starts = kind.map_or(&[][..], |kind| &kind.starts);
        for (index, limit) in limits.iter().enumerate() {
            if starts.contains(&limit.id)
                && let Some(mut due) = limit.deadline.due(start, calendar)
            {
                // Nothing moves the day that the person has to keep, unless it is counted in days that are worked.
                due.approximate &= limit.deadline.whose == Whose::Theirs
                    || limit.deadline.unit == Unit::WorkingDay;
                add(
                    Some(index),
                    false,
                    due,
                    limit.deadline.whose,
                    ended(&limit.id, start),
                );
            }
        }
        for asked in [false, true] {
            let part = if asked { "asked" } else { "until" };
            let Some(day) = Date::parse(event.part(part)) else {
                continue;
            };
            let due = Due {
                earliest: day,
                stated: day,
                latest: day,
                decisive: day,
                approximate: false,
            };
            let done = event.part("kept") == crate::field::YES || ended(ASKED, start);
            add(None, asked, due, Whose::Theirs, done);
        }
    }
    in_order(running, |a, b| {
        (a.standing, a.due.decisive) <= (b.standing, b.due.decisive)
    })
}

fn settled(due: &Due, whose: Whose) -> Date {
    let leeway = due.approximate && whose == Whose::Theirs;
    let later = due.decisive.plus_days(if leeway { LEEWAY } else { 0 });
    later.unwrap_or(due.decisive)
}

fn standing(last: Date, settled: Date, done: bool, today: Date) -> Standing {
    if done {
        Standing::Done
    } else if today < last {
        Standing::Waiting
    } else if today == last {
        Standing::Due
    } else if today <= settled {
        Standing::Unsettled
    } else {
        Standing::Overdue
    }
}
