//! The papers of a case: letters as they were sent or are drafted, and after them what happened and what proves it.

use casework::case;
use casework::date::Date;
use casework::docx;
use casework::letter::{Block, BlockKind, Letter, Run};
use casework::secret::masked;

use super::desk::{self, Desk};
use crate::actions;
use crate::page::{self, Element};
use crate::preview::Preview;
use crate::table::{cells, rows};
use crate::tool::Session;

/// What the buttons for papers do. `id` names the entry that a button belongs to.
pub fn act(desk: &Desk, action: &str, id: &str, button: &Element) {
    match action {
        "copy-sent" => actions::copy(&desk.tool, sent(desk, id), button.clone()),
        "print-sent" => print(desk, vec![Letter::from_text(&sent(desk, id))], button),
        "print-papers" => print(desk, papers(desk), button),
        "save-papers" => {
            let file = docx::write_all(&papers(desk));
            let saved = page::save(desk.words("papers-name"), docx::MEDIA_TYPE, &file);
            let told = if saved { "file-saved" } else { "file-refused" };
            actions::tell(&desk.tool, button, told);
        }
        _ => {}
    }
}

/// The exact text that was sent.
fn sent(desk: &Desk, id: &str) -> String {
    desk.text(&desk.key(&["event/", id, "/sent"].concat()))
}

/// Prints nothing but these.
fn print(desk: &Desk, letters: Vec<Letter>, button: &Element) {
    let page = &desk.tool.page;
    let Some(place) = page.first("[data-bundle]") else {
        return;
    };
    page::set_text(&place, "");
    for letter in letters {
        if let Some(sheet) = page.create("div", "letter") {
            Preview::new(page, &sheet).show(letter, &|_| String::new());
            page::append(&place, &sheet);
        }
    }
    page::mark("data-printing", "papers");
    if !page::print() {
        actions::tell(&desk.tool, button, "print-missing");
    }
}

fn papers(desk: &Desk) -> Vec<Letter> {
    desk.tool.with_session(|session| {
        let prefix = desk::key(session, "event/");
        let events = case::list(session.record(), &prefix);
        let mut papers = Vec::new();
        for event in events.iter().filter(|event| !event.part("sent").is_empty()) {
            papers.push(Letter::from_text(event.part("sent")));
        }
        let drafts = desk::key(session, "field/draft/");
        for (id, drafted) in session.record().texts(&drafts) {
            let own = session.record().text(&desk::key(session, &["field/own/", id].concat()));
            if !events.iter().any(|event| event.part("letter") == id) {
                papers.push(Letter::from_text(if own.is_empty() { drafted } else { own }));
            }
        }
        for told in rows(&page::read("[data-annex]", "data-annex data-title data-heads data-parts")) {
            papers.extend(annex(desk, session, told));
        }
        papers
    })
}

/// A list of the case as a table; nothing of an empty one.
fn annex(desk: &Desk, session: &Session, told: &str) -> Option<Letter> {
    let [list, title, heads, parts] = cells(told);
    let prefix = desk::key(session, &[list, "/"].concat());
    let mut letter = Letter {
        title: vec![Run::Text(title.to_owned())],
        blocks: vec![row(0, page::words(heads).map(str::to_owned))],
    };
    for entry in case::list(session.record(), &prefix) {
        let cells = page::words(parts).map(|part| match (part, entry.part(part)) {
            ("date", day) => Date::parse(day).map(Date::print).unwrap_or_default(),
            ("kind", kind) => desk.guide.kind_name(kind).to_owned(),
            (_, text) => masked(text),
        });
        letter.blocks.push(row(letter.blocks.len(), cells));
    }
    (letter.blocks.len() > 1).then_some(letter)
}

fn row(number: usize, cells: impl Iterator<Item = String>) -> Block {
    let mut runs = Vec::new();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            runs.push(Run::Cell);
        }
        runs.push(Run::Text(cell));
    }
    Block {
        kind: BlockKind::Row(number),
        runs,
        optional: Vec::new(),
    }
}
