//! Makes the view of each page from the site: links resolved, facts inserted, navigation cut to what is open.

mod body;
mod directories;
mod inputs;
mod navigation;
mod plan;
mod references;
mod sheets;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::address;
use crate::case_page;
use crate::config;
use crate::diagnostic::{Diagnostic, Report};
use crate::directory::{self, Directory};
use crate::feed;
use crate::fields::{Dictionary, Scope};
use crate::front_matter::Kind;
use crate::links;
use crate::offline;
use crate::page::Page;
use crate::print;
use crate::search;
use crate::site::{Language, Site};
use crate::structured_data::About;
use crate::tree::Node;
use crate::view::{Assets, Card, PageLink, PageView, Shared, SiteView, View};

pub(crate) use body::value;
use directories::shown;
pub use inputs::Inputs;
use navigation::{Links, Viewpoint, checklist, uses_tool};
pub use plan::Plan;

/// What all views of one build share.
pub struct Composer<'a> {
    site: &'a Site,
    site_view: SiteView,
    plan: &'a Plan,
    assets: Assets,
    image_sizes: HashMap<&'a str, (usize, usize)>,
    base_url: Option<String>,
    /// For each page with blocks of facts the answers to them.
    directories: BTreeMap<usize, Vec<Option<Directory<'a>>>>,
    /// The feed of each language, if it has one.
    feeds: Vec<Option<String>>,
    /// The page that shows a fact, by language and the fact's id.
    shown: HashMap<(usize, &'a str), usize>,
    /// For each page that stands for a folder what the navigations of that folder's pages share.
    links: Vec<OnceLock<Links>>,
}

impl<'a> Composer<'a> {
    /// Looks at what all pages share. `base_url` ends with `/`.
    pub fn new(
        site: &'a Site,
        plan: &'a Plan,
        assets: Assets,
        image_sizes: HashMap<&'a str, (usize, usize)>,
        base_url: Option<String>,
        report: &mut Report,
    ) -> Self {
        let directories: BTreeMap<usize, Vec<Option<Directory>>> = plan
            .directories
            .iter()
            .map(|page| {
                let found = directory::of_page(&site.pages[*page], &site.facts, report);
                (*page, found)
            })
            .collect();
        let card = card(site, base_url.as_deref(), &image_sizes, report);
        let mut composer = Self {
            site_view: SiteView {
                title: site.title().to_owned(),
                id: site.config.id.clone(),
                footer: site.config.footer.clone(),
                single_file: site.config.single_file.clone(),
                card,
            },
            site,
            plan,
            assets,
            image_sizes,
            base_url,
            shown: shown(site, &directories),
            directories,
            feeds: Vec::new(),
            links: site.pages.iter().map(|_| OnceLock::new()).collect(),
        };
        composer.feeds = (site.languages.iter().enumerate())
            .map(|(number, language)| {
                let wanted = composer.base_url.is_some() && composer.changes(number).is_some();
                wanted.then(|| feed::address(language))
            })
            .collect();
        composer
    }

    /// The view of one page.
    pub fn view(&'a self, index: usize, report: &mut Report) -> View<'a> {
        let page = &self.site.pages[index];
        let language = &self.site.languages[page.language];
        let place = &self.plan.places[index];
        let path = self.plan.path(self.site, index);
        let (node, above) = match path.split_last() {
            Some((node, above)) => (Some(*node), above),
            None => (None, &[][..]),
        };
        let from = &page.address;
        let description = page
            .front
            .description
            .clone()
            .unwrap_or_else(|| page.opening(110));
        let links = links::resolve(page, &self.site.pages, &self.plan.targets, report);
        let references = self.references(page, report);
        let content = self.content(index, language, &links, &references, report);
        let canonical = self.base_url.as_ref().map(|base| canonical(base, from));
        let breadcrumbs: Vec<PageLink> = above
            .iter()
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
            above: &self.above(above),
        };
        let structured_data = about.json();
        let mut view = View {
            root: "../".repeat(from.matches('/').count()),
            navigation: self.navigation(
                language,
                &Viewpoint {
                    address: from,
                    top: "",
                    way: &place.way,
                    shared: self.shared_links(&path),
                },
            ),
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
            urgent: self.urgent(from),
            case_page: self
                .case_page(page.language)
                .map(|case| self.link(from, case)),
            tool: false,
            search_index: search::address(language),
            manifest: offline::manifest(language),
            feed: self.feeds[page.language].clone(),
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
                beside: String::new(),
                directory: !page.document.directories.is_empty(),
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
        let urgent = self.urgent("").map(|urgent| PageLink {
            href: format!("{top}{}", urgent.href),
            urgent: true,
            ..urgent
        });
        let nowhere = Viewpoint {
            address: "",
            top,
            way: &[],
            shared: &[],
        };
        View {
            root: top.to_owned(),
            navigation: self.navigation(language, &nowhere),
            breadcrumbs: Vec::new(),
            home: absolute(root.page),
            urgent: urgent.clone(),
            case_page: None,
            tool: false,
            search_index: search::address(language),
            manifest: offline::manifest(language),
            feed: None,
            previous: None,
            next: None,
            children: urgent
                .into_iter()
                .chain(root.children.iter().map(|node| absolute(node.page)))
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
                beside: String::new(),
                directory: false,
                checklist: None,
                uses_tool: false,
                letters: Vec::new(),
                case: None,
                sheet: None,
            },
        }
    }

    /// The pages above a place with their full addresses, the home page first.
    fn above(&self, above: &[&Node]) -> Vec<PageLink> {
        let Some(base) = &self.base_url else {
            return Vec::new();
        };
        above
            .iter()
            .map(|node| PageLink {
                href: canonical(base, &self.site.pages[node.page].address),
                ..self.link("", node.page)
            })
            .collect()
    }

    /// The first page of a language that lists the dated changes, and its list.
    pub(crate) fn changes(&self, language: usize) -> Option<(usize, &Directory<'a>)> {
        self.directories
            .iter()
            .filter(|(page, _)| self.site.pages[**page].language == language)
            .find_map(|(page, directories)| {
                let mut directories = directories.iter().flatten();
                let changes = directories.find(|directory| !directory.changes.is_empty())?;
                Some((*page, changes))
            })
    }

    /// What the templates of a language's pages have in common. `texts` and `search_words` are the
    /// addresses of what the tool and the search have to say.
    pub fn shared(&'a self, language: usize, texts: &str, search_words: &str) -> Shared<'a> {
        let found = &self.site.languages[language];
        Shared {
            site: &self.site_view,
            text: &found.text,
            assets: &self.assets,
            texts: texts.to_owned(),
            search_words: search_words.to_owned(),
            shared_fields: match self.case_page(language) {
                Some(_) => shared_fields(&found.fields),
                None => String::new(),
            },
        }
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
