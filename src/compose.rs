//! Makes the view of each page from the site: links resolved, facts inserted, navigation cut to what is open.

mod directory;
mod sheets;

use std::collections::{BTreeSet, HashMap};

use crate::address;
use crate::case_page;
use crate::config;
use crate::diagnostic::{Diagnostic, Report};
use crate::directory::Directory;
use crate::facts::{self, Confidence, Fact, Facts, Kind as FactKind};
use crate::fields::{Dictionary, Scope};
use crate::front_matter::Kind;
use crate::html::escape;
use crate::letter;
use crate::links::{self, Resolved, Targets};
use crate::markdown::{CitationKind, Part, push_address, push_attribute};
use crate::page::Page;
use crate::print;
use crate::search;
use crate::site::{Language, Site};
use crate::structured_data;
use crate::tree::Node;
use crate::view::{
    Assets, Checklist, EvidenceView, NavigationItem, PageLink, PageView, Piece, Reference,
    SiteView, View,
};

/// What all views of one build share.
pub struct Composer<'a> {
    site: &'a Site,
    site_view: SiteView,
    assets: Assets,
    targets: Targets<'a>,
    image_sizes: HashMap<&'a str, (usize, usize)>,
    base_url: Option<String>,
    places: Vec<Place<'a>>,
    /// For each page the answers to its blocks of facts.
    directories: Vec<Vec<Option<Directory<'a>>>>,
    /// The page that shows a fact, by language and the fact's id.
    shown: HashMap<(usize, &'a str), usize>,
}

/// Where a page stands in its language's tree.
#[derive(Clone, Default)]
struct Place<'a> {
    /// From the root down to the page itself.
    path: Vec<&'a Node>,
    previous: Option<usize>,
    next: Option<usize>,
}

impl<'a> Composer<'a> {
    /// Looks at the whole site once. `base_url` ends with `/`.
    pub fn new(
        site: &'a Site,
        assets: Assets,
        image_sizes: HashMap<&'a str, (usize, usize)>,
        base_url: Option<String>,
        report: &mut Report,
    ) -> Self {
        let files = site
            .files
            .iter()
            .map(|(path, address)| (path.as_str(), address.as_str()))
            .chain(site.sheets.iter().map(|it| (it.as_str(), it.as_str())));
        let directories: Vec<Vec<Option<Directory>>> = site
            .pages
            .iter()
            .map(|page| crate::directory::of_page(page, &site.facts, report))
            .collect();
        let mut targets = Targets::new(&site.pages, files);
        for (page, directories) in site.pages.iter().zip(&directories) {
            let directories = directories.iter().flatten();
            targets.add_anchors(page, directories.flat_map(Directory::anchors));
        }
        let mut places = vec![Place::default(); site.pages.len()];
        for language in &site.languages {
            place(&language.tree.root, &mut Vec::new(), &mut places);
            let order = language.tree.in_order();
            for pair in order.windows(2) {
                places[pair[0]].next = Some(pair[1]);
                places[pair[1]].previous = Some(pair[0]);
            }
        }
        let title = site
            .config
            .title
            .clone()
            .unwrap_or_else(|| site.home().title.clone());
        Self {
            site_view: SiteView {
                title,
                id: site.config.id.clone(),
                footer: site.config.footer.clone(),
            },
            site,
            assets,
            targets,
            image_sizes,
            base_url,
            places,
            shown: shown(site, &directories),
            directories,
        }
    }

    /// The facts that directories show, by their ids.
    pub fn listed(&self) -> BTreeSet<&'a str> {
        self.shown.keys().map(|(_, fact)| *fact).collect()
    }

    /// The view of one page.
    pub fn view(&'a self, index: usize, report: &mut Report) -> View<'a> {
        let page = &self.site.pages[index];
        let language = &self.site.languages[page.language];
        let place = &self.places[index];
        let node = place.path.last().copied();
        let from = &page.address;
        let description = page
            .front
            .description
            .clone()
            .unwrap_or_else(|| page.opening(110));
        let links = links::resolve(page, &self.targets, report);
        let references = self.references(page, report);
        let content = self.content(index, language, &links, &references, report);
        let canonical = self.base_url.as_ref().map(|base| canonical(base, from));
        let breadcrumbs: Vec<PageLink> = place
            .path
            .iter()
            .take(place.path.len().saturating_sub(1))
            .map(|node| self.link(from, node.page))
            .collect();
        let mut view = View {
            site: &self.site_view,
            text: &language.text,
            assets: &self.assets,
            root: "../".repeat(from.matches('/').count()),
            navigation: self.navigation(&language.tree.root, from, &place.path),
            previous: place.previous.map(|page| self.link(from, page)),
            next: place.next.map(|page| self.link(from, page)),
            children: node
                .filter(|node| node.section)
                .map(|node| self.links_to(from, &node.children))
                .unwrap_or_default(),
            cards: self.cards(page, language, report),
            sheets: self.sheet_list(page, language),
            breadcrumbs,
            home: self.link(from, language.tree.root.page),
            urgent: self.urgent(from, report),
            case_page: self
                .case_page(page.language)
                .map(|case| self.link(from, case)),
            shared_fields: shared_fields(&language.fields),
            tool: false,
            search_index: search::address(language),
            page: PageView {
                case: (page.front.kind == Kind::Case)
                    .then(|| case_page::view(self, page, language, report))
                    .flatten(),
                structured_data: structured_data::of(
                    page,
                    &self.site_view.title,
                    &language.code,
                    canonical.as_deref(),
                    &description,
                    &content,
                ),
                language: &language.code,
                kind: kind(page, node, language),
                title: &page.title,
                has_heading: page.has_heading(),
                heading_id: page.title_heading().map(|heading| heading.id.as_str()),
                description,
                updated: page.front.updated.map(|date| date.to_string()),
                urgent: page.front.urgent,
                canonical,
                edit: self
                    .site
                    .config
                    .edit_url
                    .as_ref()
                    .filter(|_| !page.text.is_empty())
                    .map(|url| format!("{url}{}", address::encode(&page.path))),
                contents: self.contents(page, index),
                references,
                checklist: checklist(page),
                letters: self.letters(page, from, language, report),
                sheet: print::sheet(page, language).map(|sheet| address::relative(from, &sheet)),
                uses_tool: !page.document.items.is_empty()
                    || !page.document.letters.is_empty()
                    || page.front.kind == Kind::Case,
                content,
            },
        };
        view.tool = uses_tool(&view);
        view
    }

    /// What to read first in an emergency.
    fn urgent(&self, from: &str, report: &mut Report) -> Option<PageLink> {
        let urgent = self.site.config.urgent.as_ref()?;
        let path = format!("{}{}", self.site.languages[0].folder, urgent.page);
        let Some(page) = self.site.pages.iter().position(|page| page.path == path) else {
            report.push(Diagnostic::file(
                config::FILE,
                format!("`urgent` names no page `{path}`"),
                "name a page below the first language's folder",
            ));
            return None;
        };
        Some(PageLink {
            title: urgent.title.clone(),
            ..self.link(from, page)
        })
    }

    /// The view of the page for addresses that do not exist. A host shows it at any depth, so its links start at the
    /// top of the host.
    pub fn not_found_view(&'a self, base_url: Option<&str>) -> View<'a> {
        let language = &self.site.languages[0];
        let top = base_url.map_or("/", host_path);
        let absolute = |page: usize| {
            let mut link = self.link("", page);
            link.href.insert_str(0, top);
            link
        };
        let root = &language.tree.root;
        View {
            site: &self.site_view,
            text: &language.text,
            assets: &self.assets,
            root: top.to_owned(),
            navigation: Vec::new(),
            breadcrumbs: Vec::new(),
            home: absolute(root.page),
            urgent: None,
            case_page: None,
            shared_fields: String::new(),
            tool: false,
            search_index: search::address(language),
            previous: None,
            next: None,
            children: root
                .children
                .iter()
                .map(|node| absolute(node.page))
                .collect(),
            cards: Vec::new(),
            sheets: None,
            page: PageView {
                language: &language.code,
                kind: "not-found",
                title: "404",
                has_heading: false,
                heading_id: None,
                description: String::new(),
                updated: None,
                urgent: false,
                canonical: None,
                edit: None,
                structured_data: String::new(),
                content: Vec::new(),
                contents: Vec::new(),
                references: Vec::new(),
                checklist: None,
                uses_tool: false,
                letters: Vec::new(),
                case: None,
                sheet: None,
            },
        }
    }

    /// The page for cases in a language.
    fn case_page(&self, language: usize) -> Option<usize> {
        let pages = self.site.pages.iter();
        let mut pages = pages
            .enumerate()
            .filter(|(_, page)| page.language == language);
        let found = pages.find(|(_, page)| page.front.kind == Kind::Case);
        found.map(|(index, _)| index)
    }

    /// Everything there is.
    pub(crate) fn site(&self) -> &'a Site {
        self.site
    }

    pub(crate) fn link(&self, from: &str, page: usize) -> PageLink {
        let page = &self.site.pages[page];
        PageLink {
            title: page.title.clone(),
            description: page.front.description.clone().unwrap_or_default(),
            href: address::relative(from, &page.address),
            urgent: page.front.urgent,
            checklist: checklist(page),
        }
    }

    fn links_to(&self, from: &str, nodes: &[Node]) -> Vec<PageLink> {
        nodes
            .iter()
            .map(|node| self.link(from, node.page))
            .collect()
    }

    /// The tree below `node`, opened along `path`.
    fn navigation(&self, node: &Node, from: &str, path: &[&Node]) -> Vec<NavigationItem> {
        node.children
            .iter()
            .map(|child| {
                let page = &self.site.pages[child.page];
                let open = path.iter().any(|above| above.page == child.page);
                NavigationItem {
                    title: page.nav_title().to_owned(),
                    href: address::relative(from, &page.address),
                    current: page.address == from,
                    open,
                    checklist: checklist(page),
                    children: if open {
                        self.navigation(child, from, path)
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect()
    }

    /// The pages of the section that `cards` names.
    fn cards(&self, page: &Page, language: &Language, report: &mut Report) -> Vec<PageLink> {
        let Some(section) = &page.front.cards else {
            return Vec::new();
        };
        let index = format!("{}{section}/index.html", language.prefix);
        let node = language
            .tree
            .root
            .children
            .iter()
            .find(|node| self.site.pages[node.page].address == index);
        match node {
            Some(node) => self.links_to(&page.address, &node.children),
            None => {
                report.push(Diagnostic::file(
                    &page.path,
                    format!("`cards` names no section `{section}`"),
                    "name a folder beside this page",
                ));
                Vec::new()
            }
        }
    }

    /// The letters that a situation uses, by file stem, as links from an address.
    pub(crate) fn letters(
        &self,
        page: &Page,
        from: &str,
        language: &Language,
        report: &mut Report,
    ) -> Vec<PageLink> {
        let letters = || {
            self.site.pages.iter().enumerate().filter(|(_, other)| {
                other.front.kind == Kind::Letter
                    && self.site.languages[other.language].code == language.code
            })
        };
        let mut found = Vec::new();
        for id in &page.front.letters {
            match letters().find(|(_, letter)| address::stem(&letter.path) == id) {
                Some((index, _)) => found.push(self.link(from, index)),
                None => report.push(Diagnostic::file(
                    &page.path,
                    format!("there is no letter `{id}`"),
                    crate::similar::remedy(
                        id,
                        letters().map(|(_, letter)| address::stem(&letter.path)),
                        "write it as a page with `kind = \"letter\"`",
                    ),
                )),
            }
        }
        found
    }

    /// The evidence on the checklists of the situations that use a letter, each text once.
    fn evidence(&self, letter: &Page) -> Vec<EvidenceView> {
        let id = address::stem(&letter.path);
        let mut evidence: Vec<EvidenceView> = Vec::new();
        for page in &self.site.pages {
            if page.language != letter.language || !page.front.letters.iter().any(|used| used == id)
            {
                continue;
            }
            let checklist = address::stem(&page.path);
            for item in page.document.items.iter().filter(|item| item.evidence) {
                let ids = std::iter::once(&item.id).chain(&item.was);
                let keys: Vec<String> = ids.map(|id| format!("{checklist}/{id}")).collect();
                evidence.push(EvidenceView {
                    item: keys.join(" "),
                    text: item
                        .text
                        .trim_end_matches(['。', '；', '，', '.'])
                        .to_owned(),
                });
            }
        }
        evidence
    }

    /// The facts that a page cites, each once: first those that a mark in the text points at, in order, then those of
    /// which only the value is printed, then those that its letter states.
    fn references(&'a self, page: &Page, report: &mut Report) -> Vec<Reference<'a>> {
        let mut references: Vec<Reference> = Vec::new();
        let citations = &page.document.citations;
        let marks = citations
            .iter()
            .filter(|c| c.kind == CitationKind::Reference);
        let values = citations.iter().filter(|c| c.kind == CitationKind::Value);
        for citation in marks.chain(values) {
            let Some(fact) = self.site.facts.get(&citation.fact) else {
                report.push(page.problem(
                    &citation.span,
                    format!("there is no fact `{}`", citation.fact),
                    self.site.facts.suggestion(&citation.fact),
                ));
                continue;
            };
            if citation.kind == CitationKind::Value && fact.value.is_none() {
                report.push(page.problem(
                    &citation.span,
                    format!("the fact `{}` has no value to print", citation.fact),
                    format!("cite it with `[@{}]`, or add `value` to it", citation.fact),
                ));
                continue;
            }
            if !references.iter().any(|r| r.id == fact.id.get_ref()) {
                let number = references.len() + 1;
                references.push(reference(&self.site.facts, fact, number));
            }
        }
        // One that does not exist is reported with the letter.
        let basis = page.front.basis.iter();
        for fact in basis.filter_map(|id| self.site.facts.get(id)) {
            if !references.iter().any(|r| r.id == fact.id.get_ref()) {
                let number = references.len() + 1;
                references.push(reference(&self.site.facts, fact, number));
            }
        }
        references
    }

    /// The body, with every hole filled.
    fn content(
        &'a self,
        index: usize,
        language: &Language,
        links: &[Resolved],
        references: &[Reference],
        report: &mut Report,
    ) -> Vec<Piece<'a>> {
        let page = &self.site.pages[index];
        let mut pieces = Vec::new();
        let mut html = String::new();
        for part in page.body() {
            match part {
                Part::Html(text) => html.push_str(text),
                Part::Href(link) => match &links[link] {
                    // What recourse wrote itself is encoded already, and keeps its Han characters.
                    Resolved {
                        href,
                        address: Some(_),
                    } => push_attribute(&mut html, href),
                    Resolved { href, .. } => push_address(&mut html, href),
                },
                Part::ImageSize(link) => {
                    let size = links[link]
                        .address
                        .as_deref()
                        .and_then(|address| self.image_sizes.get(address));
                    if let Some((width, height)) = size {
                        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                }
                Part::Reference(citation) => {
                    let fact = &page.document.citations[citation].fact;
                    if let Some(reference) = references.iter().find(|r| r.id == fact) {
                        html.push_str(&format!(
                            "<sup class=\"cite\"><a href=\"#ref-{0}\" role=\"doc-noteref\">{1}</a></sup>",
                            escape(fact),
                            reference.number
                        ));
                    }
                }
                Part::Value(citation) => {
                    let fact = self.site.facts.get(&page.document.citations[citation].fact);
                    html.push_str(&fact.map(value).unwrap_or_default());
                }
                Part::Letter(block) => {
                    pieces.push(piece(std::mem::take(&mut html)));
                    let block = &page.document.letters[block];
                    pieces.push(Piece {
                        letter: letter::view(page, block, language, self.evidence(page), report),
                        ..Piece::default()
                    });
                }
                Part::Directory(block) => {
                    pieces.push(piece(std::mem::take(&mut html)));
                    let directory = self.directories[index][block].as_ref();
                    pieces.push(Piece {
                        directory: directory.map(|it| self.directory_view(page, it)),
                        ..Piece::default()
                    });
                }
            }
        }
        pieces.push(piece(html));
        pieces
    }
}

fn piece<'a>(html: String) -> Piece<'a> {
    Piece {
        html: Some(html),
        ..Piece::default()
    }
}

/// Where each fact is shown: on the first such page in reading order.
fn shown<'a>(
    site: &'a Site,
    directories: &[Vec<Option<Directory<'a>>>],
) -> HashMap<(usize, &'a str), usize> {
    let mut shown = HashMap::new();
    for (index, language) in site.languages.iter().enumerate() {
        for page in language.tree.in_order() {
            let groups = directories[page].iter().flatten().flat_map(|d| &d.groups);
            for fact in groups.flat_map(|group| &group.facts) {
                shown
                    .entry((index, fact.id.get_ref().as_str()))
                    .or_insert(page);
            }
        }
    }
    shown
}

/// Whether a page has anything that the tool does: a checklist, a letter, or another page's progress.
fn uses_tool(view: &View) -> bool {
    fn shows_progress(items: &[NavigationItem]) -> bool {
        items
            .iter()
            .any(|item| item.checklist.is_some() || shows_progress(&item.children))
    }
    let links = view.cards.iter().chain(&view.children);
    view.page.uses_tool
        || view.case_page.is_some()
        || shows_progress(&view.navigation)
        || links.into_iter().any(|link| link.checklist.is_some())
}

/// The fields whose answers all cases share.
fn shared_fields(fields: &Dictionary) -> String {
    let shared = fields
        .iter()
        .filter(|(_, field)| field.scope == Scope::Person);
    shared
        .map(|(id, _)| id.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn place<'a>(node: &'a Node, path: &mut Vec<&'a Node>, places: &mut [Place<'a>]) {
    path.push(node);
    places[node.page].path.clone_from(path);
    for child in &node.children {
        place(child, path, places);
    }
    path.pop();
}

fn kind(page: &Page, node: Option<&Node>, language: &Language) -> &'static str {
    match page.front.kind {
        Kind::Page if language.print && page.address == print::centre(&language.prefix) => "print",
        Kind::Home => "home",
        Kind::Situation => "situation",
        Kind::Letter => "letter",
        Kind::Faq => "faq",
        Kind::Case => "case",
        Kind::Page if node.is_some_and(|node| node.section) => "section",
        Kind::Page => "page",
    }
}

/// The path part of a base address, with its `/` at both ends.
fn host_path(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    base_url[host..]
        .find('/')
        .map_or("/", |at| &base_url[host + at..])
}

/// The full address of a page; a section's without `index.html`.
pub fn canonical(base: &str, address: &str) -> String {
    let address = address
        .strip_suffix("index.html")
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .unwrap_or(address);
    format!("{base}{}", address::encode(address))
}

fn checklist(page: &Page) -> Option<Checklist> {
    let items = &page.document.items;
    (!items.is_empty()).then(|| Checklist {
        id: address::stem(&page.path).to_owned(),
        items: items
            .iter()
            .map(|item| {
                let names = std::iter::once(&item.id).chain(&item.was);
                names.map(String::as_str).collect::<Vec<_>>().join("=")
            })
            .collect::<Vec<_>>()
            .join(" "),
        total: items.len(),
    })
}

fn reference<'a>(facts: &'a Facts, fact: &'a Fact, number: usize) -> Reference<'a> {
    let document = facts.document(fact);
    Reference {
        number,
        id: fact.id.get_ref(),
        document: document.map(facts::Document::short),
        article: fact.article.as_deref(),
        title: fact.title.as_deref(),
        value: fact.value.as_deref(),
        text: &fact.text,
        in_force_from: facts.in_force(fact).0.map(|date| date.to_string()),
        url: fact
            .url
            .as_deref()
            .or_else(|| document.and_then(|document| document.url.as_deref())),
        secondary: fact.confidence == Confidence::Secondary,
        checked: fact.checked.to_string(),
    }
}

/// A fact's value as HTML: what can be dialled or opened is a link.
pub(crate) fn value(fact: &Fact) -> String {
    let value = escape(fact.value.as_deref().unwrap_or_default());
    let class = match fact.kind {
        FactKind::Telephone => "telephone",
        _ => "official",
    };
    match fact.href() {
        Some(href) => format!(
            "<a class=\"{class}\" href=\"{}\">{value}</a>",
            escape(&href)
        ),
        None => format!("<span class=\"fact\">{value}</span>"),
    }
}
