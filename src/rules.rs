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
use crate::facts::Facts;
use crate::letter::samples::Samples;
use crate::page::Page;
use crate::site::Site;
use crate::source::Sources;

/// The rules that each page is held against by itself.
pub struct Rules<'a> {
    facts: &'a Facts,
    statements: prose::Statements<'a>,
    date: Date,
    /// Whether the site has facts, and so promises anything.
    apply: bool,
}

impl<'a> Rules<'a> {
    /// The rules of a site with these facts, by what is in force on `date`.
    pub fn of(facts: &'a Facts, date: Date) -> Self {
        Self {
            facts,
            statements: prose::Statements::of(facts),
            date,
            apply: facts.all().next().is_some(),
        }
    }

    /// Checks one page.
    pub fn check(&self, page: &Page) -> Report {
        let mut report = Report::default();
        if self.apply {
            prose::check(page, self.facts, &self.statements, &mut report);
            situations::check(page, self.facts, &mut report);
            in_force::check(page, self.facts, self.date, &mut report);
        }
        report
    }
}

/// Checks what only the whole site shows. `listed` are the facts that directories show, by their ids, `samples` the
/// letters written from sample cases.
pub fn check_site(
    site: &Site,
    sources: &Sources,
    listed: &BTreeSet<&str>,
    samples: &Samples,
    report: &mut Report,
) {
    items::check(site, sources, report);
    if site.facts.all().next().is_none() {
        return;
    }
    prose::check_limits(&site.facts, report);
    letters::check(site, samples, report);
    unused::check(site, listed, report);
}
