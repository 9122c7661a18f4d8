//! What a template sees of facts that are listed to be looked up.

use serde::Serialize;

/// Facts as a list to look things up in.
#[derive(Debug, Serialize)]
pub struct DirectoryView<'a> {
    /// The level of the groups' headings, 2 to 6.
    pub level: u8,
    /// The facts, by what they have in common.
    pub groups: Vec<FactGroup<'a>>,
    /// The dated changes, newest first.
    pub changes: Vec<ChangeView<'a>>,
}

/// Facts that belong together.
#[derive(Debug, Serialize)]
pub struct FactGroup<'a> {
    /// Its anchor; none if it has no heading.
    pub id: Option<&'a str>,
    /// The heading.
    pub title: &'a str,
    /// The document that all of them come from.
    pub document: Option<DocumentView<'a>>,
    /// Those that are time limits.
    pub limits: Vec<FactView<'a>>,
    /// All others.
    pub entries: Vec<FactView<'a>>,
}

/// A document that facts come from.
#[derive(Debug, Serialize)]
pub struct DocumentView<'a> {
    /// The full title.
    pub name: &'a str,
    /// Who issued it.
    pub issuer: Option<&'a str>,
    /// Its official number.
    pub number: Option<&'a str>,
    /// Since when it is in force.
    pub in_force_from: Option<String>,
    /// Until when it is in force.
    pub until: Option<String>,
    /// The official address.
    pub url: Option<&'a str>,
}

/// A fact in a directory.
#[derive(Debug, Serialize)]
pub struct FactView<'a> {
    /// Its anchor.
    pub anchor: String,
    /// `article`, `telephone`, `address`, `limit`, `path` or `rule`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The document's title, where the heading does not name it.
    pub document: Option<&'a str>,
    /// The article in the document.
    pub article: Option<&'a str>,
    /// What it is called, where it is no article.
    pub title: Option<&'a str>,
    /// Its value.
    pub value: Option<&'a str>,
    /// Where the value leads, if it can be dialled or opened.
    pub href: Option<String>,
    /// What it says.
    pub text: &'a str,
    /// Since when it is in force, where that is not the document's day.
    pub in_force_from: Option<String>,
    /// Until when it is in force, where that is not the document's day.
    pub until: Option<String>,
    /// Its own official address.
    pub url: Option<&'a str>,
    /// Whether readers should go by the official text.
    pub secondary: bool,
    /// When it was last checked.
    pub checked: String,
    /// A time limit: what starts it.
    pub trigger: Option<&'a str>,
    /// A time limit: `yours` or `theirs`, for who has to keep it.
    pub whose: Option<&'static str>,
    /// The facts that it rests on.
    pub basis: Vec<BasisView<'a>>,
}

/// A fact that another one rests on.
#[derive(Debug, Serialize)]
pub struct BasisView<'a> {
    /// The document's title.
    pub document: Option<&'a str>,
    /// The article, or what the fact is called.
    pub title: Option<&'a str>,
    /// Where a directory shows it.
    pub href: Option<String>,
}

/// A dated change of the rules.
#[derive(Debug, Serialize)]
pub struct ChangeView<'a> {
    /// Its anchor.
    pub anchor: &'a str,
    /// The day.
    pub date: String,
    /// What changed.
    pub title: &'a str,
    /// What that means.
    pub text: &'a str,
    /// The facts that it rests on.
    pub basis: Vec<BasisView<'a>>,
}
