//! What happens when the tool breaks: it says so, and from then on touches nothing, least of all what was saved.

use std::cell::Cell;
use std::panic;

use crate::page;
use crate::tool::Tool;

thread_local! {
    static STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Whether the tool broke. Whatever is called from outside asks this first.
pub fn stopped() -> bool {
    STOPPED.get()
}

/// Has a message ready for the case that something panics.
pub fn prepare(tool: &Tool) {
    let message = tool.texts.get("status-stopped").map(str::to_owned);
    panic::set_hook(Box::new(move |_| {
        STOPPED.set(true);
        page::mark("data-tool", "stopped");
        if let Some(message) = &message {
            page::write_all("[data-tool-status]", "words", message);
        }
    }));
}
