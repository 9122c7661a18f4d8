//! What a file of facts holds: documents, facts, dated changes.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Date;

use super::limit::{LastDay, Unit, Whose};

/// How well a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Seen on a page of the authority or the provider itself.
    Official,
    /// Seen as the complete official text.
    FullText,
    /// Reported by others; readers are told to go by the official text.
    Secondary,
}

/// What sort of fact it is, which decides how its value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An article of a law or rule.
    Article,
    /// A telephone number, shown as a `tel:` link.
    Telephone,
    /// A web address, shown as a link.
    Address,
    /// A time limit.
    Limit,
    /// A way through an app's menus.
    Path,
    /// Any other rule that readers may rely on.
    Rule,
}

impl Kind {
    /// Its name in files and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Telephone => "telephone",
            Self::Address => "address",
            Self::Limit => "limit",
            Self::Path => "path",
            Self::Rule => "rule",
        }
    }
}

/// A document that facts come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Permanent id.
    pub id: Spanned<String>,
    /// The full title.
    pub name: String,
    /// The title as it is cited.
    pub short: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Its official number.
    pub number: Option<String>,
    /// Its official address.
    pub url: Option<String>,
    /// The first day it is in force.
    pub in_force_from: Option<Date>,
    /// The last day it is in force.
    pub until: Option<Date>,
    /// How well it is known.
    pub confidence: Confidence,
    /// When that was last checked.
    pub checked: Date,
    /// For editors; never shown.
    pub note: Option<String>,
}

/// One fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Permanent id.
    pub id: Spanned<String>,
    /// What sort of fact it is.
    pub kind: Kind,
    /// The document it comes from.
    pub source: Option<Spanned<String>>,
    /// The article of that document, in the document's own form.
    pub article: Option<String>,
    /// What it is called, where it is no article.
    pub title: Option<String>,
    /// What it is listed under in a directory, such as a provider; without it under its document.
    pub group: Option<String>,
    /// The value itself: a number to dial, an address, a time limit.
    pub value: Option<String>,
    /// What it says, in plain words.
    pub text: String,
    /// Its own official address, where it differs from the document's.
    pub url: Option<String>,
    /// The first day it is in force; otherwise the document's.
    pub in_force_from: Option<Date>,
    /// The last day it is in force; otherwise the document's.
    pub until: Option<Date>,
    /// How well it is known.
    pub confidence: Confidence,
    /// When that was last checked.
    pub checked: Date,
    /// For editors; never shown.
    pub note: Option<String>,
    /// A time limit: what starts it.
    pub trigger: Option<String>,
    /// A time limit: how many units.
    pub amount: Option<u32>,
    /// A time limit: what is counted.
    pub unit: Option<Unit>,
    /// A time limit: who has to keep it.
    pub whose: Option<Whose>,
    /// The facts that this one rests on.
    #[serde(default)]
    pub basis: Vec<Spanned<String>>,
    /// A time limit: when its last day moves.
    pub last_day: Option<LastDay>,
}

impl Fact {
    /// Where its value leads, if it can be dialled or opened.
    pub fn href(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        match self.kind {
            Kind::Telephone => {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                Some(format!("tel:{digits}"))
            }
            Kind::Address => Some(format!("https://{value}")),
            _ => None,
        }
    }
}

impl Document {
    /// The title as it is cited.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// A dated change of the rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The day it took effect or was published.
    pub date: Date,
    /// What changed.
    pub title: String,
    /// What that means.
    pub text: String,
    /// The facts it rests on.
    #[serde(default)]
    pub basis: Vec<Spanned<String>>,
}
