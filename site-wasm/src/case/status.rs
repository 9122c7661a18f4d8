//! The line on every page that says how the cases stand.

use std::rc::Rc;

use casework::date::Date;

use crate::page;
use crate::progress::digits;
use crate::tool::{Session, Tool};

const LINE: &str = "[data-case-status]";

/// Mounts on the line, where a page has it.
pub fn mount(tool: &Rc<Tool>) {
    let painting = Rc::clone(tool);
    tool.paint_with(move |session| {
        let words = words(&painting, session).unwrap_or_default();
        page::show_all(LINE, !words.is_empty());
        page::write_all("[data-case-status] a", "words", &words);
    });
}

fn words(tool: &Tool, session: &Session) -> Option<String> {
    let today = tool.page.today()?;
    let (mut open, mut due, mut overdue) = (0, 0, 0);
    for case in session.cases().iter().filter(|case| !case.closed) {
        open += 1;
        let (mut is_due, mut is_overdue) = (false, false);
        let days = session.record().text(&casework::case::key(&case.id, "dues"));
        for day in page::words(days).filter_map(Date::parse) {
            is_due |= day == today;
            is_overdue |= day < today;
        }
        due += usize::from(is_due);
        overdue += usize::from(is_overdue);
    }
    let mut words = String::new();
    let conflicts = session.record().texts("conflict/").count();
    for (key, number) in [
        ("case-open", open),
        ("case-due", due),
        ("case-overdue", overdue),
        ("case-conflict", conflicts),
    ] {
        if number > 0 {
            words.push_str(&tool.texts.filled(key, &[&digits(number)]));
        }
    }
    Some(words)
}
