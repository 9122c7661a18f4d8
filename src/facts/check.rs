//! What the types alone cannot refuse in a fact.

use std::sync::Arc;

use super::entry::{Fact, Kind};
use super::limit::UNITS;
use crate::diagnostic::{Diagnostic, Report};

/// Reports what a fact lacks.
pub(super) fn check(path: &str, text: &Arc<str>, fact: &Fact, report: &mut Report) {
    let missing = match fact.kind {
        Kind::Article if fact.source.is_none() => Some("source"),
        Kind::Article if fact.article.is_none() => Some("article"),
        Kind::Telephone | Kind::Address | Kind::Limit | Kind::Path if fact.value.is_none() => {
            Some("value")
        }
        Kind::Article => None,
        _ if fact.title.is_none() => Some("title"),
        Kind::Limit if fact.amount.is_some() && fact.unit.is_none() => Some("unit"),
        _ => None,
    };
    if let Some(key) = missing {
        report.push(
            Diagnostic::file(
                path,
                format!("the fact `{}` has no `{key}`", fact.id.get_ref()),
                match key {
                    "unit" => format!("add `unit = …` to the entry: one of {UNITS}"),
                    _ => format!("add `{key} = …` to the entry"),
                },
            )
            .at(text, fact.id.span()),
        );
    }
}
