//! The lists of a case: what happened, and what proves it. A form stands for one entry at a time, and keeps as it is typed.

use casework::case::{self, Head};
use casework::date::Date;
use casework::secret::masked;

use super::desk::{self, Desk};
use super::plan::bind;
use crate::page;
use crate::table::{Table, cells, rows};
use crate::tool::Session;

/// Shows the entries of a list, in order. The row's own slots say which parts it shows.
pub fn paint(desk: &Desk, session: &Session, head: &Head, list: &str) {
    let template = ["[data-row=", list, "] >> [data-slot]"].concat();
    let slots = page::read(&template, "data-slot data-before");
    let prefix = case::key(&head.id, &[list, "/"].concat());
    let mut table = Table::default();
    for entry in case::list(session.record(), &prefix) {
        table.row(entry.id);
        table.cell("");
        for slot in rows(&slots) {
            let [part, before] = cells(slot);
            let text = entry.part(part);
            let words = match part {
                "date" => Date::parse(text).map(Date::print).unwrap_or_default(),
                "kind" => desk.guide.kind_name(text).to_owned(),
                // The exact words that were sent.
                "sent" => text.to_owned(),
                _ => masked(text),
            };
            table.cell(&if words.is_empty() { words } else { [before, &words].concat() });
        }
    }
    page::rows(list, table.text());
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
        desk.change(&["event/", &id, "/date"].concat(), &today.iso());
        desk.tool.save();
    }
    edit(desk, list, id);
}

/// Opens the form for an entry.
pub fn edit(desk: &Desk, list: String, id: String) {
    close(desk);
    let (form, controls) = form(&list);
    bind(&controls, &desk.key(&[&list, "/", &id, "/"].concat()));
    page::show_all(&form, true);
    desk.entry.replace(Some((list, id)));
    desk.tool.repaint();
    desk.focus(&controls);
}

/// Closes the form; what was typed is kept.
pub fn close(desk: &Desk) {
    let Some((list, _)) = desk.entry.take() else {
        return;
    };
    desk.tool.save();
    let (form, controls) = form(&list);
    page::write_all(&controls, "data-key", "");
    page::write_all(&[&form, " [data-warning]"].concat(), ".", "");
    page::show_all(&form, false);
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

/// Finds a list's form, and the controls in it.
fn form(list: &str) -> (String, String) {
    let form = ["[data-entry-form=", list, "]"].concat();
    let controls = [&form, " [data-part]"].concat();
    (form, controls)
}
