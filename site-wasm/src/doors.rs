//! What the page's scripts ask of the work: one door, through which texts go in and out.
//!
//! Lists come as rows of cells, see [`crate::table`]. What is asked about cases in particular is in [`crate::case`].

use std::cell::RefCell;
use std::rc::Rc;

use casework::field::YES;
use casework::json::Json;
use casework::numeral::push_digits;
use casework::record::item_key;
use casework::saved;
use casework::session::Keeping;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::case;
use crate::page;
use crate::stop;
use crate::table::rows;
use crate::tool::{Session, Tool};

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
        "ticks" => return Some(tool.with_session(|session| ticks(session, first))),
        "state" => return Some(tool.with_session(state)),
        "tick" => tool.tick(&item_key(first), is_yes),
        "touch" => tool.change(&item_key(first), Json::Bool(is_yes)),
        "put" => tool.change(first, Json::Text(second.to_owned())),
        "drop" => tool.change(first, Json::Null),
        "save" => tool.save(),
        "repaint" => tool.repaint(),
        "private" => return Some(flag(tool.private)),
        "make-private" => return Some(flag(tool.set_private(first == YES).is_ok())),
        "join" => {
            if let Ok(record) = saved::read(first) {
                tool.edit(|session| session.join(&record));
            }
        }
        _ => return None,
    }
    Some(String::new())
}

/// Of each row of names, an item's own and those it had before, whether the item is ticked: `1` or `0`.
fn ticks(session: &Session, names: &str) -> String {
    let mut ticks = String::new();
    for row in rows(names) {
        let mut keys = Vec::new();
        for name in page::words(row) {
            keys.push(item_key(name));
        }
        ticks.push(if session.ticked(&keys) { '1' } else { '0' });
    }
    ticks
}

/// Whether the work is kept, then a number that is another whenever the record is, and one that is another whenever
/// anything was changed here that is no text.
fn state(session: &Session) -> String {
    let (revision, choices) = session.revision();
    let mut state = keeping(session.keeping()).to_owned();
    for number in [revision, choices] {
        state.push(' ');
        push_digits(&mut state, number.into(), 1);
    }
    state
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
