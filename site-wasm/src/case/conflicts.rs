//! What two tabs, or a backup, have changed both: both texts, side by side, until the person has chosen.

use casework::json::Json;
use casework::secret::masked;
use casework::session::conflict_subject;

use super::desk::Desk;
use super::rows::Row;
use crate::tool::Session;

const PREFIX: &str = "conflict/";

/// Whether there are any.
pub fn any(session: &Session) -> bool {
    session.record().texts(PREFIX).next().is_some()
}

/// Each with what stands now.
pub fn rows(session: &Session) -> Vec<Row> {
    let row = |(rest, other): (&str, &str)| Row {
        id: rest.to_owned(),
        state: "",
        words: vec![
            masked(session.record().text(conflict_subject(rest))),
            masked(other),
        ],
    };
    session.record().texts(PREFIX).map(row).collect()
}

/// Puts the other text in place.
pub fn take(desk: &Desk, rest: &str) {
    let other = desk
        .tool
        .with_session(|session| session.text(&[PREFIX, rest].concat()).to_owned());
    desk.tool.change(conflict_subject(rest), Json::Text(other));
    drop(desk, rest);
}

/// Forgets the other text.
pub fn drop(desk: &Desk, rest: &str) {
    desk.tool.change_now(&[PREFIX, rest].concat(), Json::Null);
    desk.focus("#case-title");
}
