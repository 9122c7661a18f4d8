//! What the tool's buttons do.

use std::rc::Rc;

use casework::json::Json;
use web_sys::Element;

use crate::clipboard::{self, Copied};
use crate::documents;
use crate::page;
use crate::tool::Tool;

/// How long a button tells what it did, or waits to be pressed again, in milliseconds.
const TELLING: i32 = 8000;

/// Mounts on every button of the tool.
pub fn mount(tool: &Rc<Tool>) {
    let listening = Rc::clone(tool);
    tool.page.on("click", move |event| {
        if let Some(button) = page::target(&event, "[data-action]") {
            act(&listening, button);
        }
    });
}

fn act(tool: &Rc<Tool>, button: Element) {
    match page::attribute(&button, "data-action").as_str() {
        "print" => print(tool, &button),
        "clear-page" => confirmed(tool, &button, clear_page),
        "clear-all" => confirmed(tool, &button, |tool| tool.clear()),
        action => {
            documents::act(tool, &button, action);
        }
    }
}

fn print(tool: &Rc<Tool>, button: &Element) {
    if documents::is_held_back(tool, button, &page::attribute(button, "data-letter")) {
        return;
    }
    if !tool.page.print() {
        tell(tool, button, "print-missing");
    }
}

/// Copies a text, and lets the button say so.
pub fn copy(tool: &Rc<Tool>, text: String, button: Element) {
    let telling = Rc::clone(tool);
    clipboard::copy(&tool.page, text, button.clone(), move |copied| {
        let key = match copied {
            Copied::Done => "copied",
            Copied::ByHand => "copy-by-hand",
        };
        tell(&telling, &button, key);
    });
}

/// Does something that cannot be undone at the second press. Apps' own browsers may have no dialog to ask with.
pub fn confirmed(tool: &Rc<Tool>, button: &Element, action: impl FnOnce(&Tool)) {
    if page::has(button, "data-armed") {
        page::remove_attribute(button, "data-armed");
        action(tool);
        tell(tool, button, "cleared");
    } else {
        tell(tool, button, "clear-confirm");
        page::set_attribute(button, "data-armed", "");
    }
}

/// Forgets what this page's own boxes and fields hold.
fn clear_page(tool: &Tool) {
    for key in crate::checklist::all_keys(tool)
        .into_iter()
        .chain(crate::fields::all_keys(tool))
    {
        tool.change(&key, Json::Null);
    }
    tool.save();
}

/// Lets a button say something for a while, and the screen reader with it.
pub fn tell(tool: &Rc<Tool>, button: &Element, key: &str) {
    let Some(words) = tool.texts.get(key) else {
        return;
    };
    if !page::has(button, "data-own-label") {
        page::set_attribute(button, "data-own-label", &page::text(button));
    }
    page::set_text(button, words);
    for status in tool.page.all("[data-tool-status]") {
        page::set_text(&status, words);
    }
    let (telling, restored, said) = (Rc::clone(tool), button.clone(), words.to_owned());
    tool.page.after(TELLING, move || {
        if page::text(&restored) == said {
            page::set_text(&restored, &page::attribute(&restored, "data-own-label"));
            page::remove_attribute(&restored, "data-armed");
        }
        telling.repaint();
    });
}
