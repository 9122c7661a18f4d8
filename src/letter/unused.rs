//! A letter that no situation leads to is one that nobody finds when they need it.

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::Kind;
use crate::site::Site;

/// Refuses letters that no situation of their language uses. A site whose situations use none has its own ways to them.
pub fn check(site: &Site, report: &mut Report) {
    for (index, _) in site.languages.iter().enumerate() {
        let pages = || site.pages.iter().filter(|page| page.language == index);
        let used: Vec<&String> = pages().flat_map(|page| &page.front.letters).collect();
        let is_unused = |stem: &str| !used.is_empty() && !used.iter().any(|used| *used == stem);
        for page in pages().filter(|page| page.front.kind == Kind::Letter) {
            let stem = address::stem(&page.path);
            if is_unused(stem) {
                report.push(
                    Diagnostic::file(
                        &page.path,
                        "no situation uses this letter",
                        format!("add `letters = [\"{stem}\"]` to a situation's front matter, or remove the letter"),
                    )
                    .tolerable(),
                );
            }
        }
    }
}
