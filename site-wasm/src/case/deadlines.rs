//! When somebody must act: the time limits that run in a case, as rows, and as days for a calendar program.

use std::rc::Rc;

use casework::case::{self, Head};
use casework::date::Date;
use casework::deadline::Whose;
use casework::ics;
use casework::json::Json;
use casework::plan::{self, Running, Standing};

use super::desk::Desk;
use super::rows::Row;
use crate::progress::digits;
use crate::tool::Session;

/// The time limits that run, the most urgent first.
pub fn rows(desk: &Desk, session: &Session, head: &Head) -> Vec<Row> {
    let Some(today) = desk.today() else {
        return Vec::new();
    };
    let events = case::key(&head.id, "event/");
    let events = case::list(session.record(), &events);
    let row = |running: &Running| {
        let [title, from, source] = words(desk, session, head, running);
        let (state, standing) = standing(desk, running, today);
        let doubt = if running.due.approximate { desk.words("limit-about").to_owned() } else { String::new() };
        Row {
            id: String::new(),
            state,
            cells: vec![
                ("title", title),
                ("state", standing),
                ("day", day(desk, running)),
                ("from", from),
                ("source", source),
                ("doubt", doubt),
            ],
        }
    };
    let guide = &desk.guide;
    let running = plan::running(&events, &guide.kinds, &guide.limits, &guide.calendar, today);
    running.iter().map(row).collect()
}

/// What a time limit is called, from when it counts, and what it rests on.
fn words(desk: &Desk, session: &Session, head: &Head, running: &Running) -> [String; 3] {
    let start = case::key(&head.id, &["event/", &running.event, "/date"].concat());
    let start = Date::parse(session.record().text(&start)).map(Date::print).unwrap_or_default();
    match running.limit.and_then(|limit| desk.guide.limit_words.get(limit)) {
        Some([title, value, source]) => {
            let from = desk.tool.texts.filled("limit-from", &[&start, value]);
            [title.clone(), from, source.clone()]
        }
        None => [desk.words("limit-promised").to_owned(), String::new(), String::new()],
    }
}

/// The last day, in words.
fn day(desk: &Desk, running: &Running) -> String {
    let whose = running.limit.and_then(|limit| desk.guide.limits.get(limit));
    let key = match whose.map(|limit| limit.deadline.whose) {
        Some(Whose::Yours) => "limit-yours",
        _ => "limit-theirs",
    };
    let about = if running.due.approximate { desk.words("limit-about") } else { "" };
    desk.tool.texts.filled(key, &[&[about, &running.due.decisive.print()].concat()])
}

fn standing(desk: &Desk, running: &Running, today: Date) -> (&'static str, String) {
    let days = running.due.decisive.days_since(today).unsigned_abs();
    let days = digits(days as usize);
    let filled = |key| desk.tool.texts.filled(key, &[&days]);
    match running.standing {
        Standing::Overdue => ("overdue", filled("limit-overdue")),
        Standing::Due => ("due", filled("limit-due")),
        Standing::Waiting => ("waiting", filled("limit-waiting")),
        Standing::Done => ("done", filled("limit-done")),
    }
}

/// Leaves the last days for every other page, which has no calendar to count by.
pub fn keep_dues(desk: &Rc<Desk>, session: &Session, head: &Head) {
    let mut dues = String::new();
    for running in open(desk, session, head) {
        dues.push_str(&running.due.decisive.iso());
        dues.push(' ');
    }
    let key = case::key(&head.id, "dues");
    if session.record().text(&key) != dues {
        // Not now: this is called while the page is painted.
        let tool = Rc::clone(&desk.tool);
        desk.tool.page.after(0, move || tool.change_now(&key, Json::Text(dues)));
    }
}

fn open(desk: &Desk, session: &Session, head: &Head) -> Vec<Running> {
    let Some(today) = desk.today() else {
        return Vec::new();
    };
    let events = case::key(&head.id, "event/");
    let events = case::list(session.record(), &events);
    let guide = &desk.guide;
    let mut running = plan::running(&events, &guide.kinds, &guide.limits, &guide.calendar, today);
    running.retain(|running| running.standing != Standing::Done);
    running
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
        for running in open(desk, session, head) {
            let [title, from, source] = words(desk, session, head, &running);
            let limit = running.limit.and_then(|limit| desk.guide.limits.get(limit));
            let limit = limit.map_or("until", |limit| &limit.id);
            let id = [&head.id, "-", &running.event, "-", limit].concat();
            let summary = [&title, " · ", &desk.title(session, head)].concat();
            let description = [&day(desk, &running), "\n", &from, "\n", &source].concat();
            calendar.add(&id, running.due.decisive, &summary, &description);
        }
    });
    calendar.finish()
}
