//! How far a person is with a checklist, wherever a page shows it.

use std::rc::Rc;

use casework::numeral::push_digits;
use casework::record::item_key;
use web_sys::Element;

use crate::page;
use crate::session::Session;
use crate::tool::Tool;

/// Mounts on every text and every bar that shows progress.
pub fn mount(tool: &Rc<Tool>) {
    if let Some(pattern) = tool.texts.get("progress") {
        let pattern = pattern.to_owned();
        follow(tool, "data-progress", move |element, done, total| {
            let words = filled(&pattern, done, total);
            page::set_text(element, &words);
        });
    }
    follow(tool, "data-progress-bar", |element, done, total| {
        page::set_attribute(element, "max", &digits(total));
        page::set_attribute(element, "value", &digits(done));
    });
}

/// Shows every element that names a checklist in this attribute, and keeps it right.
fn follow(
    tool: &Rc<Tool>,
    attribute: &'static str,
    write: impl Fn(&Element, usize, usize) + 'static,
) {
    let selector = ["[", attribute, "]"].concat();
    let followed: Vec<(Element, Vec<Vec<String>>)> = tool
        .page
        .all(&selector)
        .into_iter()
        .map(|element| (element.clone(), items(&element, attribute)))
        .collect();
    tool.paint_with(move |session: &Session| {
        for (element, items) in &followed {
            let done = items.iter().filter(|keys| session.ticked(keys)).count();
            write(element, done, items.len());
            page::show(element, done > 0 || !page::has(element, "data-when-begun"));
        }
    });
}

/// The keys of every item: `data-items="freeze report=old-report"` names two items, one of which had another id.
fn items(element: &Element, attribute: &str) -> Vec<Vec<String>> {
    let checklist = page::attribute(element, attribute);
    let key = |id: &str| item_key(&[&checklist, "/", id].concat());
    let items = page::attribute(element, "data-items");
    items
        .split_whitespace()
        .map(|ids| ids.split('=').map(key).collect())
        .collect()
}

/// The text with its `{done}` and `{total}` filled in.
fn filled(pattern: &str, done: usize, total: usize) -> String {
    let number = |piece| match piece {
        "done" => digits(done),
        "total" => digits(total),
        words => words.to_owned(),
    };
    pattern.split(['{', '}']).map(number).collect()
}

fn digits(number: usize) -> String {
    let mut digits = String::new();
    push_digits(&mut digits, number as u64, 1);
    digits
}
