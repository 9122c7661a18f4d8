//! What a letter has to bring before people rely on it: where its form comes from, when it was reviewed, and sample cases
//! that take every way through it.

use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::Kind;
use crate::letter::samples::{Coverage, Samples};
use crate::page::Page;
use crate::site::Site;

/// Refuses letters that lack one of these.
pub fn check(site: &Site, samples: &Samples, report: &mut Report) {
    for page in &site.pages {
        if page.front.kind == Kind::Letter {
            check_front_matter(page, report);
        }
    }
    for coverage in &samples.coverage {
        check_cases(site, coverage, report);
    }
}

fn check_front_matter(page: &Page, report: &mut Report) {
    let needed = [
        (
            page.front.form_source.is_none(),
            "form_source",
            "\"…\"` to the front matter: where the form of the letter comes from",
        ),
        (
            page.front.reviewed.is_none(),
            "reviewed",
            "2026-11-22` to the front matter: when it was last read against its form and the law",
        ),
    ];
    for (is_missing, key, meaning) in needed {
        if is_missing {
            let what = format!("the letter has no `{key}`");
            let remedy = format!("add `{key} = {meaning}");
            report.push(Diagnostic::file(&page.path, what, remedy).tolerable());
        }
    }
}

fn check_cases(site: &Site, coverage: &Coverage, report: &mut Report) {
    let Some(page) = site.pages.iter().find(|page| page.path == coverage.letter) else {
        return;
    };
    if coverage.cases == 0 {
        let problem = Diagnostic::file(
            &page.path,
            "the letter has no sample cases",
            format!("write them in `{}`", coverage.file),
        );
        return report.push(problem.tolerable());
    }
    for untried in &coverage.untried {
        let problem = untried.place.problem(
            format!("no sample case takes the way where {}", untried.told),
            format!("add a case to `{}`, or remove the condition", coverage.file),
        );
        report.push(problem.tolerable());
    }
}
