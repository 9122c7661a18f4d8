//! Checklist items remember that they are ticked.

use std::rc::Rc;

use casework::field::YES;
use casework::json::Json;
use casework::record::item_key;

use crate::page;
use crate::table::{self, Table, cells, rows};
use crate::tool::Tool;

const ITEM: &str = "input[data-item]";
/// Of an item its own name, then those it had before.
const NAMES: &str = "data-item data-aliases";

/// Mounts on every checklist item of the page.
pub fn mount(tool: &Rc<Tool>) {
    // A box that was ticked before the tool was there counts as ticked by hand.
    for row in rows(&page::read("input[data-item][data-touched]", "data-item =")) {
        let [item, answer] = cells(row);
        tool.change(&item_key(item), Json::Bool(answer == YES));
    }
    tool.paint_with(|session| {
        // Asked for anew: the plan of a case comes and goes.
        let mut ticks = Table::default();
        for row in rows(&page::read(ITEM, NAMES)) {
            ticks.row(if session.ticked(&keys(row)) { YES } else { "" });
        }
        page::write(ITEM, "=", ticks.text());
    });
    let listening = Rc::clone(tool);
    tool.page.on("change", move |event| {
        if let Some(control) = page::target_control(&event, ITEM) {
            let item = page::attribute(&control, "data-item");
            if !item.is_empty() {
                listening.tick(&item_key(&item), control.answer() == YES);
            }
        }
    });
}

/// The keys of every item on the page, also those it had before.
pub fn all_keys() -> Vec<String> {
    let items = page::read(ITEM, NAMES);
    rows(&items).flat_map(keys).collect()
}

/// The keys of an item.
pub fn keys(names: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for name in table::words(names) {
        keys.push(item_key(name));
    }
    keys
}
