//! Says whether the work is kept, and why not.

use std::rc::Rc;

use casework::session::Keeping;

use crate::page;
use crate::tool::Tool;

/// Mounts on every place that tells the state of the tool.
pub fn mount(tool: &Rc<Tool>) {
    let places = tool.page.all("[data-tool-status]");
    let painting = Rc::clone(tool);
    tool.paint_with(move |session| {
        let keeping = session.keeping();
        painting.page.mark(
            "data-tool",
            if keeping.is_kept() { "saved" } else { "memory" },
        );
        if let Some(words) = painting.texts.get(key(keeping)) {
            for place in &places {
                page::set_text(place, words);
            }
        }
    });
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
