//! The questions at the start of a case, one a screen. Each answer tells which comes then.

use casework::json::Json;
use web_sys::Element;

use super::desk::Desk;
use crate::page::{self, Control};
use crate::tool::Session;

/// The key of the question that is being asked.
pub const AT: &str = "draft/at";

/// What is asked for when the guide does not cover an answer.
const OUTSIDE: &str = "outside/";

/// One question that was asked, and its answer.
struct Step {
    fieldset: Element,
    id: String,
    answer: String,
    /// The chosen option; none for a day.
    choice: Option<Element>,
}

/// Shows the question that is being asked.
pub fn paint(desk: &Desk, session: &Session) {
    let at = session.text(AT);
    for fieldset in desk.tool.page.all("[data-question]") {
        page::show(&fieldset, page::attribute(&fieldset, "data-question") == at);
    }
    for advice in desk.tool.page.all("[data-outside-advice]") {
        let id = page::attribute(&advice, "data-outside-advice");
        page::show(&advice, at.strip_prefix(OUTSIDE) == Some(&id));
    }
    desk.show("[data-action=question-next]", !at.starts_with(OUTSIDE));
}

/// Asks the first question.
pub fn begin(desk: &Desk) {
    if let Some(first) = desk.tool.page.first("[data-question]") {
        ask(desk, &page::attribute(&first, "data-question"));
    }
}

/// Goes on from the question that is being asked.
pub fn next(desk: &Desk) {
    let way = desk.tool.with_session(|session| way(desk, session));
    let Some(step) = way.last() else { return };
    let has_options = page::first_inside(&step.fieldset, "[type=radio]").is_some();
    if has_options && step.choice.is_none() {
        desk.show("[data-choose-first]", true);
        return;
    }
    let told = |name| {
        step.choice
            .as_ref()
            .map(|choice| page::attribute(choice, name))
            .unwrap_or_default()
    };
    let outside = told("data-outside");
    if !outside.is_empty() {
        return ask(desk, &[OUTSIDE, &outside].concat());
    }
    match following(desk, step) {
        Some(next) => ask(desk, &next),
        None => finish(desk, &way),
    }
}

/// Goes back to the question before; from the first one, out.
pub fn back(desk: &Desk) {
    let outside = desk
        .tool
        .with_session(|session| session.text(AT).starts_with(OUTSIDE));
    let mut way = desk.tool.with_session(|session| way(desk, session));
    if !outside {
        way.pop();
    }
    match way.last() {
        Some(step) => ask(desk, &step.id),
        None => stop(desk),
    }
}

/// Asks no more; what was answered stays for the next time.
pub fn stop(desk: &Desk) {
    ask(desk, "");
    desk.focus("[data-action=start-case]");
}

fn ask(desk: &Desk, id: &str) {
    desk.show("[data-choose-first]", false);
    desk.tool.change_now(AT, Json::Text(id.to_owned()));
    desk.focus(
        "[data-question]:not([hidden]) legend, [data-outside-advice]:not([hidden]) [tabindex]",
    );
}

/// The questions that were asked, the current one last.
fn way(desk: &Desk, session: &Session) -> Vec<Step> {
    let at = session.text(AT);
    let mut way: Vec<Step> = Vec::new();
    let mut wanted = String::new();
    for fieldset in desk.tool.page.all("[data-question]") {
        let id = page::attribute(&fieldset, "data-question");
        if !wanted.is_empty() && wanted != id {
            continue;
        }
        let answer = session.text(&["draft/", &id].concat()).to_owned();
        let choice = page::all_inside(&fieldset, "[type=radio]");
        let choice = choice
            .into_iter()
            .find(|choice| page::attribute(choice, "value") == answer);
        let told = |name| {
            choice
                .as_ref()
                .map(|choice| page::attribute(choice, name))
                .unwrap_or_default()
        };
        wanted = told("data-next");
        let ends = id == at || !told("data-outside").is_empty();
        way.push(Step {
            fieldset,
            id,
            answer,
            choice,
        });
        if ends {
            break;
        }
    }
    way
}

/// The question that comes after this one.
fn following(desk: &Desk, step: &Step) -> Option<String> {
    let told = step
        .choice
        .as_ref()
        .map(|choice| page::attribute(choice, "data-next"));
    if let Some(next) = told.filter(|next| !next.is_empty()) {
        return Some(next);
    }
    let questions = desk.tool.page.all("[data-question]");
    let mut ids = questions
        .iter()
        .map(|question| page::attribute(question, "data-question"));
    ids.find(|id| *id == step.id)?;
    ids.next()
}

/// Makes a case of the answers.
fn finish(desk: &Desk, way: &[Step]) {
    let told = |name| {
        let mut choices = way.iter().rev().filter_map(|step| step.choice.as_ref());
        let told = choices.find(|choice| page::has(choice, name));
        told.map(|choice| page::attribute(choice, name))
            .unwrap_or_default()
    };
    let mut kept = vec![("counterpart".to_owned(), told("data-counterpart"))];
    for step in way.iter().filter(|step| !step.answer.is_empty()) {
        kept.push((["answer/", &step.id].concat(), step.answer.clone()));
        let event = page::attribute(&step.fieldset, "data-event");
        if !event.is_empty() {
            kept.push(("event/0000/kind".to_owned(), event));
            kept.push(("event/0000/date".to_owned(), step.answer.clone()));
        }
    }
    desk.open_case(&told("data-situation"));
    for (rest, text) in kept {
        desk.tool.change(&desk.key(&rest), Json::Text(text));
    }
    for draft in desk.tool.page.controls("[data-key^=draft]") {
        desk.tool
            .change(&page::attribute(&draft, "data-key"), Json::Null);
    }
    desk.tool.change(AT, Json::Null);
    desk.tool.save();
    desk.focus("#case-title");
}

/// The chosen answers of the case that have this attribute.
pub fn chosen(desk: &Desk, session: &Session, id: &str, attribute: &str) -> Vec<Control> {
    let options = desk
        .tool
        .page
        .controls(&["[data-question] [", attribute, "]"].concat());
    let is_chosen = |option: &Control| {
        let key = page::attribute(option, "data-key");
        let question = key.rsplit('/').next().unwrap_or_default();
        let key = casework::case::key(id, &["answer/", question].concat());
        session.text(&key) == page::attribute(option, "value")
    };
    options.into_iter().filter(is_chosen).collect()
}
