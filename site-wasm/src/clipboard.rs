//! Copies a text, in whatever way this browser allows.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::page::{self, Control, Page};

#[wasm_bindgen]
extern "C" {
    type Clipboard;

    #[wasm_bindgen(method, catch, js_name = writeText)]
    fn write_text(this: &Clipboard, text: &str) -> Result<Promise, JsValue>;
}

/// How copying ended.
pub enum Copied {
    /// The text is on the clipboard.
    Done,
    /// It is not, but it stands selected beside the button, ready to be copied by hand.
    ByHand,
}

/// Copies a text and tells how that ended. `beside` is where the text is put if the person must copy it.
pub fn copy(page: &Page, text: String, beside: Element, ended: impl Fn(Copied) + 'static) {
    let ended = Rc::new(ended);
    let promise = clipboard(page).and_then(|clipboard| clipboard.write_text(&text).ok());
    let (copied, page) = (Rc::clone(&ended), page.clone());
    let by_hand = move || ended(copy_selected(&page, &text, &beside));
    let Some(promise) = promise else {
        return by_hand();
    };
    let done = page::callback(move || copied(Copied::Done));
    let refused = page::callback(by_hand);
    page::then(&promise, &done, &refused);
}

/// Missing on pages that are not served securely, and in some apps' own browsers.
fn clipboard(page: &Page) -> Option<Clipboard> {
    let navigator = page.object("navigator")?;
    page::object_of(&navigator, "clipboard").map(JsCast::unchecked_into)
}

/// Puts the text into a text area, selects it, and tries the old way. If that fails, the text stays for the person.
fn copy_selected(page: &Page, text: &str, beside: &Element) -> Copied {
    for old in page.all(".copy-by-hand") {
        page::remove(&old);
    }
    let Some(area) = page.create("textarea", "copy-by-hand") else {
        return Copied::ByHand;
    };
    page::set_attribute(&area, "readonly", "");
    page::set_attribute(&area, "rows", "8");
    page::set_attribute(&area, "aria-label", &page::text(beside));
    page::insert_after(beside, &area);
    area.unchecked_ref::<Control>().fill_and_select(text);
    if page.copy_selection() {
        page::remove(&area);
        return Copied::Done;
    }
    Copied::ByHand
}
