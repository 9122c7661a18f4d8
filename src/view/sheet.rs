//! What a template sees of sheets of paper.

use serde::Serialize;

use super::{BlockView, PageLink};

/// The sheets of paper that a language's print centre offers.
#[derive(Debug, Serialize)]
pub struct SheetList {
    /// The first steps of all emergencies on one page.
    pub urgent: Option<String>,
    /// Everything in one document.
    pub all: String,
    /// The checklists.
    pub checklists: Vec<PageLink>,
    /// The blank letters.
    pub letters: Vec<PageLink>,
}

/// A page of sheets to print.
#[derive(Debug, Serialize)]
pub struct SheetPageView<'a> {
    /// The way to the site's top.
    pub root: String,
    /// BCP 47.
    pub language: &'a str,
    /// The title.
    pub title: String,
    /// The full address of the page that says the same on screen, or else its own, if the site has a base address.
    pub canonical: Option<String>,
    /// The page that says the same on screen.
    pub back: PageLink,
    /// The sheets, each beginning on a page of its own.
    pub sheets: Vec<SheetView>,
}

/// A sheet of paper.
#[derive(Debug, Clone, Serialize)]
pub struct SheetView {
    /// `checklist`, `letter` or `urgent`.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// HTML of what comes first of all.
    pub first: String,
    /// A checklist's items by their headings.
    pub groups: Vec<SheetGroup>,
    /// Whether the items are so many or so long that smaller type keeps them on one page.
    pub long: bool,
    /// A blank letter.
    pub letter: Vec<BlockView>,
    /// What the items rest on, such as 《某法》第一条.
    pub sources: Vec<SheetSource>,
    /// The full address of the page that says the same on screen, if the site has a base address.
    pub address: Option<String>,
    /// SVG of the code that leads there.
    pub code: Option<String>,
    /// The newest date at which a fact on it was checked.
    pub checked: Option<String>,
    /// When the text was last revised.
    pub updated: Option<String>,
}

/// Items of a checklist below one heading.
#[derive(Debug, Clone, Serialize)]
pub struct SheetGroup {
    /// The section that begins with this group.
    pub section: Option<String>,
    /// The heading inside of the section.
    pub title: Option<String>,
    /// The items.
    pub items: Vec<SheetItem>,
    /// Whether all of them are pieces of evidence: there is no time or number to note then.
    pub evidence: bool,
}

/// An item of a checklist on paper.
#[derive(Debug, Clone, Serialize)]
pub struct SheetItem {
    /// HTML of its words, without links.
    pub html: String,
}

/// Articles of one document.
#[derive(Debug, Clone, Serialize)]
pub struct SheetSource {
    /// The document's title.
    pub document: String,
    /// The articles.
    pub articles: Vec<String>,
}
