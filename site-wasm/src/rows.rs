//! A list in a form: the person adds a row for every transaction, and takes one away.

use std::rc::Rc;

use casework::field::row_key;
use casework::json::Json;
use casework::numeral::push_digits;
use casework::record::field_key;

use crate::page::{self, Element};
use crate::tool::Session;
use crate::tool::Tool;

/// Rows beyond this are another letter's.
const MOST: usize = 50;

const LIST: &str = ".rows";
const ROW: &str = "[data-row]";

/// Mounts on every list of the page. Before the fields: it makes the controls that they fill.
pub fn mount(tool: &Rc<Tool>) {
    let lists = tool.page.all(LIST);
    tool.paint_with(move |session| {
        for list in &lists {
            paint(list, session);
        }
    });
}

/// In how many rows of a list something was answered; one at least.
pub fn count<'form>(fields: impl Iterator<Item = &'form str>, session: &Session) -> usize {
    let last = fields.map(|field| session.last_row(field)).max();
    last.unwrap_or(1).min(MOST)
}

/// Adds a row at the end of the list around a button, and goes to it.
pub fn add(tool: &Tool, button: &Element) {
    let Some(list) = page::around(button, LIST) else {
        return;
    };
    let rows = page::all_inside(&list, ROW);
    let added = (rows.len() < MOST).then(|| rows.first().and_then(|row| append(row, &rows)));
    tool.repaint();
    if let Some(first) = added
        .flatten()
        .and_then(|row| page::first_inside(&row, "[data-field]"))
    {
        page::focus(&first);
    }
}

/// Takes the row around a button out of its list; the rows behind it move up.
pub fn remove(tool: &Tool, button: &Element) {
    let (Some(list), Some(row)) = (page::around(button, LIST), page::around(button, ROW)) else {
        return;
    };
    let rows = page::all_inside(&list, ROW);
    let Some(place) = rows.iter().position(|known| *known == row) else {
        return;
    };
    let names = page::attribute(&list, "data-rows");
    for moved in place + 1..=rows.len() {
        for field in page::words(&names) {
            let below = field_key(&row_key(field, moved + 1));
            let text = tool.with_session(|session| session.text(&below).to_owned());
            let text = if moved < rows.len() {
                text
            } else {
                String::new()
            };
            tool.change(&field_key(&row_key(field, moved)), Json::Text(text));
        }
    }
    if let [_, .., last] = rows.as_slice() {
        page::remove(last);
    }
    tool.save();
    page::focus(&list);
}

/// As many rows as have answers, and those that were added and are still empty.
fn paint(list: &Element, session: &Session) {
    let names = page::attribute(list, "data-rows");
    let wanted = count(page::words(&names), session);
    let mut rows = page::all_inside(list, ROW);
    while rows.len() < wanted {
        let Some(row) = rows.first().and_then(|row| append(row, &rows)) else {
            return;
        };
        rows.push(row);
    }
}

/// A further row: a copy of the first, with ids and fields of its own.
fn append(first: &Element, rows: &[Element]) -> Option<Element> {
    let row = page::copy(first)?;
    let number = rows.len() + 1;
    for help in page::all_inside(&row, ".help") {
        page::remove(&help);
    }
    for attribute in ["id", "for", "data-field", "name", "data-pick"] {
        for element in page::all_inside(&row, &["[", attribute, "]"].concat()) {
            let own = row_key(&page::attribute(&element, attribute), number);
            page::set_attribute(&element, attribute, &own);
        }
    }
    for counter in page::all_inside(&row, "[data-number]") {
        let mut words = String::new();
        push_digits(&mut words, number as u64, 1);
        page::set_text(&counter, &words);
    }
    page::insert_after(rows.last()?, &row);
    Some(row)
}
