//! `site.toml`: what a site says of itself. Every key has a default; a folder without the file is a site too.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::Sources;

/// The name of the file, at the top of the site's folder.
pub const FILE: &str = "site.toml";

/// A site's settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The site's name; without it the home page's title.
    pub title: Option<String>,
    /// The name below its icon on a home screen, where few characters have room; without it the name.
    pub short_title: Option<String>,
    /// One sentence for search engines.
    pub description: String,
    /// Names the site's saved data in the browser, where several sites share one origin.
    pub id: String,
    /// The languages (BCP 47), each also the name of a folder of pages. The first is served at the top, the others
    /// below their name. Empty: the site's folder itself holds the pages.
    pub languages: Vec<String>,
    /// The language of a site without `languages`.
    pub language: String,
    /// The address that the site is published at; `--base-url` overrides it.
    pub base_url: Option<String>,
    /// A folder of templates that replace the built-in ones, relative to the site's folder.
    pub templates: Option<String>,
    /// Where the sources of the pages can be edited; a page's path is put behind it.
    pub edit_url: Option<String>,
    /// What to read first in an emergency; every page links to it.
    pub urgent: Option<Urgent>,
    /// After how many days a fact has to be checked again.
    pub review_after_days: u32,
    /// A line at the foot of every page, such as the licence; plain text.
    pub footer: String,
    /// The picture that stands for the site where a link to it is shared: a PNG or JPEG, relative to the site's folder,
    /// best 1200 by 630 pixels.
    pub card: Option<String>,
    /// Whether checklists and letters are also made as sheets of paper, with a page that lists them. A site that has
    /// neither has no such page.
    pub print: bool,
    /// Whether browsers keep the site on the device, so that it can be read without network. A site that no longer
    /// wants that says `false`: the next visit removes what is there.
    pub offline: bool,
    /// The name of a file at the top of the site that is the whole site in one, for a USB stick.
    pub single_file: Option<String>,
}

/// What to read first in an emergency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Urgent {
    /// What the link says.
    pub title: String,
    /// The page, below the first language's folder.
    pub page: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: None,
            short_title: None,
            description: String::new(),
            id: "site".to_owned(),
            languages: Vec::new(),
            language: "zh-CN".to_owned(),
            base_url: None,
            templates: None,
            edit_url: None,
            urgent: None,
            review_after_days: 365,
            footer: String::new(),
            card: None,
            print: true,
            offline: true,
            single_file: None,
        }
    }
}

impl Config {
    /// Reads `site.toml`; without one, the defaults.
    pub fn read(sources: &Sources, report: &mut Report) -> Self {
        let Some(text) = sources.text(FILE) else {
            return Self::default();
        };
        match toml::from_str::<Self>(text) {
            Ok(config) => {
                config.check(sources, report);
                config
            }
            Err(error) => {
                report.push(Diagnostic::toml(FILE, text, &error).unreadable());
                Self::default()
            }
        }
    }

    fn check(&self, sources: &Sources, report: &mut Report) {
        if self.id.is_empty()
            || !self
                .id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            report.push(Diagnostic::file(
                FILE,
                format!("the id `{}` cannot name saved data", self.id),
                "use lower-case letters, digits and hyphens",
            ));
        }
        if let Some(url) = &self.base_url
            && let Err(problem) = check_base_url(url)
        {
            report.push(Diagnostic::file(
                FILE,
                problem,
                "write base_url like `https://example.org/guide/`",
            ));
        }
        if let Some(name) = &self.single_file
            && (name.contains(['/', '\\']) || !name.ends_with(".html"))
        {
            report.push(Diagnostic::file(
                FILE,
                format!("the single file cannot be called `{name}`"),
                "write single_file like `guide.html`",
            ));
        }
        for language in &self.languages {
            let folder = format!("{language}/");
            if !sources.files.keys().any(|path| path.starts_with(&folder)) {
                report.push(Diagnostic::file(
                    FILE,
                    format!("the language `{language}` has no folder of pages"),
                    format!("create the folder `{language}`, or take it out of `languages`"),
                ));
            }
        }
    }
}

/// Refuses an address that no site can be published at.
///
/// # Errors
/// With what is wrong, lower case and without a full stop.
pub fn check_base_url(url: &str) -> Result<(), String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or_else(|| {
            format!("the base address `{url}` does not begin with https:// or http://")
        })?;
    if rest.is_empty() || rest.starts_with('/') {
        return Err(format!("the base address `{url}` names no host"));
    }
    if url.contains(['?', '#', '"', '<', '>', ' ']) {
        return Err(format!(
            "the base address `{url}` holds a character that no folder's address has"
        ));
    }
    Ok(())
}
