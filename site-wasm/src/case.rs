//! What the page's scripts ask about cases: one dispute each, looked after from its first day to its last.
//!
//! What it all means is in `casework`; the words are on the page. [`guide`] is what the page tells of limits, calendars
//! and events.

pub mod guide;

use casework::backup::{self, Change, Refused};
use casework::case;
use casework::conflict::conflict_subject;
use casework::cut::{contains, cut};
use casework::date::Date;
use casework::field::YES;
use casework::ics;
use casework::numeral::digits;
use casework::plan::{self, Standing};
use casework::prelude::*;
use casework::record::{Record, item_key};
use casework::saved;
use casework::secret::{self, Slip, masked};
use casework::typed::lines;

use crate::case::guide::Guide;
use crate::doors::flag;
use crate::table::{Table, cells, rows};
use crate::tool::{Session, Tool};
use crate::{letter, page};

/// Answers a question about cases, or does what is asked; what is about none goes on to the letters.
pub fn answer(tool: &Tool, what: &str, first: &str, second: &str) -> String {
    match what {
        "open" => tool.edit(|session| session.open_case(first, &page::today())),
        "remove" => tool.edit(|session| session.remove_all(first)),
        "look" => return look(tool, first),
        "restore" => return restore(tool).to_owned(),
        "calendar" => return calendar(first),
        "masked" => return masked(first),
        "slip" => {
            return match secret::slip(first) {
                Some(Slip::Identity) => "slip-identity",
                Some(Slip::Card) => "slip-card",
                None => "",
            }
            .to_owned();
        }
        "print" => return print(Date::parse(first)),
        _ => return tool.with_session(|session| told(tool, session, what, first, second)),
    }
    String::new()
}

fn told(tool: &Tool, session: &Session, what: &str, first: &str, second: &str) -> String {
    let record = session.record();
    let mut table = Table::default();
    match what {
        "mark" => return digits(record.mark(first)),
        "backup" => return saved::write(record),
        "new" => return case::new_entry(record, first, session.writer()),
        "current" => {
            return session
                .current_case()
                .map_or(String::new(), |head| head.id.clone());
        }
        "case-of" => {
            return session
                .case_of(&item_key(first))
                .unwrap_or_default()
                .to_owned();
        }
        "known" => return flag(record.is_known(first)),
        "cases" => {
            for head in session.cases() {
                let text = |part| record.text(&case::key(&head.id, part));
                table.row(&head.id);
                table.cell(&head.situation);
                table.cell(&flag(head.closed));
                table.cell(&print(Date::parse(text("opened"))));
                table.cell(text("dues"));
            }
        }
        "conflicts" => {
            for (rest, other) in record.texts("conflict/") {
                table.row(rest);
                table.cell("");
                table.cell(&masked(record.text(conflict_subject(rest))));
                table.cell(&masked(other));
            }
        }
        "list" => {
            for entry in case::list(record, first) {
                table.row(entry.id);
                for part in page::words(second) {
                    let text = entry.part(part);
                    table.cell(&match part {
                        "date" => print(Date::parse(text)),
                        // The exact words that were sent are shown as they are.
                        "kind" | "sent" => text.to_owned(),
                        _ => masked(&lines(text)),
                    });
                }
            }
        }
        "days" => add_days(
            session,
            tool.guide.get_or_init(Guide::read),
            first,
            &mut table,
        ),
        // What is about no case is about a letter.
        _ => return letter::answer(tool, what, first, second).unwrap_or_default(),
    }
    table.into_text()
}

fn print(day: Option<Date>) -> String {
    day.map(Date::print).unwrap_or_default()
}

/// The time limits that run in a case, the most urgent first: how one stands, its place in the guide if it is from
/// there, what started it, its last day as a date, with the one after which nobody disputes it, and in words, how far off
/// that is, from when it counts, whether the days may turn out otherwise, and whether a letter has asked for it.
fn add_days(session: &Session, guide: &Guide, id: &str, table: &mut Table) {
    let Some(today) = Date::parse(&page::today()) else {
        return;
    };
    let prefix = case::key(id, "event/");
    let events = case::list(session.record(), &prefix);
    let running = plan::running(&events, &guide.kinds, &guide.limits, &guide.calendar, today);
    for running in running {
        let start = events.iter().find(|event| event.id == running.event);
        let last = running.due.decisive;
        table.row(match running.standing {
            Standing::Overdue => "overdue",
            Standing::Due => "due",
            Standing::Unsettled => "unsettled",
            Standing::Waiting => "waiting",
            Standing::Done => "done",
        });
        table.cell(
            &running
                .limit
                .map_or(String::new(), |limit| digits(limit as u64)),
        );
        table.cell(&running.event);
        table.cell(&[&last.iso(), "~", &running.settled.iso()].concat());
        table.cell(&last.print());
        table.cell(&digits(last.days_since(today).unsigned_abs().into()));
        table.cell(&print(
            start.and_then(|event| Date::parse(event.part("date"))),
        ));
        table.cell(&flag(running.due.approximate));
        table.cell(&flag(running.asked));
    }
}

/// Days for a calendar program; of each its name, its date, and what is to be said of it.
fn calendar(days: &str) -> String {
    let Some(today) = Date::parse(&page::today()) else {
        return String::new();
    };
    let mut calendar = ics::Calendar::new(today);
    for day in rows(days) {
        let [id, date, summary, description] = cells(day);
        if let Some(date) = Date::parse(date) {
            calendar.add(id, date, summary, description);
        }
    }
    calendar.finish()
}

/// What a backup would change: first what is to be said of it, then the changes, each with its key and what a person
/// would know again, a sentence or `yes` for a tick.
fn look(tool: &Tool, text: &str) -> String {
    tool.restoring.take();
    let mut table = Table::default();
    match backup::read(text) {
        Ok(backup) => {
            tool.with_session(|session| add_changes(session.record(), &backup, &mut table));
            tool.restoring.replace(Some(backup));
        }
        Err(Refused::Damaged) => table.row("restore-damaged"),
        Err(Refused::Newer) => table.row("restore-newer"),
        Err(Refused::TooLarge) => table.row("restore-large"),
    }
    table.into_text()
}

fn add_changes(record: &Record, backup: &Record, table: &mut Table) {
    table.row("");
    let mut sentences = 0;
    for (key, change) in backup::changes(record, backup) {
        table.row(match change {
            Change::Added => "restore-added",
            Change::Replaced => "restore-replaced",
            Change::Kept => "restore-kept",
        });
        table.cell(key);
        if backup.ticked([key]) {
            table.cell(YES);
        } else if sentences < SHOWN && SENTENCES.iter().any(|part| contains(key, part)) {
            sentences += 1;
            table.cell(&masked(beginning(backup.text(key))));
        }
    }
}

/// So many sentences tell what a backup is.
const SHOWN: usize = 30;

/// As much of a text as tells which it is.
fn beginning(text: &str) -> &str {
    let mut end = 600;
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    cut(text, end).0
}

/// Parts of keys under which people write.
const SENTENCES: [&str; 10] = [
    "field/", "/note/", "/title", "/what", "/where", "/proves", "/who", "/number", "/text",
    "/promise",
];

fn restore(tool: &Tool) -> &'static str {
    let Some(backup) = tool.restoring.take() else {
        return "";
    };
    match tool.edit(|session| session.restore(&backup)) {
        Ok(()) => "restore-done",
        Err(_) => "restore-full",
    }
}
