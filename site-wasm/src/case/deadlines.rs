//! When somebody must act: the time limits that run in a case, as rows, and as days for a calendar program.

use casework::case::{self, Head};
use casework::date::Date;
use casework::deadline::Whose;
use casework::ics;
use casework::plan::{self, Running, Standing};

use super::desk::Desk;
use crate::progress::digits;
use crate::table::{Table, cells, rows};
use crate::tool::Session;

/// One last day, in words.
pub struct Day {
    running: Running,
    /// Names it in a calendar program.
    id: String,
    /// What ends, how that stands, when, from when it counts, what it rests on, and what is doubtful.
    words: [String; 6],
}

impl Day {
    /// Adds the day's row.
    pub fn add_to(&self, rows: &mut Table) {
        rows.row("");
        rows.cell(match self.running.standing {
            Standing::Overdue => "overdue",
            Standing::Due => "due",
            Standing::Waiting => "waiting",
            Standing::Done => "done",
        });
        for words in &self.words {
            rows.cell(words);
        }
    }

    fn is_open(&self) -> bool {
        self.running.standing != Standing::Done
    }
}

/// The time limits that run, the most urgent first.
pub fn days(desk: &Desk, session: &Session, head: &Head) -> Vec<Day> {
    let Some(today) = desk.today() else {
        return Vec::new();
    };
    let prefix = case::key(&head.id, "event/");
    let events = case::list(session.record(), &prefix);
    let guide = &desk.guide;
    let running = plan::running(&events, &guide.kinds, &guide.limits, &guide.calendar, today);
    let day = |running: Running| {
        let start = events.iter().find(|event| event.id == running.event);
        let start = start.and_then(|event| Date::parse(event.part("date")));
        in_words(desk, running, start, today)
    };
    running.into_iter().map(day).collect()
}

fn in_words(desk: &Desk, running: Running, start: Option<Date>, today: Date) -> Day {
    let texts = &desk.tool.texts;
    let days = running.due.decisive.days_since(today).unsigned_abs();
    let standing = match running.standing {
        Standing::Overdue => "limit-overdue",
        Standing::Due => "limit-due",
        Standing::Waiting => "limit-waiting",
        Standing::Done => "limit-done",
    };
    let about = if running.due.approximate {
        desk.words("limit-about")
    } else {
        ""
    };
    let (named, mut id) = match running.asked {
        true => ("limit-asked", plan::ASKED),
        false => ("limit-promised", "until"),
    };
    let mut words = [desk.words(named), "", ""].map(str::to_owned);
    let mut key = "limit-theirs";
    if let Some(index) = running.limit
        && let Some(limit) = desk.guide.limits.get(index)
    {
        let told = rows(&desk.guide.limit_words).nth(index).unwrap_or_default();
        let [title, value, source] = cells(told);
        let start = start.map(Date::print).unwrap_or_default();
        words = [
            title.to_owned(),
            texts.filled("limit-from", &[&start, value]),
            source.to_owned(),
        ];
        id = &limit.id;
        if limit.deadline.whose == Whose::Yours {
            key = "limit-yours";
        }
    }
    let [title, from, source] = words;
    let last = [about, &running.due.decisive.print()].concat();
    Day {
        id: [&running.event, "-", id].concat(),
        words: [
            title,
            texts.filled(standing, &[&digits(days as usize)]),
            texts.filled(key, &[&last]),
            from,
            source,
            if about.is_empty() {
                String::new()
            } else {
                desk.words("limit-doubt").to_owned()
            },
        ],
        running,
    }
}

/// Leaves the last days for every other page, which has no calendar to count by.
pub fn keep_dues(desk: &Desk, session: &Session, head: &Head, days: &[Day]) {
    let mut dues = String::new();
    for day in days.iter().filter(|day| day.is_open()) {
        dues.push_str(&day.running.due.decisive.iso());
        dues.push(' ');
    }
    let key = case::key(&head.id, "dues");
    if session.record().text(&key) != dues {
        desk.tool.keep_found(key, dues);
    }
}

/// The last days for a calendar program.
pub fn calendar(desk: &Desk) -> String {
    let Some(today) = desk.today() else {
        return String::new();
    };
    let mut calendar = ics::Calendar::new(today);
    desk.tool.with_session(|session| {
        let Some(head) = session.current_case() else {
            return;
        };
        for day in days(desk, session, head).iter().filter(|day| day.is_open()) {
            let [title, _, last, from, source, doubt] = &day.words;
            let id = [&head.id, "-", &day.id].concat();
            let summary = [title, " · ", &desk.title(session, head)].concat();
            let description = [last, from, source, doubt].map(String::as_str).join("\n");
            calendar.add(&id, day.running.due.decisive, &summary, &description);
        }
    });
    calendar.finish()
}
