//! A page cites only what is in force on the day that it is built for.

use toml::value::Date;

use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Fact, Facts};
use crate::letter::cite;
use crate::page::Page;

/// Refuses facts that are cited, or that cited ones rest on, and are not in force on `date`.
pub fn check(page: &Page, facts: &Facts, date: Date, report: &mut Report) {
    for citation in &page.document.citations {
        let problem = |what, remedy| page.problem(&citation.span, what, remedy);
        check_one(facts, &citation.fact, &problem, date, report);
    }
    for citation in cite::citations(page) {
        let problem = |what, remedy| citation.place.problem(what, remedy);
        check_one(facts, &citation.id, &problem, date, report);
    }
}

fn check_one(
    facts: &Facts,
    cited: &str,
    problem: &dyn Fn(String, String) -> Diagnostic,
    date: Date,
    report: &mut Report,
) {
    for fact in facts.closure([cited]) {
        let Some((state, remedy)) = out_of_force(facts, fact, date) else {
            continue;
        };
        let id = fact.id.get_ref();
        let message = if id == cited {
            format!("the fact `{id}` {state}")
        } else {
            format!("the fact `{cited}` rests on `{id}`, which {state}")
        };
        report.push(problem(message, remedy));
    }
}

/// What is wrong on `date`, and what to do.
fn out_of_force(facts: &Facts, fact: &Fact, date: Date) -> Option<(String, String)> {
    let (from, until) = facts.in_force(fact);
    if let Some(from) = from.filter(|from| date < *from) {
        return Some((
            format!("is not in force on {date}, only from {from}"),
            format!("cite what is in force until then, or publish on {from} or later"),
        ));
    }
    let until = until.filter(|until| date > *until)?;
    Some((
        format!("is out of force on {date}, since the end of {until}"),
        "cite the rule that has taken its place, or correct `until` in facts/".to_owned(),
    ))
}
