//! Takes all work away as a file or a text, brings it back, and keeps it off this device.

use std::rc::Rc;

use casework::backup::{self, Change, LONGEST, Refused};
use casework::cut::contains;
use casework::date::Date;
use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::secret::masked;
use web_sys::Element;

use super::desk::Desk;
use super::rows::Row;
use crate::actions;
use crate::page::{self, Control};
use crate::progress::digits;
use crate::tool::Session;

/// The key of the day of the last backup.
const LAST: &str = "backup/last";

/// What a backup would change is told of so many places.
const TOLD: usize = 30;

/// Mounts on the choice of a file.
pub fn mount(desk: &Rc<Desk>) {
    let desk = Rc::clone(desk);
    if let Some(button) = desk.tool.page.first("[data-action=private]")
        && desk.tool.private
    {
        page::set_attribute(&button, "aria-pressed", "true");
        page::set_text(&button, desk.words("private-on"));
    }
    desk.show("[data-rescue]", desk.tool.rescued().is_some());
    desk.tool.clone().page.on("change", move |event| {
        if let Some(control) = page::target_control(&event, "[data-restore-file]") {
            let desk = Rc::clone(&desk);
            control.read_file(LONGEST, move |text| match text {
                Some(text) => look(&desk, &text),
                None => desk.message("restore-large"),
            });
        }
    });
}

/// Says when the last backup was made.
pub fn paint(desk: &Desk, session: &Session) {
    let words = match Date::parse(session.text(LAST)) {
        Some(day) => desk.tool.texts.filled("backup-last", &[&day.print()]),
        None => desk.words("backup-never").to_owned(),
    };
    for place in desk.tool.page.all("[data-last-backup]") {
        page::set_text(&place, &words);
    }
}

/// Does what one of the buttons says.
pub fn act(desk: &Rc<Desk>, action: &str, button: Element) {
    match action {
        "backup-save" => {
            let text = backup_text(desk);
            desk.tool.page.download(desk.words("backup-name"), &text);
            actions::tell(&desk.tool, &button, "saved-file");
        }
        "backup-copy" => actions::copy(&desk.tool, backup_text(desk), button),
        "rescue-save" => {
            if let Some(text) = desk.tool.rescued() {
                desk.tool.page.download(desk.words("rescue-name"), &text);
            }
        }
        "restore-look" => {
            for control in desk.tool.page.controls("[data-restore-text]") {
                look(desk, &control.answer());
            }
        }
        "restore-apply" => apply(desk),
        "restore-cancel" => {
            desk.restoring.take();
            desk.show("[data-restore-changes]", false);
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
    desk.show("[data-restore-changes]", false);
    desk.message(refused);
}

fn show(desk: &Desk, backup: Record) {
    let mut rows = Vec::new();
    let mut total = 0;
    desk.tool.with_session(|session| {
        for (key, change) in backup::changes(session.record(), &backup) {
            total += 1;
            let text = words(desk, key, &backup);
            if rows.len() < TOLD && !text.is_empty() {
                let kind = match change {
                    Change::Added => "restore-added",
                    Change::Replaced => "restore-replaced",
                    Change::Kept => "restore-kept",
                };
                rows.push(Row {
                    words: vec![desk.words(kind).to_owned(), text],
                    ..Row::default()
                });
            }
        }
    });
    let more = total - rows.len();
    desk.message(if total == 0 { "restore-nothing" } else { "" });
    if let Some(place) = desk.tool.page.first("[data-restore-more]") {
        let words = desk.tool.texts.filled("restore-more", &[&digits(more)]);
        page::set_text(&place, if more > 0 { &words } else { "" });
    }
    desk.changes.show(rows);
    desk.restoring.replace(Some(backup));
    desk.show("[data-restore-changes]", total > 0);
    desk.focus("[data-restore-changes] [tabindex]");
}

/// What a backup has under a key, as far as a person would know it again: a sentence, or a step that is ticked.
fn words(desk: &Desk, key: &str, backup: &Record) -> String {
    if let Some((checklist, item)) = key.rsplit_once('/').filter(|_| backup.ticked([key])) {
        let checklist = checklist.rsplit('/').next().unwrap_or_default();
        let step = ["[data-step=\"", item, "\"] label"].concat();
        let plan = desk.tool.page.first(&super::plan::selector(checklist));
        let labels = plan
            .map(|plan| page::inside_template(&plan, &step))
            .unwrap_or_default();
        return labels.first().map(page::text).unwrap_or_default();
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
    desk.show("[data-restore-changes]", false);
    desk.message(if restored.is_ok() {
        "restore-done"
    } else {
        "restore-full"
    });
    for control in desk
        .tool
        .page
        .controls("[data-restore-file], [data-restore-text]")
    {
        Control::set_words(&control, "");
    }
}
