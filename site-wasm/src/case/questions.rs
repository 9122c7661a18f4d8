//! The questions at the start of a case, one a screen. Each answer tells which comes then.

use casework::case;
use casework::json::Json;

use super::desk::Desk;
use crate::page;
use crate::table::{Table, cells, rows};
use crate::tool::Session;

/// The key of the question that is being asked.
pub const AT: &str = "draft/at";

/// What is asked for when the guide does not cover an answer.
const OUTSIDE: &str = "outside/";

/// What an option can tell, in this order.
const TOLD: usize = 4;
const SITUATION: usize = 0;
const COUNTERPART: usize = 1;
const OUT: usize = 2;
const NEXT: usize = 3;

/// One question that was asked, and its answer.
#[derive(Default)]
struct Step {
    id: String,
    answer: String,
    /// What happened on the day that it asks for.
    event: String,
    /// Without options it asks for a day.
    has_options: bool,
    is_chosen: bool,
    /// What the chosen option tells.
    told: [String; TOLD],
}

impl Step {
    fn outside(&self) -> &str {
        &self.told[OUT]
    }

    fn next(&self) -> &str {
        &self.told[NEXT]
    }
}

/// Shows the question that is being asked.
pub fn paint(session: &Session) {
    let at = session.text(AT);
    let outside = at.strip_prefix(OUTSIDE);
    show_one("[data-question]", "data-question", at);
    show_one("[data-outside-advice]", "data-outside-advice", outside.unwrap_or_default());
    page::show_all("[data-action=question-next]", outside.is_none());
}

/// Shows the one that is named so, of all that match.
fn show_one(selector: &str, attribute: &str, name: &str) {
    let names = page::read(selector, attribute);
    let mut hidden = Table::default();
    for other in rows(&names) {
        hidden.row(if other == name { "" } else { other });
    }
    page::write(selector, "hidden", hidden.text());
}

/// Asks the first question.
pub fn begin(desk: &Desk) {
    let questions = page::read("[data-question]", "data-question");
    ask(desk, rows(&questions).next().unwrap_or_default());
}

/// Goes on from the question that is being asked.
pub fn next(desk: &Desk) {
    let (way, next) = way(desk);
    let Some(step) = way.last() else { return };
    if step.has_options && !step.is_chosen {
        page::show_all("[data-choose-first]", true);
    } else if !step.outside().is_empty() {
        ask(desk, &[OUTSIDE, step.outside()].concat());
    } else if next.is_empty() {
        finish(desk, &way);
    } else {
        ask(desk, &next);
    }
}

/// Goes back to the question before; from the first one, out.
pub fn back(desk: &Desk) {
    let (mut way, _) = way(desk);
    if !desk.text(AT).starts_with(OUTSIDE) {
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
    page::show_all("[data-choose-first]", false);
    desk.tool.change_now(AT, Json::Text(id.to_owned()));
    desk.focus(
        "[data-question]:not([hidden]) legend, [data-outside-advice]:not([hidden]) [tabindex]",
    );
}

/// The questions that were asked, the current one last, and the one that comes then; none after the last.
fn way(desk: &Desk) -> (Vec<Step>, String) {
    let at = desk.text(AT);
    let mut way: Vec<Step> = Vec::new();
    let mut is_asked = false;
    // A question comes before its options.
    let all = page::read(
        "[data-question], [data-question] [type=radio]",
        "data-question data-event value data-situation data-counterpart data-outside data-next",
    );
    for row in rows(&all) {
        let [id, event, value, told @ ..] = cells::<7>(row);
        let last = way.last_mut();
        if id.is_empty() {
            if let Some(step) = last.filter(|_| is_asked) {
                step.has_options = true;
                if value == step.answer {
                    step.is_chosen = true;
                    step.told = told.map(str::to_owned);
                }
            }
            continue;
        }
        is_asked = match &last {
            Some(step) => step.next().is_empty() || step.next() == id,
            None => true,
        };
        if !is_asked {
            continue;
        }
        if last.is_some_and(|step| step.id == at || !step.outside().is_empty()) {
            return (way, id.to_owned());
        }
        way.push(Step {
            id: id.to_owned(),
            answer: desk.text(&["draft/", id].concat()),
            event: event.to_owned(),
            ..Step::default()
        });
    }
    (way, String::new())
}

/// Makes a case of the answers.
fn finish(desk: &Desk, way: &[Step]) {
    // The last question that tells it counts.
    let told = |index: usize| {
        let mut told = way.iter().rev().map(|step| step.told[index].as_str());
        told.find(|told| !told.is_empty()).unwrap_or_default()
    };
    desk.open_case(told(SITUATION));
    desk.change("counterpart", told(COUNTERPART));
    for step in way {
        desk.tool.change(&["draft/", &step.id].concat(), Json::Null);
        desk.change(&["answer/", &step.id].concat(), &step.answer);
        if !step.event.is_empty() && !step.answer.is_empty() {
            desk.change("event/0000/kind", &step.event);
            desk.change("event/0000/date", &step.answer);
        }
    }
    desk.tool.change_now(AT, Json::Null);
    desk.focus("#case-title");
}

/// What the chosen answers of a case tell under a name, one after another.
pub fn told(session: &Session, id: &str, name: &str) -> String {
    let mut all = String::new();
    let options = page::read(
        &["[data-question] [", name, "]"].concat(),
        &["data-key value ", name].concat(),
    );
    for option in rows(&options) {
        let [key, value, told] = cells(option);
        let question = key.strip_prefix("draft/").unwrap_or_default();
        if session.text(&case::key(id, &["answer/", question].concat())) == value {
            all.push_str(told);
            all.push(' ');
        }
    }
    all
}
