//! A letter has left: the case gets an entry with the day, the way and the exact text, and what follows is offered.

use casework::case::{self, ListEntry};
use casework::cut::contains;
use casework::date::Date;
use casework::deadline::Whose;
use casework::json::Json;
use casework::record::{field_key, item_key};

use crate::case::guide::Guide;
use crate::drafter::part;
use crate::letter;
use crate::page::{self, Element};
use crate::table::rows;
use crate::tool::{Session, Tool};

/// The controls that stand for parts of the entry.
const PARTS: &str = "[data-sent-done] [data-part]";

/// Shows what was sent last, until when to wait, and what comes then.
pub fn paint(tool: &Tool, id: &str, session: &Session) -> Option<()> {
    let section = part(&tool.page, "data-letter-sent", id)?;
    let inside = |selector: &str| page::first_inside(&section, selector);
    let case = inside("[data-sent-case]")?;
    page::show(&case, session.current_case().is_none());
    choose_situation(&case, session);
    let prefix = prefix(session);
    let events = case::list(session.record(), &prefix);
    let of_letter = || events.iter().filter(|event| event.part("letter") == id);
    let done = inside("[data-sent-done]")?;
    let last = of_letter().rfind(|event| !event.part("sent").is_empty());
    page::show(&done, last.is_some());
    let last = last?;
    let day = Date::parse(last.part("date"));
    let day = day.map(Date::print).unwrap_or_default();
    let words = tool
        .texts
        .filled("sent-done", &[&day, last.part("channel")]);
    page::set_text(&inside("[data-sent-words]")?, &words);
    page::bind(PARTS, &[&prefix, last.id, "/"].concat());
    let arrived = page::attribute(&section, "data-arrived");
    let arrived = of_letter().rfind(|event| event.part("kind") == arrived);
    if let Some(waiting) = inside("[data-sent-waiting]") {
        page::show(&waiting, arrived.is_none());
    }
    if let Some(next) = inside("[data-sent-next]") {
        let until = until(last, arrived, page::has(&section, "data-arrived"));
        let words = match until {
            Some(day) => tool.texts.filled("sent-until", &[&day.print()]),
            None => tool.texts.filled("sent-next", &[]),
        };
        page::set_text(&next, &words);
    }
    Some(())
}

/// Chooses the situation that led here, once: the page before this one, or the checklist that was begun. What the person
/// has chosen stays.
fn choose_situation(section: &Element, session: &Session) -> Option<()> {
    let select = page::control(page::first_inside(section, "select")?);
    if page::has(&select, "data-chosen") {
        return None;
    }
    page::set_attribute(&select, "data-chosen", "");
    let came_from = page::came_from();
    let situations = page::read("#sent-situation option", "value");
    let led = rows(&situations).find(|id| contains(&came_from, &["/", id, ".html"].concat()));
    let begun = |id: &&str| {
        let prefix = item_key(&[id, "/"].concat());
        session.record().has_ticks(&prefix)
    };
    select.set_answer(led.or_else(|| rows(&situations).find(begun))?);
    Some(())
}

/// The day until which to wait for an answer: the earliest that a rule sets, or the one that the letter asks for.
fn until(sent: &ListEntry, arrived: Option<&ListEntry>, has_to_arrive: bool) -> Option<Date> {
    let mut until = None;
    // Where something follows from being received, no time limit runs before that.
    if let Some(begun) = arrived.or((!has_to_arrive).then_some(sent)) {
        let (day, guide) = (Date::parse(begun.part("date"))?, Guide::read());
        for limit in &guide.limits {
            let due = limit.deadline.due(day, &guide.calendar);
            let due = due.filter(|_| limit.deadline.whose == Whose::Theirs);
            until = due.map(|due| due.decisive).into_iter().chain(until).min();
        }
    }
    until.or(Date::parse(sent.part("asked")))
}

/// Notes that the letter has left today, by the way that the button names. Without a case, one is started.
pub fn send(tool: &Tool, button: &Element, id: &str) -> Option<()> {
    let section = part(&tool.page, "data-letter-sent", id)?;
    let today = tool.page.today()?.iso();
    // The letter as it was read, before the case has any say in it.
    let text = letter::letter(tool, id)?.to_text();
    let asked = field_key(&page::attribute(&section, "data-asked"));
    let asked = tool.with_session(|session| Date::parse(session.text(&asked)));
    if tool.with_session(|session| session.current_case().is_none()) {
        let situation = page::read("#sent-situation", "=");
        tool.edit(|session| session.open_case(&situation, &today));
    }
    let mut kind = page::attribute(&section, "data-event");
    let arrived = page::attribute(&section, "data-arrived");
    if page::has(button, "data-handed") && !arrived.is_empty() {
        kind = arrived;
    }
    let asked = asked.map(Date::iso).unwrap_or_default();
    let (title, channel) = (
        page::attribute(&section, "data-title"),
        page::attribute(button, "data-channel"),
    );
    note(
        tool,
        &[
            ("kind", &kind),
            ("date", &today),
            ("text", &title),
            ("channel", &channel),
            ("letter", id),
            ("asked", &asked),
            ("sent", &text),
        ],
    );
    page::focus(&page::first_inside(&section, "[data-sent-words]")?);
    Some(())
}

/// Notes that the other side has received the letter today.
pub fn arrive(tool: &Tool, id: &str) -> Option<()> {
    let section = part(&tool.page, "data-letter-sent", id)?;
    let today = tool.page.today()?.iso();
    note(
        tool,
        &[
            ("kind", &page::attribute(&section, "data-arrived")),
            ("date", &today),
            ("letter", id),
        ],
    );
    page::focus(&page::first_inside(&section, "[data-sent-words]")?);
    Some(())
}

/// Adds an entry to the case's timeline.
fn note(tool: &Tool, parts: &[(&str, &str)]) {
    let entry = tool.with_session(|session| {
        let prefix = prefix(session);
        let id = case::new_entry(session.record(), &prefix, session.writer());
        [&prefix, &id, "/"].concat()
    });
    for (part, text) in parts {
        if !text.is_empty() {
            tool.change(&[&entry, *part].concat(), Json::Text((*text).to_owned()));
        }
    }
    tool.save();
}

/// Where the timeline of the current case is.
fn prefix(session: &Session) -> String {
    let id = session.current_case().map_or("", |head| &head.id);
    case::key(id, "event/")
}
