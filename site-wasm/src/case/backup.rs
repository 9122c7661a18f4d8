//! Takes all work away as a file or a text, brings it back, and keeps it off this device.

use std::rc::Rc;

use casework::backup::{self, Change, LONGEST, Refused};
use casework::cut::contains;
use casework::date::Date;
use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::secret::masked;

use super::desk::Desk;
use crate::actions;
use crate::page::{self, Element};
use crate::progress::digits;
use crate::table::Table;
use crate::tool::Session;

/// The key of the day of the last backup.
const LAST: &str = "backup/last";

const PRIVATE: &str = "[data-action=private]";

const CHANGES: &str = "[data-restore-changes]";

/// What a backup would change is told of so many places.
const TOLD: usize = 30;

/// Mounts on the choice of a file.
pub fn mount(desk: &Rc<Desk>) {
    if desk.tool.private {
        page::write_all(PRIVATE, "aria-pressed", "true");
        page::write_all(PRIVATE, "words", desk.words("private-on"));
    }
    page::show_all("[data-rescue]", desk.tool.rescued().is_some());
    desk.tool.page.on("change", |event| {
        if let Some(control) = page::target(&event, "[data-restore-file]") {
            page::read_file(&control, LONGEST);
        }
    });
    let looking = Rc::clone(desk);
    desk.tool.page.on("file", move |_| match page::file() {
        Some(text) => look(&looking, &text),
        None => looking.message("restore-large"),
    });
}

/// Says when the last backup was made.
pub fn paint(desk: &Desk, session: &Session) {
    let words = match Date::parse(session.text(LAST)) {
        Some(day) => desk.tool.texts.filled("backup-last", &[&day.print()]),
        None => desk.words("backup-never").to_owned(),
    };
    page::write_all("[data-last-backup]", "words", &words);
}

/// Does what one of the buttons says.
pub fn act(desk: &Rc<Desk>, action: &str, button: Element) {
    match action {
        "backup-save" => {
            let text = backup_text(desk);
            desk.save(&button, "backup-name", &text);
        }
        "backup-copy" => actions::copy(&desk.tool, backup_text(desk), button),
        "rescue-save" => {
            if let Some(text) = desk.tool.rescued() {
                desk.save(&button, "rescue-name", &text);
            }
        }
        "restore-look" => {
            look(desk, &page::read("[data-restore-text]", "="));
        }
        "restore-apply" => apply(desk),
        "restore-cancel" => {
            desk.restoring.take();
            page::show_all(CHANGES, false);
        }
        "private" => {
            let changed = desk.tool.set_private(!desk.tool.private);
            if changed.is_err() {
                desk.message("status-blocked");
            }
        }
        _ => {}
    }
}

fn backup_text(desk: &Desk) -> String {
    if let Some(today) = desk.today() {
        desk.tool.change_now(LAST, Json::Text(today.iso()));
    }
    desk.tool
        .with_session(|session| saved::write(session.record()))
}

/// Shows what a backup would change.
fn look(desk: &Desk, text: &str) {
    let refused = match backup::read(text) {
        Ok(record) => return show(desk, record),
        Err(Refused::Damaged) => "restore-damaged",
        Err(Refused::Newer) => "restore-newer",
        Err(Refused::TooLarge) => "restore-large",
    };
    desk.restoring.take();
    page::show_all(CHANGES, false);
    desk.message(refused);
}

fn show(desk: &Desk, backup: Record) {
    let mut rows = Table::default();
    let mut total = 0;
    desk.tool.with_session(|session| {
        for (key, change) in backup::changes(session.record(), &backup) {
            total += 1;
            let text = words(key, &backup);
            if rows.len() < TOLD && !text.is_empty() {
                rows.row("");
                rows.cell("");
                rows.cell(desk.words(match change {
                    Change::Added => "restore-added",
                    Change::Replaced => "restore-replaced",
                    Change::Kept => "restore-kept",
                }));
                rows.cell(&text);
            }
        }
    });
    let more = match total - rows.len() {
        0 => String::new(),
        more => desk.tool.texts.filled("restore-more", &[&digits(more)]),
    };
    desk.message(if total == 0 { "restore-nothing" } else { "" });
    page::write_all("[data-restore-more]", "words", &more);
    page::rows("changes", rows.text());
    desk.restoring.replace(Some(backup));
    page::show_all(CHANGES, total > 0);
    desk.focus("[data-restore-changes] [tabindex]");
}

/// What a backup has under a key, as far as a person would know it again: a sentence, or a step that is ticked.
fn words(key: &str, backup: &Record) -> String {
    if backup.ticked([key]) {
        let mut parts = key.rsplit('/');
        let item = parts.next().unwrap_or_default();
        let plan = super::plan::selector(parts.next().unwrap_or_default());
        return page::read(&[&plan, " >> [data-step=\"", item, "\"] label"].concat(), ".");
    }
    let is_sentence = [
        "field/", "/note/", "/title", "/what", "/where", "/proves", "/who", "/number", "/text",
        "/promise",
    ];
    if is_sentence.iter().any(|part| contains(key, part)) {
        masked(backup.text(key))
    } else {
        String::new()
    }
}

fn apply(desk: &Rc<Desk>) {
    let Some(backup) = desk.restoring.take() else {
        return;
    };
    let restored = desk.tool.edit(|session| session.restore(&backup));
    page::show_all(CHANGES, false);
    desk.message(if restored.is_ok() {
        "restore-done"
    } else {
        "restore-full"
    });
    page::write_all("[data-restore-file], [data-restore-text]", "=", "");
}
