//! The whole site as one value: everything that was read, parsed, ordered, but nothing yet rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::case::{self, Cases};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{self, Facts};
use crate::fields::{self, Dictionary};
use crate::markdown::Texts;
use crate::page::{self, Page};
use crate::source::{Content, Sources};
use crate::theme::Theme;
use crate::tree::Tree;

/// A language of the site.
pub struct Language {
    /// BCP 47.
    pub code: String,
    /// The folder of its pages below the site's folder: `zh-CN/`, or empty.
    pub folder: String,
    /// The folder of its pages below the site's address: empty for the first language.
    pub prefix: String,
    /// The interface texts.
    pub text: toml::Table,
    /// The fields of its letters.
    pub fields: Dictionary,
    /// What the tool goes by in a case.
    pub cases: Option<Cases>,
    /// Its pages in order.
    pub tree: Tree,
}

/// Everything that a site is made from.
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The facts.
    pub facts: Facts,
    /// The languages, the first served at the top.
    pub languages: Vec<Language>,
    /// The pages of all languages; trees and links refer to them by index.
    pub pages: Vec<Page>,
    /// The files that are copied: address by path.
    pub files: BTreeMap<String, String>,
}

impl Site {
    /// Parses and orders everything that was read.
    pub fn assemble(sources: &Sources, config: Config, theme: &Theme, report: &mut Report) -> Self {
        let facts = Facts::read(sources, report);
        let mut languages = languages(&config, sources, theme, report);
        let mut files = BTreeMap::new();
        let mut to_parse: Vec<(&str, String, usize, &Arc<str>)> = Vec::new();
        for (path, content) in &sources.files {
            if is_ours(path, &languages) {
                continue;
            }
            let Some(language) = language_of(path, &languages) else {
                if page::is_page(path) {
                    report.push(Diagnostic::file(
                        path,
                        "the page lies in no language's folder",
                        format!("move it into `{}`", languages[0].folder),
                    ));
                } else {
                    files.insert(path.clone(), path.clone());
                }
                continue;
            };
            let below = &path[languages[language].folder.len()..];
            let prefix = &languages[language].prefix;
            match content {
                Content::Text(text) if page::is_page(path) => {
                    let has_index = sources
                        .files
                        .contains_key(&format!("{}index.md", crate::address::folder(path)));
                    let address = format!("{prefix}{}", page::address_of(below, has_index));
                    to_parse.push((path, address, language, text));
                }
                _ => {
                    files.insert(path.clone(), format!("{prefix}{below}"));
                }
            }
        }
        let texts: Vec<Texts> = languages.iter().map(body_texts).collect();
        let parsed: Vec<(Page, Report)> = to_parse
            .into_par_iter()
            .map(|(path, address, language, text)| {
                Page::parse(path, address, language, text, texts[language])
            })
            .collect();
        let mut pages = Vec::with_capacity(parsed.len());
        for (page, problems) in parsed {
            report.append(problems);
            pages.push(page);
        }
        for (index, language) in languages.iter_mut().enumerate() {
            language.tree = Tree::build(&mut pages, index, &language.prefix);
        }
        Self {
            config,
            facts,
            languages,
            pages,
            files,
        }
    }

    /// The home page of the first language.
    pub fn home(&self) -> &Page {
        &self.pages[self.languages[0].tree.root.page]
    }
}

/// Which files recourse itself reads as text.
pub fn is_text(path: &str) -> bool {
    page::is_page(path)
        || path == config::FILE
        || path.starts_with(facts::FOLDER) && path.ends_with(".toml")
        || [fields::FILE, case::FILE]
            .iter()
            .any(|file| path == *file || path.ends_with(&format!("/{file}")))
}

fn languages(
    config: &Config,
    sources: &Sources,
    theme: &Theme,
    report: &mut Report,
) -> Vec<Language> {
    let empty_tree = || Tree {
        root: crate::tree::Node {
            page: 0,
            children: Vec::new(),
            section: true,
        },
    };
    let make = |code: &str, folder: String, prefix: String, report: &mut Report| Language {
        text: theme.text(code, report),
        fields: fields::read(sources, &folder, report),
        cases: Cases::read(sources, &folder, report),
        code: code.to_owned(),
        folder,
        prefix,
        tree: empty_tree(),
    };
    if config.languages.is_empty() {
        return vec![make(&config.language, String::new(), String::new(), report)];
    }
    config
        .languages
        .iter()
        .enumerate()
        .map(|(index, code)| {
            let folder = format!("{code}/");
            let prefix = if index == 0 {
                String::new()
            } else {
                folder.clone()
            };
            make(code, folder, prefix, report)
        })
        .collect()
}

/// Whether a file is an input of the build rather than a part of the site.
fn is_ours(path: &str, languages: &[Language]) -> bool {
    path == config::FILE
        || path.starts_with(facts::FOLDER) && path.ends_with(".toml")
        || languages.iter().any(|language| {
            let below = path.strip_prefix(&language.folder);
            below.is_some_and(|file| [fields::FILE, case::FILE].contains(&file))
        })
}

fn language_of(path: &str, languages: &[Language]) -> Option<usize> {
    languages
        .iter()
        .position(|language| path.starts_with(&language.folder))
}

/// The interface texts that stand inside of a page's body.
fn body_texts(language: &Language) -> Texts<'_> {
    let text = |key: &str| {
        language
            .text
            .get("body")
            .and_then(|texts| texts.get(key))
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
    };
    Texts {
        note: text("note"),
        tip: text("tip"),
        important: text("important"),
        warning: text("warning"),
        caution: text("caution"),
        footnotes: text("footnotes"),
        back: text("back"),
        anchor: text("anchor"),
    }
}
