//! A letter that no situation leads to is one that nobody finds when they need it; a passage that no letter includes is
//! read by nobody.

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::Kind;
use crate::site::Site;

use super::source;

/// Refuses letters that no situation of their language uses, and passages that no letter includes. A site whose situations
/// use no letters has its own ways to them.
pub fn check(site: &Site, report: &mut Report) {
    for path in site.passages.paths() {
        let mut letters = site.pages.iter().flat_map(|page| &page.letters);
        if !letters.any(|letter| letter.passages().any(|passage| passage == path)) {
            let name = path.rsplit('/').next().unwrap_or_default();
            let name = name.trim_end_matches(source::ENDING);
            report.push(Diagnostic::file(
                path,
                "no letter beside it includes this passage",
                format!(
                    "write `{{include {name}}}` in a letter of the same folder, or remove the file"
                ),
            ));
        }
    }
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
