//! What the tool's buttons do.

use std::rc::Rc;

use crate::documents;
use crate::page::{self, Element};
use crate::tool::Tool;

/// Mounts on every button of the tool.
pub fn mount(tool: &Rc<Tool>) {
    let listening = Rc::clone(tool);
    tool.page.on("click", move |event| {
        if let Some(button) = page::target(&event, "[data-action]") {
            act(&listening, button);
        }
    });
    // What was printed alone is not printed instead of the page the next time.
    tool.page
        .on("afterprint", |_| page::mark("data-printing", ""));
}

fn act(tool: &Rc<Tool>, button: Element) {
    match page::attribute(&button, "data-action").as_str() {
        "print" => print(tool, &button),
        "clear-all" => confirmed(tool, &button, |tool| tool.clear()),
        action => {
            documents::act(tool, &button, action);
        }
    }
}

fn print(tool: &Rc<Tool>, button: &Element) {
    let letter = page::attribute(button, "data-letter");
    if !documents::is_held_back(tool, button, &letter) && !page::print() {
        tell(tool, button, "print-missing");
    }
}

/// Copies a text, and lets the button say so.
pub fn copy(tool: &Rc<Tool>, text: String, button: Element) {
    let texts = &tool.texts;
    page::copy_text(
        &button,
        &text,
        texts.words("copied"),
        texts.words("copy-by-hand"),
    );
}

/// Does something that cannot be undone at the second press. Apps' own browsers may have no dialog to ask with.
pub fn confirmed(tool: &Rc<Tool>, button: &Element, action: impl FnOnce(&Tool)) {
    if is_confirmed(tool, button) {
        action(tool);
        tell(tool, button, "cleared");
    }
}

/// Whether this is the second press; at the first one the button asks for it.
fn is_confirmed(tool: &Rc<Tool>, button: &Element) -> bool {
    let is_confirmed = page::has(button, "data-armed");
    if is_confirmed {
        page::remove_attribute(button, "data-armed");
    } else {
        tell(tool, button, "clear-confirm");
        page::set_attribute(button, "data-armed", "");
    }
    is_confirmed
}

/// Lets a button say something for a while, and the screen reader with it.
pub fn tell(tool: &Rc<Tool>, button: &Element, key: &str) {
    if let Some(words) = tool.texts.get(key) {
        page::tell(button, words);
    }
}
