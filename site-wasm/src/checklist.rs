//! Checklist items remember that they are ticked.

use std::rc::Rc;

use casework::json::Json;
use casework::record::item_key;

use crate::page::{self, Control};
use crate::tool::Tool;

const ITEM: &str = "input[data-item]";

/// One box on the page.
struct Item {
    control: Control,
    /// Its own key, then those it had before.
    keys: Vec<String>,
}

/// Mounts on every checklist item of the page.
pub fn mount(tool: &Rc<Tool>) {
    // A box that was ticked before the tool was there counts as ticked by hand.
    for item in items(tool)
        .iter()
        .filter(|item| page::has(&item.control, "data-touched"))
    {
        tool.change(&item.keys[0], Json::Bool(item.control.is_ticked()));
    }
    let painting = Rc::clone(tool);
    tool.paint_with(move |session| {
        // Asked for anew: the plan of a case comes and goes.
        for item in self::items(&painting) {
            item.control.set_ticked(session.ticked(&item.keys));
        }
    });
    let listening = Rc::clone(tool);
    tool.page.on("change", move |event| {
        if let Some(control) = page::target_control(&event, ITEM)
            && let [key, ..] = keys(&control).as_slice()
        {
            listening.tick(key, control.is_ticked());
        }
    });
}

/// The keys of every item on the page, also those it had before.
pub fn all_keys(tool: &Tool) -> Vec<String> {
    items(tool).into_iter().flat_map(|item| item.keys).collect()
}

/// Every item that has a key.
fn items(tool: &Tool) -> Vec<Item> {
    let item = |control: Control| Item {
        keys: keys(&control),
        control,
    };
    tool.page
        .controls(ITEM)
        .into_iter()
        .map(item)
        .filter(|item| !item.keys.is_empty())
        .collect()
}

fn keys(control: &Control) -> Vec<String> {
    let names = [
        page::attribute(control, "data-item"),
        page::attribute(control, "data-aliases"),
    ];
    names
        .iter()
        .flat_map(|names| page::words(names))
        .map(item_key)
        .collect()
}
