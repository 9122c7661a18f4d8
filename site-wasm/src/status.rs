//! Says whether the work is kept, and why not.

use std::rc::Rc;

use casework::session::Keeping;

use crate::page;
use crate::tool::Tool;

/// Mounts on every place that tells the state of the tool.
pub fn mount(tool: &Rc<Tool>) {
    let painting = Rc::clone(tool);
    tool.paint_with(move |session| {
        let keeping = session.keeping();
        let state = if keeping.is_kept() { "saved" } else { "memory" };
        say(state, painting.texts.get(key(keeping)));
    });
}

/// Marks the page with the tool's state, and says something of it.
pub fn say(state: &str, words: Option<&str>) {
    page::mark("data-tool", state);
    if let Some(words) = words {
        page::write_all("[data-tool-status]", "words", words);
    }
}

fn key(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Saved => "status-saved",
        Keeping::SavedBesideRescue => "status-rescued",
        Keeping::Gone => "status-gone",
        Keeping::Blocked => "status-blocked",
        Keeping::Full => "status-full",
        Keeping::Damaged => "status-damaged",
        Keeping::Newer => "status-newer",
    }
}
