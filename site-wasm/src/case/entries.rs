//! The lists of a case: what happened, and what proves it. A form stands for one entry at a time, and keeps as it is typed.

use casework::case::{self, Head, ListEntry};
use casework::date::Date;
use casework::secret::masked;

use super::desk::{self, Desk};
use super::rows::Row;
use crate::page;
use crate::tool::Session;

/// What happened, in order.
pub fn event_rows(desk: &Desk, session: &Session, head: &Head) -> Vec<Row> {
    let prefix = case::key(&head.id, "event/");
    let labelled = |entry: &ListEntry, part: &str, key: &str| match entry.part(part) {
        "" => String::new(),
        text => [desk.words(key), &masked(text)].concat(),
    };
    let row = |entry: &ListEntry| {
        let kind = desk.guide.kind_name(entry.part("kind")).to_owned();
        Row {
            id: entry.id.to_owned(),
            state: "",
            cells: vec![
                ("date", day(entry.part("date"))),
                ("time", entry.part("time").to_owned()),
                ("name", kind.clone()),
                ("kind", kind),
                ("text", masked(entry.part("text"))),
                ("who", labelled(entry, "who", "event-who")),
                ("number", labelled(entry, "number", "event-number")),
                ("promise", labelled(entry, "promise", "event-promise")),
            ],
        }
    };
    case::list(session.record(), &prefix).iter().map(row).collect()
}

/// What proves it.
pub fn evidence_rows(desk: &Desk, session: &Session, head: &Head) -> Vec<Row> {
    let prefix = case::key(&head.id, "evidence/");
    let labelled = |text: &str, key: &str| match text {
        "" => String::new(),
        text => [desk.words(key), &masked(text)].concat(),
    };
    let row = |entry: &ListEntry| {
        let what = match entry.part("what") {
            "" => desk.words("untitled").to_owned(),
            what => masked(what),
        };
        Row {
            id: entry.id.to_owned(),
            state: "",
            cells: vec![
                ("name", what.clone()),
                ("what", what),
                ("proves", labelled(entry.part("proves"), "evidence-proves")),
                ("date", day(entry.part("date"))),
                ("where", labelled(entry.part("where"), "evidence-where")),
            ],
        }
    };
    case::list(session.record(), &prefix).iter().map(row).collect()
}

fn day(text: &str) -> String {
    Date::parse(text).map(Date::print).unwrap_or_default()
}

/// Opens the form for a new entry.
pub fn add(desk: &Desk, list: String) {
    let id = desk.tool.with_session(|session| {
        let prefix = desk::key(session, &[&list, "/"].concat());
        case::new_entry(session.record(), &prefix, session.writer())
    });
    if list == "event"
        && let Some(today) = desk.today()
    {
        desk.set(&["event/", &id, "/date"].concat(), &today.iso());
    }
    edit(desk, list, id);
}

/// Opens the form for an entry.
pub fn edit(desk: &Desk, list: String, id: String) {
    close(desk);
    let form = form(&list);
    for control in desk.tool.page.all(&[&form, " [data-part]"].concat()) {
        let part = page::attribute(&control, "data-part");
        let key = desk.key(&[&list, "/", &id, "/", &part].concat());
        page::set_attribute(&control, "data-key", &key);
    }
    desk.show(&form, true);
    desk.entry.replace(Some((list, id)));
    desk.tool.repaint();
    desk.focus(&[&form, " [data-part]"].concat());
}

/// Closes the form; what was typed is kept.
pub fn close(desk: &Desk) {
    let Some((list, _)) = desk.entry.take() else {
        return;
    };
    desk.tool.save();
    let form = form(&list);
    for control in desk.tool.page.all(&[&form, " [data-part]"].concat()) {
        page::remove_attribute(&control, "data-key");
    }
    for warning in desk.tool.page.all(&[&form, " [data-warning]"].concat()) {
        page::remove(&warning);
    }
    desk.show(&form, false);
    desk.focus(&["[data-action=add-entry][data-list=", &list, "]"].concat());
}

/// Removes the entry that the form stands for.
pub fn remove(desk: &Desk) {
    let open = desk.entry.borrow().clone();
    if let Some((list, id)) = open {
        close(desk);
        let prefix = desk.key(&[&list, "/", &id, "/"].concat());
        desk.tool.edit(|session| session.remove_all(&prefix));
    }
}

fn form(list: &str) -> String {
    ["[data-entry-form=", list, "]"].concat()
}
