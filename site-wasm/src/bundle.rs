//! The papers of a case: letters as they were sent or are drafted, and after them what happened and what proves it.

use casework::case;
use casework::date::Date;
use casework::docx;
use casework::letter::{Block, BlockKind, Letter, Run};
use casework::secret::masked;

use crate::page;
use crate::preview::Preview;
use crate::table::{cells, rows};
use crate::tool::{Session, Tool};

/// Where papers are laid out for the printer.
const PLACE: &str = "[data-bundle]";

/// Lays out what was sent in this entry, or all papers of the case where none is named.
pub fn show(tool: &Tool, entry: &str) {
    let letters = if entry.is_empty() {
        papers(tool)
    } else {
        let sent = tool.with_session(|session| {
            let part = ["event/", entry, "/sent"].concat();
            Letter::from_text(session.text(&key(session, &part)))
        });
        vec![sent]
    };
    let Some(place) = tool.page.first(PLACE) else {
        return;
    };
    page::set_text(&place, "");
    for letter in letters {
        if let Some(sheet) = tool.page.create("div", "letter") {
            Preview::new(&tool.page, &sheet).show(letter, &|_| String::new());
            page::append(&place, &sheet);
        }
    }
}

/// Gives the browser all papers as one document; false where it takes no files.
pub fn save(tool: &Tool) -> bool {
    let name = tool.texts.words("papers-name");
    page::save(name, docx::MEDIA_TYPE, &docx::write_all(&papers(tool)))
}

fn papers(tool: &Tool) -> Vec<Letter> {
    tool.with_session(|session| {
        let record = session.record();
        let prefix = key(session, "event/");
        let events = case::list(record, &prefix);
        let mut papers = Vec::new();
        for event in events.iter().filter(|event| !event.part("sent").is_empty()) {
            papers.push(Letter::from_text(event.part("sent")));
        }
        let drafts = key(session, "field/draft/");
        for (id, drafted) in record.texts(&drafts) {
            let own = record.text(&key(session, &["field/own/", id].concat()));
            if !events.iter().any(|event| event.part("letter") == id) {
                papers.push(Letter::from_text(if own.is_empty() {
                    drafted
                } else {
                    own
                }));
            }
        }
        for told in rows(&page::read(
            "[data-annex]",
            "data-annex data-title data-heads data-parts",
        )) {
            papers.extend(annex(session, told));
        }
        papers
    })
}

/// The key of something in the current case.
fn key(session: &Session, rest: &str) -> String {
    case::key(session.current_case().map_or("", |head| &head.id), rest)
}

/// A list of the case as a table; nothing of an empty one.
fn annex(session: &Session, told: &str) -> Option<Letter> {
    let [list, title, heads, parts] = cells(told);
    let prefix = key(session, &[list, "/"].concat());
    let kinds = page::read("[data-starts]", "value .");
    let mut letter = Letter {
        title: vec![Run::Text(title.to_owned())],
        blocks: vec![row(0, page::words(heads).map(str::to_owned))],
    };
    for entry in case::list(session.record(), &prefix) {
        let cells = page::words(parts).map(|part| match (part, entry.part(part)) {
            ("date", day) => Date::parse(day).map(Date::print).unwrap_or_default(),
            ("kind", kind) => rows(&kinds)
                .map(cells)
                .find(|[id, _]| *id == kind)
                .map_or(String::new(), |[_, words]| words.to_owned()),
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
