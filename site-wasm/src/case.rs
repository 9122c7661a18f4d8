//! Cases: one dispute each, looked after from its first day to its last.
//!
//! - [`desk`] is the page for cases, and what its parts share; [`status`] is the line on every other page;
//! - [`questions`] start a case, [`plan`] says what is next, [`deadlines`] when somebody must act;
//! - [`entries`] are its lists, [`conflicts`] what was changed twice, [`backup`] what can be taken away and brought back;
//! - [`guide`] is what the page tells of limits, calendars and events, [`rows`] paints lists.
//!
//! What it all means is in `casework`; the words are on the page.

mod backup;
mod conflicts;
mod deadlines;
mod desk;
mod entries;
pub mod guide;
mod plan;
mod questions;
mod rows;
mod status;

use std::rc::Rc;

use crate::page;
use crate::tool::Tool;

/// Mounts on what a page has for cases.
pub fn mount(tool: &Rc<Tool>) {
    let shared = tool.page.first("[data-shared-fields]");
    let shared = shared.map(|texts| page::attribute(&texts, "data-shared-fields"));
    let shared = page::words(&shared.unwrap_or_default())
        .map(str::to_owned)
        .collect();
    tool.edit(|session| session.set_shared_fields(shared));
    status::mount(tool);
    match desk::open(tool) {
        Some(desk) => desk::mount(desk),
        None => offer(tool),
    }
}

/// On a situation's page, offers to make a case of it, unless there is one.
fn offer(tool: &Rc<Tool>) {
    let Some(button) = tool.page.first("[data-action=open-case]") else {
        return;
    };
    let situation = page::attribute(&button, "data-situation");
    let (of, shown) = (situation.clone(), button.clone());
    tool.paint_with(move |session| {
        let is_open = session
            .cases()
            .iter()
            .any(|case| case.situation == of && !case.closed);
        page::show(&shown, !is_open);
    });
    let tool = Rc::clone(tool);
    tool.clone().page.on("click", move |event| {
        if page::target(&event, "[data-action=open-case]").is_some()
            && let Some(today) = tool.page.today()
        {
            tool.edit(|session| session.open_case(&situation, &today.iso()));
            tool.page.go(&page::attribute(&button, "data-case-page"));
        }
    });
}
