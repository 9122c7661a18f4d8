//! What browsers are shown at a moment: the last good site, and what is wrong with the newest one.

use xxhash_rust::xxh3::Xxh3;

use crate::output::Output;
use crate::rebuild::{Built, BuiltSite};
use crate::serve::page;

/// What browsers are shown. A new value replaces the old one whole.
#[derive(Clone, Default)]
pub struct Shown {
    /// The last good site; none before the first build that succeeded.
    pub site: Option<BuiltSite>,
    /// The report of the newest build if it was refused, as plain text; otherwise empty.
    pub problems: String,
    /// Changes with every byte that a page could show: a page of another version has to be loaded again.
    pub version: String,
    /// The path of the address that the site will be published at, such as `guide/`; empty at the top of a host.
    prefix: String,
}

impl Shown {
    /// What is shown after one more build.
    #[must_use]
    pub fn after(&self, built: &Built, lenient: bool) -> Self {
        match &built.site {
            Some(site) => Self {
                problems: String::new(),
                version: digest(&site.version().to_le_bytes()),
                prefix: site.base_url.as_deref().map_or("", path_of).to_owned(),
                site: Some(site.clone()),
            },
            None => {
                let problems = built.report.render(lenient, false);
                let version = match self.site {
                    Some(_) => self.version.clone(),
                    // The page in place of the site shows the problems itself, so it changes with them.
                    None => digest(problems.as_bytes()),
                };
                Self {
                    problems,
                    version,
                    ..self.clone()
                }
            }
        }
    }

    /// The file at a path below the host. What lies below the address of publication is found there too, since the
    /// page for unknown addresses links that way.
    pub fn find(&self, path: &str) -> Option<&Output> {
        let site = self.site.as_ref()?;
        let published = || path.strip_prefix(&self.prefix);
        site.find(path).or_else(|| site.find(published()?))
    }
}

/// The path of an address without its first `/`: `guide/` of `https://example.org/guide/`.
fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

/// A name for what is shown and for the reload client, which is on every page.
fn digest(shown: &[u8]) -> String {
    let mut hash = Xxh3::new();
    for part in [page::SCRIPT.as_bytes(), page::STYLE.as_bytes(), shown] {
        hash.update(part);
    }
    format!("{:016x}", hash.digest())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Report};
    use crate::output::Outputs;

    fn good(text: &str) -> Built {
        let mut outputs = Outputs::default();
        outputs.add(
            "index.html",
            text.as_bytes(),
            "index.md",
            &mut Report::default(),
        );
        let mut site = BuiltSite::default();
        site.outputs = outputs;
        site.base_url = Some("https://example.org/guide/".to_owned());
        Built {
            site: Some(site),
            ..Built::default()
        }
    }

    fn bad(message: &str) -> Built {
        let mut built = Built::default();
        built
            .report
            .push(Diagnostic::file("index.md", message, "mend it"));
        built
    }

    #[test]
    fn only_what_a_page_could_show_changes_the_version() {
        let first = Shown::default().after(&good("一"), false);
        assert_eq!(first.version, first.after(&good("一"), false).version);
        assert_ne!(first.version, first.after(&good("二"), false).version);
        assert_eq!(first.version, first.after(&bad("wrong"), false).version);
    }

    #[test]
    fn without_a_good_site_the_problems_are_the_page() {
        let first = Shown::default().after(&bad("wrong"), false);
        assert!(first.problems.contains("wrong"), "{}", first.problems);
        assert_ne!(first.version, first.after(&bad("worse"), false).version);
    }

    #[test]
    fn a_site_is_found_at_the_top_and_below_its_path() {
        let shown = Shown::default().after(&good("一"), false);
        for path in ["", "index.html", "guide/", "guide/index.html"] {
            assert!(shown.find(path).is_some(), "{path}");
        }
        for path in ["guide", "other/index.html", "/index.html"] {
            assert!(shown.find(path).is_none(), "{path}");
        }
    }
}
