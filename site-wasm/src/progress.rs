//! How far a person is with a checklist, wherever a page shows it.

use std::rc::Rc;

use casework::numeral::push_digits;
use casework::record::item_key;

use crate::page;
use crate::table::{Table, cells, rows};
use crate::tool::{Session, Tool};

const TEXT: &str = "[data-progress]";
const BAR: &str = "[data-progress-bar]";

/// Mounts on every text and every bar that shows progress.
pub fn mount(tool: &Rc<Tool>) {
    let texts = page::read(TEXT, "data-progress data-items data-when-begun");
    let bars = page::read(BAR, "data-progress-bar data-items");
    let painting = Rc::clone(tool);
    tool.paint_with(move |session| {
        let mut words = Table::default();
        for row in rows(&texts) {
            let [checklist, items, when_begun] = cells(row);
            let (done, total) = count(session, checklist, items);
            let is_shown = done > 0 || when_begun.is_empty();
            words.row(&if is_shown { painting.progress(done, total) } else { String::new() });
        }
        page::write(TEXT, ".", words.text());
        let (mut values, mut totals) = (Table::default(), Table::default());
        for row in rows(&bars) {
            let [checklist, items] = cells(row);
            let (done, total) = count(session, checklist, items);
            values.row(&digits(done));
            totals.row(&digits(total));
        }
        page::write(BAR, "max", totals.text());
        page::write(BAR, "value", values.text());
        page::write_all(BAR, "hidden", "");
    });
}

/// How many items are done, and how many there are: `freeze report=old-report` are two, one of which had another id.
fn count(session: &Session, checklist: &str, items: &str) -> (usize, usize) {
    let (mut done, mut total) = (0, 0);
    for item in page::words(items) {
        let mut keys = Vec::new();
        for id in item.split('=') {
            keys.push(item_key(&[checklist, "/", id].concat()));
        }
        done += usize::from(session.ticked(&keys));
        total += 1;
    }
    (done, total)
}

impl Tool {
    /// How far a person is, in words.
    pub fn progress(&self, done: usize, total: usize) -> String {
        self.texts.filled("progress", &[&digits(done), &digits(total)])
    }
}

/// A number as it is written.
pub fn digits(number: usize) -> String {
    let mut digits = String::new();
    push_digits(&mut digits, number as u64, 1);
    digits
}
