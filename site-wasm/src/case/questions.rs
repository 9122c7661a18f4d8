//! The questions at the start of a case, one a screen. Each answer tells which comes then.

use casework::json::Json;

use super::desk::Desk;
use crate::page::{self, Control};
use crate::tool::Session;

/// The key of the question that is being asked.
pub const AT: &str = "draft/at";

/// What is asked for when the guide does not cover an answer.
const OUTSIDE: &str = "outside/";

/// One question that was asked, and its answer.
struct Step {
    id: String,
    answer: String,
    /// Whether it has options to choose from; otherwise it asks for a day.
    has_options: bool,
    /// The chosen option.
    choice: Option<Control>,
    /// What happened on the day that it asks for.
    event: String,
}

impl Step {
    /// What the chosen option tells.
    fn told(&self, name: &str) -> String {
        match &self.choice {
            Some(choice) => page::attribute(choice, name),
            None => String::new(),
        }
    }
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
    let (way, next) = way(desk);
    let Some(step) = way.last() else { return };
    if step.has_options && step.choice.is_none() {
        desk.show("[data-choose-first]", true);
        return;
    }
    let outside = step.told("data-outside");
    if !outside.is_empty() {
        ask(desk, &[OUTSIDE, &outside].concat());
    } else if next.is_empty() {
        finish(desk, &way);
    } else {
        ask(desk, &next);
    }
}

/// Goes back to the question before; from the first one, out.
pub fn back(desk: &Desk) {
    let outside = desk
        .tool
        .with_session(|session| session.text(AT).starts_with(OUTSIDE));
    let (mut way, _) = way(desk);
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

/// The questions that were asked, the current one last, and the one that comes then; none after the last.
fn way(desk: &Desk) -> (Vec<Step>, String) {
    let at = desk.text(AT);
    let mut way: Vec<Step> = Vec::new();
    let mut wanted = String::new();
    for fieldset in desk.tool.page.all("[data-question]") {
        let id = page::attribute(&fieldset, "data-question");
        if !wanted.is_empty() && wanted != id {
            continue;
        }
        if way
            .last()
            .is_some_and(|step| step.id == at || !step.told("data-outside").is_empty())
        {
            return (way, id);
        }
        let mut step = Step {
            answer: desk.text(&["draft/", &id].concat()),
            id,
            has_options: false,
            choice: None,
            event: page::attribute(&fieldset, "data-event"),
        };
        for option in page::controls_inside(&fieldset, "[type=radio]") {
            step.has_options = true;
            if page::attribute(&option, "value") == step.answer {
                step.choice = Some(option);
            }
        }
        wanted = step.told("data-next");
        way.push(step);
    }
    (way, String::new())
}

/// Makes a case of the answers.
fn finish(desk: &Desk, way: &[Step]) {
    let (mut situation, mut counterpart) = (String::new(), String::new());
    for step in way {
        for (known, name) in [
            (&mut situation, "data-situation"),
            (&mut counterpart, "data-counterpart"),
        ] {
            let told = step.told(name);
            if !told.is_empty() {
                *known = told;
            }
        }
    }
    desk.open_case(&situation);
    desk.change("counterpart", counterpart);
    for step in way {
        desk.tool.change(&["draft/", &step.id].concat(), Json::Null);
        desk.change(&["answer/", &step.id].concat(), step.answer.clone());
        if !step.event.is_empty() && !step.answer.is_empty() {
            desk.change("event/0000/kind", step.event.clone());
            desk.change("event/0000/date", step.answer.clone());
        }
    }
    desk.tool.change_now(AT, Json::Null);
    desk.focus("#case-title");
}

/// What the chosen answers of a case tell under a name, one after another.
pub fn told(desk: &Desk, session: &Session, id: &str, name: &str) -> Vec<String> {
    let mut told = Vec::new();
    for option in desk
        .tool
        .page
        .all(&["[data-question] [", name, "]"].concat())
    {
        let question = page::attribute(&option, "name");
        let question = question.strip_prefix("q-").unwrap_or_default();
        let key = casework::case::key(id, &["answer/", question].concat());
        if session.text(&key) == page::attribute(&option, "value") {
            told.push(page::attribute(&option, name));
        }
    }
    told
}
