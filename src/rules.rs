//! What a site must keep to beyond being readable: every number that only a fact may say is a cited fact, every fact is
//! used and in force, a situation names where to turn, a letter was tried and reviewed, and a checklist's ids stay what
//! they were.
//!
//! A site without facts promises nothing of the kind, so only its recorded checklists are looked at.

pub mod in_force;
pub mod items;
pub mod letters;
pub mod numbers;
pub mod numeral;
pub mod prose;
pub mod review;
pub mod situations;
pub mod unused;

use std::collections::BTreeSet;

use toml::value::Date;

use crate::diagnostic::Report;
use crate::letter::samples::Samples;
use crate::site::Site;
use crate::source::Sources;

/// Checks a whole site by the rules in force on `date`. `listed` are the facts that directories show, by their ids,
/// `samples` the letters written from sample cases.
pub fn check(
    site: &Site,
    sources: &Sources,
    listed: &BTreeSet<&str>,
    samples: &Samples,
    date: Date,
    report: &mut Report,
) {
    items::check(site, sources, report);
    if site.facts.all().next().is_none() {
        return;
    }
    let statements = prose::Statements::of(&site.facts);
    for page in &site.pages {
        prose::check(page, &site.facts, &statements, report);
        situations::check(page, &site.facts, report);
        in_force::check(page, &site.facts, date, report);
    }
    prose::check_limits(&site.facts, report);
    letters::check(site, samples, report);
    unused::check(site, listed, report);
}
