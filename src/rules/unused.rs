//! A fact that nothing uses is one that nobody checks: it is used or it goes.

use std::collections::BTreeSet;

use crate::diagnostic::Report;
use crate::facts::{Facts, Kind};
use crate::letter::cite;
use crate::site::Site;

/// Refuses facts that no page, letter, directory, change or time limit uses.
pub fn check(site: &Site, listed: &BTreeSet<&str>, report: &mut Report) {
    let used = used(site, listed);
    for fact in site.facts.all() {
        let id = fact.id.get_ref();
        if !used.contains(id.as_str()) {
            report.push(
                site.facts
                    .problem(
                        &fact.id,
                        format!("nothing uses the fact `{id}`"),
                        format!("cite it with `[@{id}]`, list it in a directory, or remove it"),
                    )
                    .tolerable(),
            );
        }
    }
}

/// What pages cite and directories list, and all that these rest on.
fn used<'a>(site: &'a Site, listed: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let in_letters: Vec<_> = site
        .pages
        .iter()
        .flat_map(|page| cite::citations(page))
        .collect();
    let cited = site
        .pages
        .iter()
        .flat_map(|page| page.document.citations.iter().map(|it| it.fact.as_str()));
    let facts: &Facts = &site.facts;
    let of_changes = facts.changes.iter().flat_map(|change| &change.basis);
    let of_limits = facts
        .all()
        .filter(|fact| fact.kind == Kind::Limit)
        .flat_map(|fact| &fact.basis);
    let roots = cited
        .chain(of_changes.chain(of_limits).map(|id| id.get_ref().as_str()))
        .chain(listed.iter().copied())
        .filter_map(|id| site.facts.get(id))
        .chain(
            in_letters
                .iter()
                .filter_map(|citation| site.facts.get(&citation.id)),
        )
        .map(|fact| fact.id.get_ref().as_str());
    facts
        .closure(roots)
        .into_iter()
        .map(|fact| fact.id.get_ref().as_str())
        .collect()
}
