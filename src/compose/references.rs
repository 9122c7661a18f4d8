//! The facts that a page cites, as the references at its foot.

use crate::diagnostic::Report;
use crate::facts::{self, Confidence, Fact, Facts};
use crate::letter;
use crate::markdown::CitationKind;
use crate::page::Page;
use crate::view::Reference;

use super::Composer;

impl<'a> Composer<'a> {
    /// The facts that a page cites, each once: first those that a mark in the text points at, in order, then those of
    /// which only the value is printed, then those that its letter states.
    pub(super) fn references(&'a self, page: &Page, report: &mut Report) -> Vec<Reference<'a>> {
        let mut references: Vec<Reference> = Vec::new();
        let citations = &page.document.citations;
        let marks = citations
            .iter()
            .filter(|c| c.kind == CitationKind::Reference);
        let values = citations.iter().filter(|c| c.kind == CitationKind::Value);
        for citation in marks.chain(values) {
            let Some(fact) = self.site.facts.get(&citation.fact) else {
                report.push(page.problem(
                    &citation.span,
                    format!("there is no fact `{}`", citation.fact),
                    self.site.facts.suggestion(&citation.fact),
                ));
                continue;
            };
            if citation.kind == CitationKind::Value && fact.value.is_none() {
                report.push(page.problem(
                    &citation.span,
                    format!("the fact `{}` has no value to print", citation.fact),
                    format!("cite it with `[@{}]`, or add `value` to it", citation.fact),
                ));
                continue;
            }
            if !references.iter().any(|r| r.id == fact.id.get_ref()) {
                let number = references.len() + 1;
                references.push(reference(&self.site.facts, fact, number));
            }
        }
        // One that does not exist is reported with the letter.
        let in_letters = letter::cite::citations(page).into_iter();
        for fact in in_letters.filter_map(|citation| self.site.facts.get(&citation.id)) {
            if !references.iter().any(|r| r.id == fact.id.get_ref()) {
                let number = references.len() + 1;
                references.push(reference(&self.site.facts, fact, number));
            }
        }
        references
    }
}

/// A fact as the entry with a number among the references.
pub(super) fn reference<'a>(facts: &'a Facts, fact: &'a Fact, number: usize) -> Reference<'a> {
    let document = facts.document(fact);
    Reference {
        number,
        id: fact.id.get_ref(),
        document: document.map(facts::Document::short),
        article: fact.article.as_deref(),
        title: fact.title.as_deref(),
        value: fact.value.as_deref(),
        text: &fact.text,
        in_force_from: facts.in_force(fact).0.map(|date| date.to_string()),
        url: fact
            .url
            .as_deref()
            .or_else(|| document.and_then(|document| document.url.as_deref())),
        secondary: fact.confidence == Confidence::Secondary,
        checked: fact.checked.to_string(),
    }
}
