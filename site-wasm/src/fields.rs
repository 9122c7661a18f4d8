//! A form's controls remember what was typed into them.
//!
//! Input methods: a control's text is read at every `input`, composing or not, and again at `compositionend`, after
//! which Chromium sends no `input` any more; long dictation is one composition, so waiting for its end would risk all
//! of it. A control's text is never written while it is composed, nor while it holds words that are not saved yet.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::cut::after;
use casework::date::Date;
use casework::json::Json;
use casework::record::field_key;
use casework::secret::{self, Secret};

use crate::letter::mark_key;
use crate::page::{self, Control};
use crate::tool::{Session, Tool};

const FIELD: &str = "[data-field],[data-key]";

/// Mounts on every control of the page that stands for a field.
pub fn mount(tool: &Rc<Tool>) {
    // What was typed before the tool was there was typed by hand, whatever an earlier visit left.
    for control in tool.page.controls(FIELD) {
        if page::has(&control, "data-touched") {
            tool.change(&key(&control), Json::Text(control.answer()));
        }
    }

    let composing: Rc<RefCell<Option<Control>>> = Rc::default();
    // The work as it was when somebody typed: then only that one control has changed, and it says so itself.
    let typed: Rc<Cell<(u32, u32)>> = Rc::default();
    let (composed, painting, typing) = (Rc::clone(&composing), Rc::clone(tool), Rc::clone(&typed));
    let painted = Cell::new((0, 0));
    tool.paint_with(move |session| {
        let (revision, choices) = session.revision();
        let (before, chosen) = painted.replace((revision, choices));
        let only_chosen = revision == before && choices != chosen;
        if only_chosen || typing.take() == (revision, choices) {
            return;
        }
        // Asked for anew: the rows of a list come and go.
        for control in painting.page.controls(FIELD) {
            let key = key(&control);
            // A letter that nobody rewrote shows what the answers make.
            let is_drafted = page::has(&control, "data-mark") && session.text(&key).is_empty();
            let is_busy = session.is_pending(&key) || composed.borrow().as_ref() == Some(&control);
            if !is_busy && !is_drafted {
                control.set_answer(session.text(&key));
            }
        }
    });

    let begun = Rc::clone(&composing);
    tool.page.on("compositionstart", move |event| {
        *begun.borrow_mut() = page::target_control(&event, FIELD)
    });
    for event in ["input", "change", "compositionend"] {
        let ended = (event == "compositionend").then(|| Rc::clone(&composing));
        let (tool, typed) = (Rc::clone(tool), Rc::clone(&typed));
        tool.clone().page.on(event, move |event| {
            if let Some(composing) = &ended {
                composing.take();
            }
            if let Some(control) = page::target_control(&event, FIELD) {
                typed.set(tool.with_session(Session::revision));
                commit(&tool, &control);
                typed.take();
            } else if let Some(picked) = page::target_control(&event, "[data-pick]") {
                pick(&tool, &picked);
            }
        });
    }
}

/// Takes over what a control says now.
fn commit(tool: &Rc<Tool>, control: &Control) {
    let (key, mut answer) = (key(control), control.answer());
    // What a field is called tells what a number in it is: 交易单号 is no card's.
    let label = page::attribute(control, "data-label");
    if let Some((secret, covered)) = secret::covered(&[&label, answer.as_str()].concat()) {
        warn(tool, control, secret);
        answer = after(&covered, label.len()).to_owned();
    }
    if tool.with_session(|session| session.text(&key) != answer) {
        let mark = page::attribute(control, "data-mark");
        if !mark.is_empty() && tool.with_session(|session| session.text(&key).is_empty()) {
            tool.change(&mark_key(&key), Json::Text(mark));
        }
        tool.change_soon(&key, Json::Text(answer));
    }
}

/// Takes over a day that was picked from a calendar, in the form in which it would be typed.
fn pick(tool: &Rc<Tool>, picked: &Control) {
    let key = field_key(&page::attribute(picked, "data-pick"));
    if let Some(day) = Date::parse(&picked.answer()) {
        tool.change_now(&key, Json::Text(day.print()));
    }
}

/// The key of what is to be said of a secret.
pub fn warning(secret: Secret) -> &'static str {
    match secret {
        Secret::Password => "secret-password",
        Secret::Code => "secret-code",
        Secret::CardCode => "secret-card-code",
        Secret::CardNumber => "secret-card",
    }
}

/// Says beside a control what of it is not kept.
fn warn(tool: &Tool, control: &Control, secret: Secret) {
    let beside = page::next(control).filter(|next| page::has(next, "data-warning"));
    let note = beside.or_else(|| {
        let note = tool.page.create("p", "field-warning")?;
        page::set_attribute(&note, "data-warning", "");
        page::set_attribute(&note, "role", "alert");
        page::insert_after(control, &note);
        Some(note)
    });
    if let (Some(note), Some(words)) = (note, tool.texts.get(warning(secret))) {
        page::set_text(&note, words);
    }
}

fn key(control: &Control) -> String {
    let key = page::attribute(control, "data-key");
    if key.is_empty() {
        field_key(&page::attribute(control, "data-field"))
    } else {
        key
    }
}
