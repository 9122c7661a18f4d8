//! What two tabs, or a backup, have changed both: both texts, side by side, until the person has chosen.

use casework::json::Json;
use casework::secret::masked;
use casework::session::conflict_subject;

use super::desk::Desk;
use crate::page;
use crate::table::Table;
use crate::tool::Session;

const PREFIX: &str = "conflict/";

/// Shows each with what stands now.
pub fn paint(session: &Session) {
    let mut rows = Table::default();
    for (rest, other) in session.record().texts(PREFIX) {
        rows.row(rest);
        rows.cell("");
        rows.cell(&masked(session.record().text(conflict_subject(rest))));
        rows.cell(&masked(other));
    }
    page::show_all("[data-case-conflicts]", rows.len() > 0);
    page::rows("conflicts", rows.text());
}

/// Puts the other text in place.
pub fn take(desk: &Desk, rest: &str) {
    let other = desk.text(&[PREFIX, rest].concat());
    desk.tool.change(conflict_subject(rest), Json::Text(other));
    drop(desk, rest);
}

/// Forgets the other text.
pub fn drop(desk: &Desk, rest: &str) {
    desk.tool.change_now(&[PREFIX, rest].concat(), Json::Null);
    desk.focus("#case-title");
}
