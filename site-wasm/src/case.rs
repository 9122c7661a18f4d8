//! Cases: one dispute each, looked after from its first day to its last.
//!
//! - [`desk`] is the page for cases, and what its parts share; [`status`] is the line on every other page;
//! - [`questions`] start a case, [`plan`] says what is next, [`deadlines`] when somebody must act;
//! - [`entries`] are its lists, [`conflicts`] what was changed twice, [`backup`] what can be taken away and brought back;
//! - [`bundle`] is all its papers in one;
//! - [`guide`] is what the page tells of limits, calendars and events.
//!
//! What it all means is in `casework`; the words are on the page.

mod backup;
mod bundle;
mod conflicts;
mod deadlines;
mod desk;
mod entries;
pub mod guide;
pub mod plan;
mod questions;
mod status;

use std::rc::Rc;

use crate::page;
use crate::tool::Tool;

/// Makes a case of a situation's page.
const OPEN: &str = "[data-action=open-case]";

/// Mounts on what a page has for cases.
pub fn mount(tool: &Rc<Tool>) {
    let shared = page::read("[data-shared-fields]", "data-shared-fields");
    let shared = page::words(&shared).map(str::to_owned).collect();
    tool.edit(|session| session.set_shared_fields(shared));
    status::mount(tool);
    match desk::open(tool) {
        Some(desk) => desk::mount(desk),
        None => offer(tool),
    }
}

/// On a situation's page, offers to make a case of it, unless there is one.
fn offer(tool: &Rc<Tool>) {
    let situation = page::read(OPEN, "data-situation");
    if situation.is_empty() {
        return;
    }
    let of = situation.clone();
    tool.paint_with(move |session| {
        let mut open = session.cases().iter().filter(|case| !case.closed);
        page::show_all(OPEN, open.all(|case| case.situation != of));
    });
    let tool = Rc::clone(tool);
    tool.clone().page.on("click", move |event| {
        if page::target(&event, OPEN).is_some()
            && let Some(today) = tool.page.today()
        {
            tool.edit(|session| session.open_case(&situation, &today.iso()));
            tool.page.go(&page::read(OPEN, "data-case-page"));
        }
    });
}
