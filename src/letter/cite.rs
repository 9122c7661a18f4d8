//! The articles of law that a letter names by facts: `{cite fact-id}` with the law's title, `{article fact-id}` without.

use casework::letter::Template;
use casework::letter::citations::Citation;

use crate::diagnostic::Report;
use crate::facts::{Confidence, Facts, Kind};
use crate::page::Page;

use super::source::{Place, Source};

/// An article that a letter names.
pub struct Cited {
    /// The fact's id.
    pub id: String,
    /// Where it is named.
    pub place: Place,
}

/// The articles that the letters of a page name. A letter with mistakes names none.
pub fn citations(page: &Page) -> Vec<Cited> {
    let mut cited = Vec::new();
    for source in &page.letters {
        let Ok(template) = Template::parse(&source.text) else {
            continue;
        };
        cited.extend(template.citations().into_iter().map(|citation| Cited {
            place: source.place(&citation.span),
            id: citation.id,
        }));
    }
    cited
}

/// The template with the words of the facts in it. What is no article of the facts leaves nothing; [`check`] says so.
pub(super) fn written(template: Template, facts: &Facts) -> Template {
    template.with_citations(|id, alone| words(facts, id, alone).unwrap_or_default())
}

fn words(facts: &Facts, id: &str, alone: bool) -> Option<String> {
    let fact = facts.get(id).filter(|fact| fact.kind == Kind::Article)?;
    let article = fact.article.as_deref()?;
    if alone {
        return Some(article.to_owned());
    }
    Some(format!("《{}》{article}", facts.document(fact)?.name))
}

/// Every fact that is named must be an article whose text was read: a letter has no room for doubts. One that is named without its law stands behind another of that law,
/// whatever the answers are.
pub(super) fn check(source: &Source, template: &Template, facts: &Facts, report: &mut Report) {
    let citations = template.citations();
    let law = |citation: &Citation| facts.get(&citation.id)?.source.as_ref();
    for citation in &citations {
        let id = &citation.id;
        let mut refuse = |what: String, remedy: String| {
            report.push(source.problem(&citation.span, what, remedy));
        };
        let Some(fact) = facts.get(id) else {
            refuse(format!("there is no fact `{id}`"), facts.suggestion(id));
            continue;
        };
        if fact.kind != Kind::Article {
            refuse(
                format!("the fact `{id}` is no article"),
                "name an article, or write out what the letter is to say".to_owned(),
            );
            continue;
        }
        let document = facts.document(fact).map(|document| document.confidence);
        if [Some(fact.confidence), document].contains(&Some(Confidence::Secondary)) {
            refuse(
                format!("the letter states `{id}`, which is known at second hand only"),
                format!(
                    "take it out; the page's prose can cite it, `[@{id}]`, with the remark that goes with it"
                ),
            );
        }
        let is_named = |last: &Option<usize>| {
            let before = last.and_then(|last| law(&citations[last]));
            before.map(|id| id.get_ref()) == law(citation).map(|id| id.get_ref())
        };
        if citation.alone && !citation.behind.iter().all(is_named) {
            refuse(
                format!(
                    "the law of `{id}` is not the last one named before, or not in every letter"
                ),
                format!("write `{{cite {id}}}`, which names it"),
            );
        }
    }
}
