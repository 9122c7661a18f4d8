//! A situation tells where to turn: it cites at least one channel.

use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Facts, Kind};
use crate::front_matter::{self, Kind as PageKind};
use crate::page::Page;

/// Refuses a situation that cites no telephone number, no address and no way through an app.
pub fn check(page: &Page, facts: &Facts, report: &mut Report) {
    if page.front.kind != PageKind::Situation {
        return;
    }
    let mut cited = page
        .document
        .citations
        .iter()
        .filter_map(|citation| facts.get(&citation.fact));
    if cited.any(|fact| matches!(fact.kind, Kind::Telephone | Kind::Address | Kind::Path)) {
        return;
    }
    let span = front_matter::key_span(&page.text, 0..page.body_start, "kind");
    report.push(
        Diagnostic::file(
            &page.path,
            "the situation names no channel",
            "say where to turn: cite a telephone number, an address or a way through an app with `[=fact-id]` or `[@fact-id]`",
        )
        .at(&page.text, span),
    );
}
