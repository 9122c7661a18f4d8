//! A list on the page that follows a list of values, touching only the rows that differ.

use std::cell::RefCell;

use web_sys::Element;

use crate::page::{self, Page};

const SLOTS: &str = "[data-slot]";

/// What one row says.
#[derive(Default, PartialEq)]
pub struct Row {
    /// Names what the row is about, for its buttons.
    pub id: String,
    /// Lets the row look different; may be empty.
    pub state: &'static str,
    /// The words for the row's slots, in order. A slot without words is not shown.
    pub words: Vec<String>,
}

impl Row {
    /// A row that says nothing yet.
    pub fn new(id: &str) -> Row {
        Row {
            id: id.to_owned(),
            ..Row::default()
        }
    }
}

/// A list on the page.
pub struct Rows {
    list: Element,
    template: Element,
    /// Shown while there are no rows, and while there are.
    empty: Option<Element>,
    any: Option<Element>,
    shown: RefCell<Vec<Row>>,
    /// What the rows were made from.
    made_from: RefCell<(u64, String)>,
}

impl Rows {
    /// The list with this name.
    pub fn open(page: &Page, name: &str) -> Option<Rows> {
        let named = |attribute: &str| page.first(&["[data-", attribute, "=", name, "]"].concat());
        Some(Rows {
            list: named("rows")?,
            template: named("row")?,
            empty: named("empty"),
            any: named("any"),
            shown: RefCell::default(),
            made_from: RefCell::default(),
        })
    }

    /// The slots of a row.
    pub fn slots(&self) -> Vec<Element> {
        page::inside_template(&self.template, SLOTS)
    }

    /// Whether the rows were made from something else; asking is promising to make them anew.
    pub fn is_behind(&self, mark: u64, of: &str) -> bool {
        let now = (mark, of.to_owned());
        self.made_from.replace(now) != (mark, of.to_owned())
    }

    /// Shows these rows.
    pub fn show(&self, rows: Vec<Row>) {
        let mut shown = self.shown.borrow_mut();
        for index in rows.len()..shown.len() {
            // From the end, so that the places before it stay.
            page::remove_at(&self.list, shown.len() - 1 - (index - rows.len()));
        }
        for (index, row) in rows.iter().enumerate() {
            let known = shown.get(index);
            if known == Some(row) {
                continue;
            }
            if known.is_none() {
                page::append_copy(&self.list, &self.template);
            }
            if let Some(element) = page::element_at(&self.list, index) {
                fill(&element, row);
            }
        }
        for (element, is_shown) in [
            (&self.empty, rows.is_empty()),
            (&self.any, !rows.is_empty()),
        ] {
            if let Some(element) = element {
                page::show(element, is_shown);
            }
        }
        *shown = rows;
    }
}

fn fill(element: &Element, row: &Row) {
    page::set_attribute(element, "data-id", &row.id);
    page::set_attribute(element, "data-state", row.state);
    for (slot, words) in page::all_inside(element, SLOTS).iter().zip(&row.words) {
        page::set_text(slot, words);
        page::show(slot, !words.is_empty());
    }
}
