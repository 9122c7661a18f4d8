//! What to do in a case: the steps of its situation, the next one on top, and whom to turn to in which order.

use casework::case::{self, Head};
use casework::field::YES;
use casework::secret::masked;

use super::desk::Desk;
use super::questions;
use crate::checklist;
use crate::page;
use crate::table::{Table, cells, rows};
use crate::tool::Session;

const STEP: &str = "[data-case-plan] [data-step]";

/// The template of a situation's plan.
pub fn selector(situation: &str) -> String {
    ["template[data-plan=\"", situation, "\"]"].concat()
}

/// Shows the plan of a case.
pub fn paint(desk: &Desk, session: &Session, head: &Head) {
    desk.say("title", &desk.title(session, head));
    page::place("[data-case-plan]", &selector(&head.situation), &head.id);
    let counterpart = session.text(&case::key(&head.id, "counterpart"));
    let channels = ["template[data-channels=\"", counterpart, "\"]"].concat();
    page::place("[data-case-channels]", &channels, counterpart);
    bind(
        "[data-case-plan] [data-part], .case-tools [data-part]",
        &case::key(&head.id, ""),
    );
    let urgent = !questions::told(session, &head.id, "data-urgent").is_empty();
    page::show_all("[data-case-urgent]", urgent && !head.closed);

    let hidden = questions::told(session, &head.id, "data-hide");
    let mut next = None;
    let (mut done, mut total) = (0, 0);
    let (mut notes, mut states, mut falling) = <(Table, Table, Table)>::default();
    let steps = page::read(&[STEP, ">input"].concat(), "data-item data-aliases");
    for step in rows(&steps) {
        let [item] = cells(step);
        let id = item.rsplit('/').next().unwrap_or_default();
        let note = case::key(&head.id, &["note/", id].concat());
        notes.row(&masked(session.text(&note)));
        let falls_away = page::words(&hidden).any(|hidden| hidden == item);
        falling.row(if falls_away { YES } else { "" });
        let ticked = session.ticked(&checklist::keys(step));
        states.row(if ticked { "done" } else { "" });
        total += 1;
        done += usize::from(ticked);
        if !ticked && !falls_away && next.is_none() {
            next = Some((item, id));
        }
    }
    page::write("[data-case-plan] [data-slot=note]", ".", notes.text());
    page::write(STEP, "hidden", falling.text());
    page::write(STEP, "data-state", states.text());
    page::show_all("[data-case-next]", next.is_some() && !head.closed);
    page::show_all("[data-case-done]", next.is_none() && !head.closed);
    if let Some((item, id)) = next {
        let step = |part| ["[data-case-plan] [data-step=\"", id, "\"]>", part].concat();
        desk.say("next", &page::read(&step("label"), "."));
        page::write_all("#case-next", "data-item", item);
        page::write_all("[data-case-how]", "href", &page::read(&step("a"), "href"));
    }
    desk.say("line", &desk.tool.progress(done, total));
}

/// Lets controls stand for the values whose keys begin so.
pub fn bind(controls: &str, prefix: &str) {
    let parts = page::read(controls, "data-part");
    let mut keys = Table::default();
    for part in rows(&parts) {
        keys.row(&[prefix, part].concat());
    }
    page::write(controls, "data-key", keys.text());
}
