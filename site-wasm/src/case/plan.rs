//! What to do in a case: the steps of its situation, the next one on top, and whom to turn to in which order.

use casework::case::{self, Head};
use casework::record::item_key;
use casework::secret::masked;
use web_sys::Element;

use super::desk::Desk;
use super::questions;
use crate::page;
use crate::tool::Session;

/// The template of a situation's plan.
pub fn selector(situation: &str) -> String {
    ["template[data-plan=\"", situation, "\"]"].concat()
}

/// Shows the plan of a case.
pub fn paint(desk: &Desk, session: &Session, head: &Head) {
    desk.say("title", &desk.title(session, head));
    place(
        desk,
        "[data-case-plan]",
        &selector(&head.situation),
        &head.id,
    );
    let counterpart = session.text(&case::key(&head.id, "counterpart")).to_owned();
    let channels = ["template[data-channels=\"", &counterpart, "\"]"].concat();
    place(desk, "[data-case-channels]", &channels, &counterpart);
    bind(desk, &head.id);
    let urgent = !questions::told(desk, session, &head.id, "data-urgent").is_empty();
    desk.show("[data-case-urgent]", urgent && !head.closed);

    let hidden = questions::told(desk, session, &head.id, "data-hide").join(" ");
    let mut next = None;
    let mut done = 0;
    let steps = desk.tool.page.all("[data-case-plan] [data-step]");
    for step in &steps {
        let Some(input) = page::first_inside(step, "input") else {
            continue;
        };
        let item = page::attribute(&input, "data-item");
        if let Some(note) = page::first_inside(step, "[data-slot=note]") {
            let key = ["note/", &page::attribute(step, "data-step")].concat();
            let words = masked(session.text(&case::key(&head.id, &key)));
            page::set_text(&note, &words);
            page::show(&note, !words.is_empty());
        }
        let falls_away = page::words(&hidden).any(|hidden| hidden == item);
        page::show(step, !falls_away);
        let aliases = page::attribute(&input, "data-aliases");
        let mut keys = vec![item_key(&item)];
        for alias in page::words(&aliases) {
            keys.push(item_key(alias));
        }
        let ticked = session.ticked(&keys);
        page::set_attribute(step, "data-state", if ticked { "done" } else { "" });
        done += usize::from(ticked);
        if !ticked && !falls_away && next.is_none() {
            next = Some((step, item));
        }
    }
    desk.show("[data-case-next]", next.is_some() && !head.closed);
    desk.show("[data-case-done]", next.is_none() && !head.closed);
    if let Some((step, item)) = next {
        show_next(desk, step, &item);
    }
    let total = crate::progress::digits(steps.len());
    let done = crate::progress::digits(done);
    let pattern = desk.words("progress");
    desk.say("line", &crate::progress::filled(pattern, &done, &total));
}

fn show_next(desk: &Desk, step: &Element, item: &str) {
    let words = page::first_inside(step, "label").map(|label| page::text(&label));
    desk.say("next", &words.unwrap_or_default());
    let (box_, how) = (
        desk.tool.page.first("#case-next"),
        desk.tool.page.first("[data-case-how]"),
    );
    if let Some(input) = box_ {
        page::set_attribute(&input, "data-item", item);
    }
    let link = page::first_inside(step, "a");
    if let (Some(how), Some(link)) = (how, link) {
        page::set_attribute(&how, "href", &page::attribute(&link, "href"));
    }
}

/// Fills a place with a copy of a template, unless that is what it holds.
fn place(desk: &Desk, place: &str, template: &str, name: &str) {
    let Some(place) = desk.tool.page.first(place) else {
        return;
    };
    if page::has(&place, "data-of") && page::attribute(&place, "data-of") == name {
        return;
    }
    page::set_attribute(&place, "data-of", name);
    page::set_text(&place, "");
    if let Some(template) = desk.tool.page.first(template) {
        page::append_copy(&place, &template);
    }
}

/// Lets the controls of a case stand for this case's values.
fn bind(desk: &Desk, id: &str) {
    for control in desk
        .tool
        .page
        .all("[data-case-plan] [data-part], .case-tools [data-part]")
    {
        let part = page::attribute(&control, "data-part");
        page::set_attribute(&control, "data-key", &case::key(id, &part));
    }
}
