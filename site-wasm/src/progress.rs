//! How far a person is with a checklist, wherever a page shows it.

use std::rc::Rc;

use casework::numeral::push_digits;
use casework::record::item_key;
use web_sys::Element;

use crate::page;
use crate::tool::{Session, Tool};

/// A text or a bar that shows the progress of one checklist.
struct Shown {
    element: Element,
    is_bar: bool,
    /// Of every item its key, then those it had before.
    items: Vec<Vec<String>>,
}

/// Mounts on every text and every bar that shows progress.
pub fn mount(tool: &Rc<Tool>) {
    let texts = tool.page.all("[data-progress]");
    let bars = tool.page.all("[data-progress-bar]");
    let texts = texts
        .into_iter()
        .map(|element| Shown::new(element, "data-progress", false));
    let bars = bars
        .into_iter()
        .map(|element| Shown::new(element, "data-progress-bar", true));
    let shown: Vec<Shown> = texts.chain(bars).collect();
    let pattern = tool.texts.get("progress").unwrap_or_default().to_owned();
    tool.paint_with(move |session| {
        for shown in &shown {
            shown.paint(session, &pattern);
        }
    });
}

impl Shown {
    /// `data-items="freeze report=old-report"` names two items, one of which had another id.
    fn new(element: Element, attribute: &str, is_bar: bool) -> Shown {
        let checklist = page::attribute(&element, attribute);
        let key = |id: &str| item_key(&[&checklist, "/", id].concat());
        let keys = |ids: &str| ids.split('=').map(key).collect();
        let items = page::words(&page::attribute(&element, "data-items"))
            .map(keys)
            .collect();
        Shown {
            element,
            is_bar,
            items,
        }
    }

    fn paint(&self, session: &Session, pattern: &str) {
        let done = self.items.iter().filter(|keys| session.ticked(keys));
        let done = done.count();
        let begun = done > 0 || !page::has(&self.element, "data-when-begun");
        let done = digits(done);
        let total = digits(self.items.len());
        if self.is_bar {
            page::set_attribute(&self.element, "max", &total);
            page::set_attribute(&self.element, "value", &done);
        } else {
            page::set_text(&self.element, &filled(pattern, &done, &total));
        }
        page::show(&self.element, begun);
    }
}

/// The text with its `{done}` and `{total}` filled in.
pub fn filled(pattern: &str, done: &str, total: &str) -> String {
    let mut text = String::new();
    for piece in pattern.split(['{', '}']) {
        text.push_str(match piece {
            "done" => done,
            "total" => total,
            words => words,
        });
    }
    text
}

pub fn digits(number: usize) -> String {
    let mut digits = String::new();
    push_digits(&mut digits, number as u64, 1);
    digits
}
