//! What the page's scripts ask: one door, through which texts go in and out, and one for files.
//!
//! Lists come as rows of cells, see [`crate::table`]. What is asked about letters is in [`crate::letter`], about cases
//! in [`crate::case`].

use casework::docx;
use casework::field::YES;
use casework::json::Json;
use casework::numeral::push_digits;
use casework::prelude::*;
use casework::record::item_key;
use casework::saved;
use casework::session::Keeping;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::storage::Storage;
use crate::table::{Table, rows};
use crate::tool::{Session, Tool};
use crate::{case, letter, page};

/// Nothing before the start. There is but one thread, so whoever finds it taken asks while another is answered.
static TOOL: Mutex<Option<Tool>> = Mutex::new(None);

/// Answers a question, or does what is asked; nothing before the start.
#[wasm_bindgen]
pub fn ask(what: &str, first: &str, second: &str) -> String {
    let mut tool = TOOL.try_lock().expect("one question at a time");
    match &*tool {
        Some(tool) => answer(tool, what, first, second)
            .unwrap_or_else(|| case::answer(tool, what, first, second)),
        None if what == "start" => {
            *tool = Some(start(first, second));
            String::new()
        }
        None => String::new(),
    }
}

/// Opens the work that is kept. `writer` tells this tab from every other; the answers of `shared_fields` belong to all
/// cases.
fn start(writer: &str, shared_fields: &str) -> Tool {
    let shared_fields = page::words(shared_fields).map(str::to_owned).collect();
    Tool::open(writer.to_owned(), shared_fields)
}

/// Letters, as rows one after another, as a Word file.
#[wasm_bindgen]
pub fn file(letters: &str) -> Vec<u8> {
    docx::write_all(&letter::read(letters))
}

fn answer(tool: &Tool, what: &str, first: &str, second: &str) -> Option<String> {
    match what {
        "text" => return Some(tool.with_session(|session| session.text(first).to_owned())),
        "texts" => return Some(tool.with_session(|session| texts(session, first))),
        "ticks" => return Some(tool.with_session(|session| ticks(session, first))),
        "state" => return Some(tool.with_session(state)),
        "pending" => return Some(flag(tool.with_session(Session::has_pending))),
        "touch" => {
            let value = Json::Bool(second == YES);
            tool.edit(|session| session.change(&item_key(first), value));
        }
        "type" => {
            return Some(
                tool.edit(|session| typed(session, first, second))
                    .to_owned(),
            );
        }
        "put" => tool.edit(|session| session.change(first, Json::Text(second.to_owned()))),
        "drop" => tool.edit(|session| session.change(first, Json::Null)),
        "save" => tool.edit(Session::save),
        "reread" => tool.edit(Session::reread),
        "join" => {
            if let Ok(record) = saved::read(first) {
                tool.edit(|session| session.join(&record));
            }
        }
        "clear" => tool.edit(Session::clear),
        // Into the storage that the page has chosen since.
        "move" => return Some(flag(moved(tool))),
        _ => return None,
    }
    Some(String::new())
}

/// For each row, a key, its text and whether that was changed here since the last save.
fn texts(session: &Session, keys: &str) -> String {
    let mut table = Table::default();
    for key in rows(keys) {
        table.row(session.text(key));
        table.cell(&flag(session.is_pending(key)));
    }
    table.into_text()
}

/// Changes a text; says nothing if it is that already, `new` if there was none, else `yes`.
fn typed(session: &mut Session, key: &str, text: &str) -> &'static str {
    let before = session.text(key);
    if before == text {
        return "";
    }
    let was = if before.is_empty() { "new" } else { YES };
    session.change(key, Json::Text(text.to_owned()));
    was
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

fn moved(tool: &Tool) -> bool {
    tool.with_session(|session| {
        Session::open(Storage::default(), session.writer().to_owned())
            .restore(session.record())
            .is_ok()
    })
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
