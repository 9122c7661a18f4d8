//! What the page's scripts ask of the work: one door, through which texts go in and out.
//!
//! Lists come as rows of cells, see [`crate::table`]. What is asked about cases in particular is in [`crate::case`].

use std::cell::RefCell;
use std::rc::Rc;

use casework::field::YES;
use casework::json::Json;
use casework::record::item_key;
use casework::session::Keeping;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::case;
use crate::page;
use crate::stop;
use crate::tool::Tool;

thread_local! {
    static TOOL: RefCell<Option<Rc<Tool>>> = RefCell::default();
}

/// From now on the page's scripts may ask.
pub fn open(tool: &Rc<Tool>) {
    TOOL.replace(Some(Rc::clone(tool)));
}

/// Answers a question, or does what is asked; nothing once the tool has stopped.
#[wasm_bindgen]
pub fn ask(what: &str, first: &str, second: &str) -> String {
    let tool = TOOL.with_borrow(Option::clone);
    match tool.filter(|_| !stop::stopped()) {
        Some(tool) => answer(&tool, what, first, second)
            .unwrap_or_else(|| case::answer(&tool, what, first, second)),
        None => String::new(),
    }
}

fn answer(tool: &Tool, what: &str, first: &str, second: &str) -> Option<String> {
    let is_yes = second == YES;
    match what {
        "text" => return Some(tool.with_session(|session| session.text(first).to_owned())),
        "ticked" => {
            return Some(flag(
                tool.with_session(|session| session.ticked(&keys(first))),
            ));
        }
        "keeping" => {
            return Some(tool.with_session(|session| keeping(session.keeping()).to_owned()));
        }
        "tick" => tool.tick(&item_key(first), is_yes),
        "touch" => tool.change(&item_key(first), Json::Bool(is_yes)),
        "put" => tool.change(first, Json::Text(second.to_owned())),
        "drop" => tool.change(first, Json::Null),
        "save" => tool.save(),
        "repaint" => tool.repaint(),
        "private" => return Some(flag(tool.private)),
        "make-private" => return Some(flag(tool.set_private(first == YES).is_ok())),
        "rescued" => return Some(tool.rescued().unwrap_or_default()),
        _ => return None,
    }
    Some(String::new())
}

/// The keys of an item, from its own name and those it had before.
fn keys(names: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for name in page::words(names) {
        keys.push(item_key(name));
    }
    keys
}

/// Yes, or nothing.
pub fn flag(is_so: bool) -> String {
    if is_so { YES } else { "" }.to_owned()
}

/// The key of what the page says of this.
fn keeping(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Saved => "status-saved",
        Keeping::SavedBesideRescue => "status-rescued",
        Keeping::Gone => "status-gone",
        Keeping::Blocked => "status-blocked",
        Keeping::Full => "status-full",
        Keeping::Damaged => "status-damaged",
        Keeping::Newer => "status-newer",
        Keeping::Locked => "status-locked",
    }
}
