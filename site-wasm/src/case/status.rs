//! The line on every page that says how the cases stand.

use std::rc::Rc;

use casework::date::Date;

use crate::page;
use crate::progress::digits;
use crate::tool::{Session, Tool};

/// Mounts on the line, where a page has it.
pub fn mount(tool: &Rc<Tool>) {
    let Some(line) = tool.page.first("[data-case-status]") else {
        return;
    };
    let Some(link) = page::first_inside(&line, "a") else {
        return;
    };
    let painting = Rc::clone(tool);
    tool.paint_with(move |session| {
        let words = words(&painting, session);
        page::show(&line, !words.is_empty());
        page::set_text(&link, &words);
    });
}

fn words(tool: &Tool, session: &Session) -> String {
    let Some(today) = tool.page.today() else {
        return String::new();
    };
    let (mut open, mut due, mut overdue) = (0, 0, 0);
    for case in session.cases().iter().filter(|case| !case.closed) {
        open += 1;
        let key = casework::case::key(&case.id, "dues");
        let days = || page::words(session.record().text(&key)).filter_map(Date::parse);
        due += usize::from(days().any(|day| day == today));
        overdue += usize::from(days().any(|day| day < today));
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
    words
}
