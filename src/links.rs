//! Resolves every link and image of a page: to another page, a file, an anchor; or reports it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::markdown::{Link, LinkKind};
use crate::page::Page;
use crate::similar;

/// Where links can lead.
pub struct Targets<'a> {
    by_path: HashMap<&'a str, Target<'a>>,
    by_address: HashMap<&'a str, Target<'a>>,
    /// The first path of each file name, for remedies.
    by_name: HashMap<&'a str, &'a str>,
    anchors: HashMap<&'a str, HashSet<Cow<'a, str>>>,
}

#[derive(Clone, Copy)]
struct Target<'a> {
    address: &'a str,
    is_page: bool,
}

impl<'a> Targets<'a> {
    /// `files` are the other files: path below the site's folder and address.
    pub fn new(pages: &'a [Page], files: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut targets = Self {
            by_path: HashMap::new(),
            by_address: HashMap::new(),
            by_name: HashMap::new(),
            anchors: HashMap::new(),
        };
        for (path, address) in files {
            let target = Target {
                address,
                is_page: false,
            };
            targets.by_path.insert(path, target);
            targets.by_address.insert(address, target);
        }
        for page in pages {
            let target = Target {
                address: &page.address,
                is_page: true,
            };
            targets.by_path.insert(&page.path, target);
            targets.by_address.insert(&page.address, target);
            targets
                .anchors
                .insert(&page.address, page.anchors().map(Cow::Borrowed).collect());
        }
        for path in targets.by_path.keys() {
            let first = targets.by_name.entry(address::file(path)).or_insert(path);
            *first = (*first).min(path);
        }
        targets
    }

    /// Adds anchors that only the whole site knows of.
    pub fn add_anchors(&mut self, page: &'a Page, ids: impl Iterator<Item = String>) {
        let anchors = self.anchors.entry(&page.address).or_default();
        anchors.extend(ids.map(Cow::Owned));
    }

    fn find(&self, page: &Page, path: &str) -> Option<Target<'a>> {
        let by_path = address::join(&page.path, path);
        let by_address = address::join(&page.address, path);
        let candidates = by_path.iter().chain(&by_address);
        for candidate in candidates {
            let exact = candidate.trim_end_matches('/');
            let found = self
                .by_path
                .get(exact)
                .or_else(|| self.by_address.get(exact))
                .copied()
                .or_else(|| self.find_loosely(exact));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A link to a folder, or without a file ending, as many books write them.
    fn find_loosely(&self, path: &str) -> Option<Target<'a>> {
        let folder = if path.is_empty() {
            String::new()
        } else {
            format!("{path}/")
        };
        [
            format!("{folder}index.md"),
            format!("{folder}README.md"),
            format!("{path}.md"),
        ]
        .iter()
        .find_map(|path| self.by_path.get(path.as_str()))
        .or_else(|| self.by_address.get(format!("{folder}index.html").as_str()))
        .copied()
    }

    fn nearest(&self, page: &Page, path: &str) -> String {
        let wanted = address::file(path.trim_end_matches('/'));
        match self.by_name.get(wanted).filter(|_| !wanted.is_empty()) {
            Some(known) => format!(
                "did you mean `{}`? otherwise correct the path or remove the link",
                address::relative(&page.path, known)
            ),
            None => "correct the path or remove the link".to_owned(),
        }
    }
}

/// The addresses of a page's links, in the order of [`crate::markdown::Document::links`], as they stand in its HTML
/// (not yet escaped). What cannot be resolved is reported and left as it was.
pub fn resolve(page: &Page, targets: &Targets, report: &mut Report) -> Vec<Resolved> {
    page.document
        .links
        .iter()
        .map(|link| {
            let what = match link.kind {
                LinkKind::Image => "image",
                LinkKind::Link => "link",
            };
            match resolve_one(page, &link.target, targets) {
                Ok(resolved) => {
                    if link.kind == LinkKind::Image && is_foreign(&link.target) {
                        report.push(foreign_image(page, link).tolerable());
                    }
                    resolved
                }
                Err((message, remedy)) => {
                    report.push(
                        page.problem(&link.span, format!("broken {what}: {message}"), remedy)
                            .tolerable(),
                    );
                    Resolved::outside(&link.target)
                }
            }
        })
        .collect()
}

/// Whether showing it would ask another host, which the site's content security policy forbids.
fn is_foreign(target: &str) -> bool {
    is_outside(target) && !target.starts_with("data:")
}

fn foreign_image(page: &Page, link: &Link) -> Diagnostic {
    page.problem(
        &link.span,
        format!(
            "the image `{}` is on another host, and a page asks no other host for anything",
            link.target
        ),
        "save the image beside the page and link to the file",
    )
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// What stands in the HTML.
    pub href: String,
    /// The address below the site's top, for a link inside of the site.
    pub address: Option<String>,
}

impl Resolved {
    fn outside(href: &str) -> Self {
        Self {
            href: href.to_owned(),
            address: None,
        }
    }
}

fn resolve_one(page: &Page, link: &str, targets: &Targets) -> Result<Resolved, (String, String)> {
    if is_outside(link) {
        return Ok(Resolved::outside(link));
    }
    let (path_and_query, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (link, None),
    };
    let path = address::decode(path_and_query.split('?').next().unwrap_or(""));
    let target = if path.is_empty() {
        Target {
            address: &page.address,
            is_page: true,
        }
    } else {
        targets.find(page, &path).ok_or_else(|| {
            (
                format!("there is no file `{path}`"),
                targets.nearest(page, &path),
            )
        })?
    };
    let mut href = if target.address == page.address && fragment.is_some() {
        String::new()
    } else {
        address::relative(&page.address, target.address)
    };
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        let anchor = address::decode(fragment);
        let anchor = if target.is_page {
            find_anchor(target, &anchor, targets)?
        } else {
            &anchor
        };
        href.push('#');
        href.push_str(&address::encode(anchor));
    } else if fragment.is_some() {
        href.push('#');
    }
    Ok(Resolved {
        href,
        address: Some(target.address.to_owned()),
    })
}

/// The anchor as the page has it. Many books rely on hosts that pass over upper and lower case.
fn find_anchor<'a>(
    target: Target,
    anchor: &'a str,
    targets: &'a Targets,
) -> Result<&'a str, (String, String)> {
    let Some(anchors) = targets.anchors.get(target.address) else {
        return Ok(anchor);
    };
    if anchors.contains(anchor) || anchor == "top" {
        return Ok(anchor);
    }
    if let Some(known) = anchors.get(anchor.to_lowercase().as_str()) {
        return Ok(known);
    }
    Err((
        format!("`{}` has no anchor `#{anchor}`", target.address),
        similar::remedy(
            anchor,
            anchors.iter().map(AsRef::as_ref),
            "link to one of the page's headings",
        ),
    ))
}

/// Whether a link leads out of the site: it has a scheme, or names a host.
fn is_outside(link: &str) -> bool {
    if link.starts_with("//") {
        return true;
    }
    let Some(colon) = link.find(':') else {
        return false;
    };
    let scheme = &link[..colon];
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
