//! What editors have to look at again: facts that were checked long ago, facts that are only second-hand, and the
//! numbers that pages excuse.

use std::fmt::Write as _;

use casework::date::Date as Day;
use toml::value::Date;

use crate::diagnostic::Diagnostic;
use crate::facts::{Confidence, Facts};
use crate::rules::prose;
use crate::site::Site;

/// The list for `date`, as text: facts due first and oldest first.
pub fn list(site: &Site, date: Date) -> String {
    let days = site.config.review_after_days;
    let mut due: Vec<(Date, String)> = entries(&site.facts)
        .filter(|(checked, _, _)| is_due(*checked, days, date))
        .map(|(checked, _, line)| (checked, line))
        .collect();
    due.sort();
    let mut text = String::new();
    section(
        &mut text,
        &format!("checked {days} days before {date} or earlier"),
        due.into_iter()
            .map(|(checked, line)| format!("{checked}  {line}")),
    );
    section(
        &mut text,
        "only second-hand",
        entries(&site.facts)
            .filter(|(_, confidence, _)| *confidence == Confidence::Secondary)
            .map(|(_, _, line)| line),
    );
    let excused = site.pages.iter().flat_map(|page| {
        prose::exceptions(page).map(|excused| {
            let place = page.problem(&excused.span, "", "");
            format!("{}  {}: {}", at(&place), excused.written, excused.reason)
        })
    });
    section(&mut text, "numbers in prose that need no fact", excused);
    text
}

/// Each fact and each document: when it was checked, how well it is known, and its line.
fn entries(facts: &Facts) -> impl Iterator<Item = (Date, Confidence, String)> {
    let of_documents = facts
        .sources()
        .map(|it| (&it.id, it.checked, it.confidence));
    let of_facts = facts.all().map(|it| (&it.id, it.checked, it.confidence));
    of_documents
        .chain(of_facts)
        .map(|(id, checked, confidence)| {
            let place = facts.problem(id, "", "");
            (
                checked,
                confidence,
                format!("{}  {}", at(&place), id.get_ref()),
            )
        })
}

fn at(place: &Diagnostic) -> String {
    format!("{}:{}", place.path, place.line())
}

/// Whether so many days have passed.
fn is_due(checked: Date, days: u32, date: Date) -> bool {
    let day = |date: Date| Day::new(date.year, date.month, date.day);
    let due = day(checked).and_then(|checked| checked.plus_days(days));
    due.zip(day(date)).is_some_and(|(due, today)| due <= today)
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    let _ = writeln!(text, "{title}: {}", lines.len());
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}
