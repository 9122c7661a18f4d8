//! The lists of a case: what happened, and what proves it. A form stands for one entry at a time, and keeps as it is typed.

use casework::case::{self, Head};
use casework::date::Date;
use casework::secret::masked;
use web_sys::Element;

use super::desk::{self, Desk};
use super::rows::Row;
use crate::page;
use crate::tool::Session;

/// The entries of a list, in order. The row's own slots say which parts it shows.
pub fn rows(
    desk: &Desk,
    session: &Session,
    head: &Head,
    list: &str,
    slots: &[Element],
) -> Vec<Row> {
    let prefix = case::key(&head.id, list);
    let mut rows = Vec::new();
    for entry in case::list(session.record(), &prefix) {
        let mut row = Row::new(entry.id);
        for slot in slots {
            let part = page::attribute(slot, "data-slot");
            let text = entry.part(&part);
            let mut words = match part.as_str() {
                "date" => Date::parse(text).map(Date::print).unwrap_or_default(),
                "kind" => desk.guide.kind_name(text).to_owned(),
                _ => masked(text),
            };
            if !words.is_empty() {
                words.insert_str(0, &page::attribute(slot, "data-before"));
            }
            row.words.push(words);
        }
        rows.push(row);
    }
    rows
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
