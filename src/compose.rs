//! Makes the view of each page from the site: links resolved, facts inserted, navigation cut to what is open.

mod body;
mod directory;
mod navigation;
mod references;
mod sheets;

use std::collections::{BTreeSet, HashMap};

use crate::address;
use crate::case_page;
use crate::config;
use crate::diagnostic::{Diagnostic, Report};
use crate::directory::Directory;
use crate::feed;
use crate::fields::{Dictionary, Scope};
use crate::front_matter::Kind;
use crate::links::{self, Targets};
use crate::offline;
use crate::page::Page;
use crate::print;
use crate::search;
use crate::site::{Language, Site};
use crate::structured_data::About;
use crate::tree::Node;
use crate::view::{Assets, Card, PageLink, PageView, SiteView, View};

pub(crate) use body::value;
use directory::shown;
use navigation::{Place, checklist, place, uses_tool};

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
        let card = card(site, base_url.as_deref(), &image_sizes, report);
        Self {
            site_view: SiteView {
                title: site.title().to_owned(),
                id: site.config.id.clone(),
                footer: site.config.footer.clone(),
                single_file: site.config.single_file.clone(),
                card,
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
        let cards = self.cards(page, language, report);
        let about = About {
            kind: page.front.kind,
            title: &page.title,
            description: &description,
            language: &language.code,
            site_title: &self.site_view.title,
            url: canonical.as_deref(),
            image: (self.site_view.card.as_ref()).map(|card| card.address.as_str()),
            updated: page.front.updated.map(|date| date.to_string()),
            content: &content,
            checklist: &self.groups(page),
            above: &self.above(place),
        };
        let structured_data = about.json();
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
            urgent_cards: cards.iter().filter(|card| card.urgent).cloned().collect(),
            cards,
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
            manifest: offline::manifest(language),
            feed: self.feed(page.language),
            page: PageView {
                case: (page.front.kind == Kind::Case)
                    .then(|| case_page::view(self, page, language, report))
                    .flatten(),
                structured_data,
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
            urgent: self
                .urgent("", &mut Report::default())
                .map(|urgent| PageLink {
                    href: format!("{top}{}", urgent.href),
                    ..urgent
                }),
            case_page: None,
            shared_fields: String::new(),
            tool: false,
            search_index: search::address(language),
            manifest: offline::manifest(language),
            feed: None,
            previous: None,
            next: None,
            children: root
                .children
                .iter()
                .map(|node| absolute(node.page))
                .collect(),
            cards: Vec::new(),
            urgent_cards: Vec::new(),
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

    /// The pages above a place with their full addresses, the home page first.
    fn above(&self, place: &Place) -> Vec<PageLink> {
        let Some(base) = &self.base_url else {
            return Vec::new();
        };
        let above = place.path.iter().rev().skip(1).rev();
        above
            .map(|node| PageLink {
                href: canonical(base, &self.site.pages[node.page].address),
                ..self.link("", node.page)
            })
            .collect()
    }

    /// The address of a language's feed of changed rules, if it has one.
    fn feed(&self, language: usize) -> Option<String> {
        let wanted = self.base_url.is_some() && self.changes(language).is_some();
        wanted.then(|| feed::address(&self.site.languages[language]))
    }

    /// The first page of a language that lists the dated changes, and its list.
    pub(crate) fn changes(&self, language: usize) -> Option<(usize, &Directory<'a>)> {
        let pages = self.site.pages.iter().zip(&self.directories).enumerate();
        pages
            .filter(|(_, (page, _))| page.language == language)
            .find_map(|(index, (_, directories))| {
                let mut directories = directories.iter().flatten();
                let changes = directories.find(|directory| !directory.changes.is_empty())?;
                Some((index, changes))
            })
    }

    /// The site's name.
    pub(crate) fn title(&self) -> &str {
        &self.site_view.title
    }

    /// Everything there is.
    pub(crate) fn site(&self) -> &'a Site {
        self.site
    }
}

/// The picture that stands for the site; it needs a full address.
fn card(
    site: &Site,
    base_url: Option<&str>,
    sizes: &HashMap<&str, (usize, usize)>,
    report: &mut Report,
) -> Option<Card> {
    let path = site.config.card.as_ref()?;
    let address = site.files.get(path);
    let Some((address, (width, height))) =
        address.and_then(|address| Some((address, *sizes.get(address.as_str())?)))
    else {
        report.push(Diagnostic::file(
            config::FILE,
            format!("`card` names no picture: `{path}`"),
            "name a PNG or JPEG file by its path below the site's folder",
        ));
        return None;
    };
    Some(Card {
        address: format!("{}{}", base_url?, address::encode(address)),
        width,
        height,
    })
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
