//! Resolves every link and image of a page: to another page, a file, an anchor; or reports it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::markdown::{Link, LinkKind};
use crate::page::Page;
use crate::similar;

/// Where links can lead. It knows pages by their number only, so that it still holds when their texts change.
#[derive(Default)]
pub struct Targets {
    by_path: HashMap<Box<str>, Target>,
    by_address: HashMap<Box<str>, Target>,
    /// The first path of each file name, for remedies.
    by_name: OnceLock<HashMap<Box<str>, Box<str>>>,
    /// Anchors that only the whole site knows of, by page.
    anchors: HashMap<usize, HashSet<String>>,
}

/// A page by its number, or a file by its address.
#[derive(Clone)]
enum Target {
    Page(usize),
    File(Arc<str>),
}

impl Targets {
    /// `files` are the other files: path below the site's folder and address.
    pub fn new<'a>(pages: &[Arc<Page>], files: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut targets = Self::default();
        let mut add = |path: &str, address: &str, target: Target| {
            targets.by_path.insert(path.into(), target.clone());
            targets.by_address.insert(address.into(), target);
        };
        for (path, address) in files {
            add(path, address, Target::File(address.into()));
        }
        for (number, page) in pages.iter().enumerate() {
            add(&page.path, &page.address, Target::Page(number));
        }
        targets
    }

    /// Adds anchors that only the whole site knows of.
    pub fn add_anchors(&mut self, page: usize, ids: impl Iterator<Item = String>) {
        self.anchors.entry(page).or_default().extend(ids);
    }

    /// Whether a link on the page `from` names a place on the page with the number `to`.
    pub fn leads_to_place(&self, from: &Page, link: &str, to: usize, pages: &[Arc<Page>]) -> bool {
        let Some((path, _)) = link.split_once('#') else {
            return false;
        };
        let path = address::decode(path.split('?').next().unwrap_or(""));
        if path.is_empty() {
            return from.address == pages[to].address;
        }
        matches!(self.find(from, &path), Some(Target::Page(page)) if *page == to)
    }

    fn find(&self, page: &Page, path: &str) -> Option<&Target> {
        let by_path = address::join(&page.path, path);
        let by_address = address::join(&page.address, path);
        let candidates = by_path.iter().chain(&by_address);
        for candidate in candidates {
            let exact = candidate.trim_end_matches('/');
            let found = self
                .by_path
                .get(exact)
                .or_else(|| self.by_address.get(exact))
                .or_else(|| self.find_loosely(exact));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A link to a folder, or without a file ending, as many books write them.
    fn find_loosely(&self, path: &str) -> Option<&Target> {
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
    }

    fn nearest(&self, page: &Page, path: &str) -> String {
        let wanted = address::file(path.trim_end_matches('/'));
        match self.names().get(wanted).filter(|_| !wanted.is_empty()) {
            Some(known) => format!(
                "did you mean `{}`? otherwise correct the path or remove the link",
                address::relative(&page.path, known)
            ),
            None => "correct the path or remove the link".to_owned(),
        }
    }

    fn names(&self) -> &HashMap<Box<str>, Box<str>> {
        self.by_name.get_or_init(|| {
            let mut names: HashMap<Box<str>, Box<str>> = HashMap::new();
            for path in self.by_path.keys() {
                let first = names
                    .entry(address::file(path).into())
                    .or_insert_with(|| path.clone());
                if path < first {
                    first.clone_from(path);
                }
            }
            names
        })
    }
}

/// The addresses of a page's links, in the order of [`crate::markdown::Document::links`], as they stand in its HTML
/// (not yet escaped). What cannot be resolved is reported and left as it was.
pub fn resolve(
    page: &Page,
    pages: &[Arc<Page>],
    targets: &Targets,
    report: &mut Report,
) -> Vec<Resolved> {
    page.document
        .links
        .iter()
        .map(|link| {
            let what = match link.kind {
                LinkKind::Image => "image",
                LinkKind::Link => "link",
            };
            match resolve_one(page, &link.target, pages, targets) {
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

fn resolve_one(
    page: &Page,
    link: &str,
    pages: &[Arc<Page>],
    targets: &Targets,
) -> Result<Resolved, (String, String)> {
    if is_outside(link) {
        return Ok(Resolved::outside(link));
    }
    let (path_and_query, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (link, None),
    };
    let path = address::decode(path_and_query.split('?').next().unwrap_or(""));
    let target = if path.is_empty() {
        targets.by_address.get(page.address.as_str())
    } else {
        targets.find(page, &path)
    };
    let (target_page, target_address) = match target {
        Some(Target::Page(number)) => (Some(*number), pages[*number].address.as_str()),
        Some(Target::File(address)) => (None, &**address),
        None => {
            return Err((
                format!("there is no file `{path}`"),
                targets.nearest(page, &path),
            ));
        }
    };
    let mut href = if target_address == page.address && fragment.is_some() {
        String::new()
    } else {
        address::relative(&page.address, target_address)
    };
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        let anchor = address::decode(fragment);
        let anchor = match target_page {
            Some(number) => find_anchor(number, pages, &anchor, targets)?,
            None => anchor,
        };
        href.push('#');
        href.push_str(&address::encode(&anchor));
    } else if fragment.is_some() {
        href.push('#');
    }
    Ok(Resolved {
        href,
        address: Some(target_address.to_owned()),
    })
}

/// The anchor as the page has it. Many books rely on hosts that pass over upper and lower case.
fn find_anchor(
    number: usize,
    pages: &[Arc<Page>],
    anchor: &str,
    targets: &Targets,
) -> Result<String, (String, String)> {
    let page = &pages[number];
    let further = targets.anchors.get(&number);
    let has = |anchor: &str| {
        page.has_anchor(anchor) || further.is_some_and(|anchors| anchors.contains(anchor))
    };
    if has(anchor) || anchor == "top" {
        return Ok(anchor.to_owned());
    }
    let lower = anchor.to_lowercase();
    if has(&lower) {
        return Ok(lower);
    }
    Err((
        format!("`{}` has no anchor `#{anchor}`", page.address),
        similar::remedy(
            anchor,
            page.anchors()
                .chain(further.into_iter().flatten().map(String::as_str)),
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
