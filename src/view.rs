//! What a template sees of a page: one typed value, made from the site. Templates know nothing else.

mod case;
mod directory;
mod letter;
mod sheet;

use std::ops::Not;

use serde::Serialize;

use crate::render::Ready;

pub use case::*;
pub use directory::*;
pub use letter::*;
pub use sheet::*;

/// What every template can use, the same on all pages of a language.
#[derive(Debug, Serialize)]
pub struct Shared<'a> {
    /// The site.
    pub site: &'a SiteView,
    /// The interface texts of the page's language, from `text/LANGUAGE.toml`.
    pub text: &'a toml::Table,
    /// Addresses of style, script, module and icon below the site's top; put `root` before them.
    pub assets: &'a Assets,
    /// The address of what every page with the tool holds only while that runs, its words above all; below the site's
    /// top, and fetched with the tool.
    pub texts: String,
    /// The address of the search's own words, below the site's top; fetched with it.
    pub search_words: String,
    /// The fields whose answers all cases share, with spaces between; none if no page looks after cases.
    pub shared_fields: String,
}

/// Everything else that a page's template can use.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    /// The way to the site's top, such as `../`; empty at the top.
    pub root: String,
    /// The home page of the page's language.
    pub home: PageLink,
    /// What to read first in an emergency, if the site has it and this is not the page.
    pub urgent: Option<PageLink>,
    /// The page on which the tool looks after cases, if the site has one.
    pub case_page: Option<PageLink>,
    /// Whether anything on the page is done by the tool.
    pub tool: bool,
    /// The address of the search index, below the site's top.
    pub search_index: String,
    /// The address of the web app's manifest, below the site's top.
    pub manifest: String,
    /// The address of the feed of changed rules, below the site's top, if the site has one.
    pub feed: Option<String>,
    /// The page itself.
    pub page: PageView<'a>,
    /// The tree of pages, as far as it is open here.
    pub navigation: Vec<NavigationItem<'a>>,
    /// The pages above this one, the home page first.
    pub breadcrumbs: Vec<PageLink>,
    /// The page before this one in reading order.
    pub previous: Option<PageLink>,
    /// The page after this one in reading order.
    pub next: Option<PageLink>,
    /// The pages right below a section.
    pub children: Vec<PageLink>,
    /// The cards of a home page or of the situations' section.
    pub cards: Vec<PageLink>,
    /// Those of them that are emergencies.
    pub urgent_cards: Vec<PageLink>,
    /// On the print centre's page: the sheets.
    pub sheets: Option<SheetList>,
}

/// The site, as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// Names its saved data.
    pub id: String,
    /// A line at the foot of every page.
    pub footer: String,
    /// The address of the edition in one file, below the site's top, if there is one.
    pub single_file: Option<String>,
    /// The picture that stands for the site where a link to it is shared, if the site has a base address.
    pub card: Option<Card>,
}

/// A picture with its size.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Its full address.
    pub address: String,
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
}

/// Addresses below the site's top.
#[derive(Debug, Clone, Serialize)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The style sheet for forms and letters.
    pub work: String,
    /// The style sheet for what is there only while the tool runs; fetched with that.
    pub tool: String,
    /// The style sheet for lists of facts.
    pub facts: String,
    /// The style sheet for what a search finds; fetched with the search.
    pub found: String,
    /// The style sheet for sheets of paper.
    pub sheet: String,
    /// The tool's script.
    pub script: String,
    /// The tool's WebAssembly module.
    pub module: String,
    /// The icon.
    pub icon: String,
    /// The script that sets text size and colours as the reader chose them, on every page.
    pub reading: String,
    /// The script for what a page does beyond standing there, on every page.
    pub reader: String,
    /// The script that reads a page aloud, fetched when that is first asked for.
    pub read_aloud: String,
    /// The script that shows the search box, on every page.
    pub search_box: String,
    /// The search itself, fetched when the box is first touched.
    pub search: String,
    /// The script that has the site kept on the device; none if it is not to be kept.
    pub offline: Option<String>,
}

/// The page itself.
#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    /// BCP 47.
    pub language: &'a str,
    /// `page`, `home`, `situation`, `letter`, `faq`, `case`, `section` or `print`.
    pub kind: &'static str,
    /// The title.
    pub title: &'a str,
    /// Whether the body has a first-level heading of its own.
    pub has_heading: bool,
    /// The id of the heading that the title stands in for.
    pub heading_id: Option<&'a str>,
    /// One sentence on the page.
    pub description: String,
    /// When the text was last revised.
    pub updated: Option<String>,
    /// Whether this is an emergency.
    pub urgent: bool,
    /// The full address, if the site has a base address.
    pub canonical: Option<String>,
    /// Where the source can be edited.
    pub edit: Option<String>,
    /// JSON-LD, safe inside of a script element.
    pub structured_data: String,
    /// The body.
    pub content: Vec<Piece<'a>>,
    /// The contents list.
    pub contents: Vec<ContentsItem<'a>>,
    /// The facts that the body cites, in order.
    pub references: Vec<Reference<'a>>,
    /// The page's checklist, if it has one.
    pub checklist: Option<Checklist>,
    /// The address of what the page holds only while the tool runs, below the site's top; fetched with the tool.
    pub beside: String,
    /// Whether it shows lists of facts.
    pub directory: bool,
    /// Whether it has a checklist or a letter, so that the reader should know whether the tool runs.
    pub uses_tool: bool,
    /// The letters that a situation uses.
    pub letters: Vec<PageLink>,
    /// What the tool goes by on the page for cases.
    pub case: Option<CaseView>,
    /// The address of its sheet of paper: its checklist or its blank letter.
    pub sheet: Option<String>,
}

/// A part of a page's body: HTML, a letter, or facts.
#[derive(Debug, Default, Serialize)]
pub struct Piece<'a> {
    /// HTML that is safe to print.
    pub html: Option<String>,
    /// Whether it is the paragraph that the page begins with: it says what to do first, and stands above all else.
    pub lead: bool,
    /// A letter to draft.
    pub letter: Option<LetterView>,
    /// Facts, as a list to look things up in.
    pub directory: Option<DirectoryView<'a>>,
}

/// A link to another page.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// Its title.
    pub title: String,
    /// One sentence on it.
    pub description: String,
    /// The address, relative to this page.
    pub href: String,
    /// Whether it is an emergency.
    pub urgent: bool,
    /// Its checklist, to show progress.
    pub checklist: Option<Checklist>,
}

/// A page in the navigation.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum NavigationItem<'a> {
    /// A [`NavigationLink`], which all pages of a folder share: they have dozens of them.
    Link(Ready),
    /// Any other.
    Entry(NavigationEntry<'a>),
}

/// A page in the navigation of which there is nothing to show but its title.
#[derive(Debug, Serialize)]
pub struct NavigationLink<'a> {
    /// Says that it is one.
    pub plain: bool,
    /// Its title for narrow places.
    pub title: &'a str,
    /// The address, relative to this page.
    pub href: &'a str,
}

/// A page in the navigation that is open or has a checklist, or the way to all pages of a long section. It comes without
/// what is false, none or empty.
#[derive(Debug, Serialize)]
pub struct NavigationEntry<'a> {
    /// Its title for narrow places.
    pub title: &'a str,
    /// The address, relative to this page.
    pub href: String,
    /// Whether it is this page.
    #[serde(skip_serializing_if = "Not::not")]
    pub current: bool,
    /// Whether this page is it or below it.
    #[serde(skip_serializing_if = "Not::not")]
    pub open: bool,
    /// Its checklist, to show progress.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checklist: Option<Checklist>,
    /// What is below, as far as it is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<NavigationItem<'a>>,
    /// Instead of a page: how many pages a long section has, of which only those near by are listed. The link leads to
    /// the list of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<usize>,
}

/// A page's checklist.
#[derive(Debug, Clone, Serialize)]
pub struct Checklist {
    /// Its name in the saved data.
    pub id: String,
    /// The ids of its items, with spaces between; an id that had other names before has them behind it, with `=`
    /// between.
    pub items: String,
    /// How many items it has.
    pub total: usize,
}

/// A heading in the contents list.
#[derive(Debug, Serialize)]
pub struct ContentsItem<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// Its text.
    pub text: &'a str,
    /// 2 or 3.
    pub level: u8,
}

/// A fact that the page cites.
#[derive(Debug, Serialize)]
pub struct Reference<'a> {
    /// Its number on this page, from 1.
    pub number: usize,
    /// The fact's id.
    pub id: &'a str,
    /// The document's title, if it comes from one.
    pub document: Option<&'a str>,
    /// The article in the document.
    pub article: Option<&'a str>,
    /// What it is called, where it is no article.
    pub title: Option<&'a str>,
    /// Its value.
    pub value: Option<&'a str>,
    /// What it says.
    pub text: &'a str,
    /// Since when it is in force.
    pub in_force_from: Option<String>,
    /// The official address.
    pub url: Option<&'a str>,
    /// Whether readers should go by the official text.
    pub secondary: bool,
    /// When it was last checked.
    pub checked: String,
}

/// The whole site in one file.
#[derive(Debug, Serialize)]
pub struct SingleFileView<'a> {
    /// The comment by which a later build knows the file.
    pub mark: &'static str,
    /// BCP 47.
    pub language: &'a str,
    /// The site's name.
    pub title: &'a str,
    /// The content security policy.
    pub policy: String,
    /// The icon, an SVG in base64.
    pub icon: String,
    /// The style sheets.
    pub styles: Vec<StyleView>,
    /// All pages as one plain document.
    pub plain: String,
    /// What to do where only this is seen.
    pub alone: &'a str,
    /// The address of the page that is shown first.
    pub home: &'a str,
    /// The site's files.
    pub pack: Pack,
    /// The script that shows them.
    pub script: String,
}

/// A style sheet that stands in the file.
#[derive(Debug, Serialize)]
pub struct StyleView {
    /// Its address on the site.
    pub address: String,
    /// Its text.
    pub text: String,
    /// Whether it is for the plain document too.
    pub plain: bool,
    /// Whether every page may use it without naming it.
    pub always: bool,
}

/// The site's files as one text.
#[derive(Debug, Clone, Serialize)]
pub struct Pack {
    /// The compressed files, in base64.
    pub text: String,
    /// How many bytes they are.
    pub length: usize,
    /// The FNV-1a hash of those bytes: a copied file may be damaged.
    pub sum: u32,
}
