//! What the buttons of a letter do: it leaves as a Word file, on the clipboard or on paper, after a last look at it.

use std::rc::Rc;

use casework::docx;
use casework::json::Json;
use casework::letter::Run;
use casework::letter::short::SHORT;

use crate::actions::{confirmed, copy, tell};
use crate::drafter::own_key;
use crate::letter::{self, mark_key};
use crate::page::{self, Element};
use crate::tool::Tool;
use crate::{download, rows, sending};

/// Does what a letter's button says; false if the button is none of a letter's.
pub fn act(tool: &Rc<Tool>, button: &Element, action: &str) -> bool {
    let id = page::attribute(button, "data-letter");
    match action {
        "copy-letter" | "copy-short" | "save-letter" => {
            if !is_held_back(tool, button, &id) {
                hand_out(tool, button, action, &id);
            }
        }
        "own-replace" => confirmed(tool, button, |tool| {
            tool.change(&own_key(&id), Json::Text(String::new()));
            tool.save();
        }),
        "own-keep" => keep_own(tool, &id),
        "accept" => letter::accept(tool, button, &id).unwrap_or_default(),
        // Where a part of the page is missing there is nothing to note.
        "letter-sent" => sending::send(tool, button, &id).unwrap_or_default(),
        "letter-arrived" => sending::arrive(tool, &id).unwrap_or_default(),
        "add-row" => rows::add(tool, button),
        "remove-row" => rows::remove(tool, button),
        _ => return false,
    }
    true
}

/// Whether something is said first. A second press does what was asked for all the same.
pub fn is_held_back(tool: &Rc<Tool>, button: &Element, id: &str) -> bool {
    if id.is_empty() || page::has(button, "data-armed") {
        page::remove_attribute(button, "data-armed");
        return false;
    }
    let held = letter::has_doubts(tool);
    if held {
        tell(tool, button, "doubts-first");
        page::set_attribute(button, "data-armed", "");
    }
    held
}

fn hand_out(tool: &Rc<Tool>, button: &Element, action: &str, id: &str) {
    let Some(letter) = letter::letter(tool, id) else {
        return;
    };
    match action {
        "copy-letter" => copy(tool, letter.to_text(), button.clone()),
        "copy-short" => copy(tool, letter.shortened(SHORT), button.clone()),
        _ => {
            let title: String = letter.title.iter().filter_map(words).collect();
            let name = download::file_name(&title, ".docx");
            let bytes = docx::write(&letter);
            let saved = download::save(&tool.page, &name, docx::MEDIA_TYPE, &bytes);
            tell(
                tool,
                button,
                if saved { "file-saved" } else { "file-refused" },
            );
        }
    }
}

fn words(run: &Run) -> Option<&str> {
    match run {
        Run::Text(words) => Some(words),
        _ => None,
    }
}

/// Notes that the person has seen what changed, and stays with their own words.
fn keep_own(tool: &Rc<Tool>, id: &str) {
    let key = own_key(id);
    let area = tool
        .page
        .first(&["[data-letter-own=\"", id, "\"] [data-mark]"].concat());
    if let Some(area) = area {
        tool.change(
            &mark_key(&key),
            Json::Text(page::attribute(&area, "data-mark")),
        );
        tool.save();
    }
}
