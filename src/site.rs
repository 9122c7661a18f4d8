//! The whole site as one value: everything that was read, parsed, ordered, but nothing yet rendered.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::case::{self, Cases};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{self, Facts};
use crate::fields::{self, Dictionary};
use crate::letter::samples;
use crate::letter::source::{self, Passages};
use crate::markdown::Texts;
use crate::page::{self, Page};
use crate::print;
use crate::rules::items;
use crate::search::synonyms::{self, Synonyms};
use crate::source::{Content, Sources};
use crate::theme::Theme;
use crate::tone::{self, Tone};
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
    /// Words to think about before a letter leaves.
    pub tone: Vec<Tone>,
    /// What the tool goes by in a case.
    pub cases: Option<Cases>,
    /// What else to search for a word.
    pub synonyms: Synonyms,
    /// Its pages in order.
    pub tree: Tree,
    /// Whether it has a print centre.
    pub print: bool,
}

impl Language {
    /// A word of the interface, from a table of the language's texts.
    pub fn word(&self, table: &str, key: &str) -> &str {
        self.text
            .get(table)
            .and_then(|texts| texts.get(key))
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
    }
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
    pub pages: Vec<Arc<Page>>,
    /// The passages that letters share.
    pub passages: Passages,
    /// What is wrong with each page's own text, in the order of the pages.
    pub problems: Vec<Report>,
    /// The files that are copied: address by path.
    pub files: BTreeMap<String, String>,
    /// The addresses of the sheets of paper.
    pub sheets: Vec<String>,
}

impl Site {
    /// Parses and orders everything that was read.
    ///
    /// `parsed` gives what did not change since the last time, and keeps what was parsed now.
    pub fn assemble(
        sources: &Sources,
        config: Config,
        theme: &Theme,
        mut parsed: Option<&mut Parsed>,
        report: &mut Report,
    ) -> Self {
        let facts = Facts::read(sources, report);
        let passages = Passages::read(sources, report);
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
                    let has_index = page::is_index(path)
                        && sources
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
        // Without facts there is nothing to hold the words against.
        let with_prose = facts.all().next().is_some();
        if let Some(parsed) = &mut parsed {
            parsed.adapt(&texts, &passages, with_prose);
        }
        let known = parsed.as_deref();
        let results: Vec<(Arc<Page>, Report)> = to_parse
            .into_par_iter()
            .map(|(path, address, language, text)| {
                if let Some(page) = known.and_then(|known| known.get(path, &address, text)) {
                    return page;
                }
                let texts = texts[language];
                let (page, report) =
                    Page::parse(path, address, language, text, texts, &passages, with_prose);
                (Arc::new(page), report)
            })
            .collect();
        if let Some(parsed) = parsed {
            parsed.keep(&results);
        }
        let mut pages = Vec::with_capacity(results.len());
        let mut problems = Vec::with_capacity(results.len());
        for (page, own) in results {
            problems.push(own);
            pages.push(page);
        }
        if config.print {
            add_print_centres(&mut pages, &mut languages);
        }
        for (index, language) in languages.iter_mut().enumerate() {
            language.tree = Tree::build(&mut pages, index, &language.prefix);
        }
        problems.resize_with(pages.len(), Report::default);
        let sheets = languages
            .iter()
            .flat_map(|language| print::addresses(&pages, language))
            .collect();
        Self {
            config,
            facts,
            languages,
            pages,
            passages,
            problems,
            files,
            sheets,
        }
    }

    /// Parses a page again, with a new text.
    pub fn parse_again(&self, page: usize, text: &Arc<str>) -> (Page, Report) {
        let Page {
            path,
            address,
            language,
            ..
        } = &*self.pages[page];
        let texts = body_texts(&self.languages[*language]);
        let with_prose = self.facts.all().next().is_some();
        let address = address.clone();
        let passages = &self.passages;
        Page::parse(path, address, *language, text, texts, passages, with_prose)
    }

    /// Whether a page is the one to read first in an emergency.
    pub fn is_urgent(&self, page: &Page) -> bool {
        let urgent = self.config.urgent.as_ref();
        urgent.is_some_and(|urgent| page.path.ends_with(&urgent.page))
    }

    /// The site's name.
    pub fn title(&self) -> &str {
        let own = self.config.title.as_deref();
        own.unwrap_or_else(|| &self.home().title)
    }

    /// The home page of the first language.
    pub fn home(&self) -> &Page {
        &self.pages[self.languages[0].tree.root.page]
    }
}

/// Pages that were parsed, for the next time.
#[derive(Default)]
pub struct Parsed {
    pages: HashMap<String, (Arc<Page>, Report)>,
    /// What every page was parsed with.
    with: String,
}

impl Parsed {
    /// Forgets all if pages would now come out otherwise.
    fn adapt(&mut self, texts: &[Texts<'_>], passages: &Passages, with_prose: bool) {
        let with = format!("{with_prose} {texts:?} {passages:?}");
        if self.with != with {
            self.pages.clear();
            self.with = with;
        }
    }

    fn get(&self, path: &str, address: &str, text: &Arc<str>) -> Option<(Arc<Page>, Report)> {
        let (page, report) = self.pages.get(path)?;
        // Mostly it is the very same text, and nobody needs to read it.
        let same_text = || Arc::ptr_eq(&page.text, text) || page.text == *text;
        let same = page.address == address && same_text();
        same.then(|| (Arc::clone(page), report.clone()))
    }

    /// Keeps one page that was parsed again.
    pub fn keep_one(&mut self, page: &Arc<Page>, report: &Report) {
        let kept = (Arc::clone(page), report.clone());
        self.pages.insert(page.path.clone(), kept);
    }

    fn keep(&mut self, results: &[(Arc<Page>, Report)]) {
        let results = results.iter();
        self.pages = results
            .map(|(page, report)| (page.path.clone(), (Arc::clone(page), report.clone())))
            .collect();
    }
}

/// The inputs at the top of a language's folder.
const LANGUAGE_FILES: [&str; 5] = [
    case::FILE,
    fields::FILE,
    items::FILE,
    synonyms::FILE,
    tone::FILE,
];

/// Which files recourse itself reads as text.
pub fn is_text(path: &str) -> bool {
    page::is_page(path)
        || path == config::FILE
        || path.starts_with(facts::FOLDER) && path.ends_with(".toml")
        || LANGUAGE_FILES
            .iter()
            .any(|name| path.rsplit('/').next() == Some(name))
        || path.ends_with(samples::ENDING)
        || path.ends_with(source::ENDING)
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
        tone: tone::read(sources, &folder, report),
        cases: Cases::read(sources, &folder, report),
        synonyms: synonyms::read(sources, &folder, report),
        code: code.to_owned(),
        folder,
        prefix,
        tree: empty_tree(),
        print: false,
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
        || path.ends_with(samples::ENDING)
        || path.ends_with(source::ENDING)
        || languages
            .iter()
            .filter_map(|language| path.strip_prefix(&language.folder))
            .any(|name| LANGUAGE_FILES.contains(&name))
}

fn language_of(path: &str, languages: &[Language]) -> Option<usize> {
    languages
        .iter()
        .position(|language| path.starts_with(&language.folder))
}

/// The interface texts that stand inside of a page's body.
fn body_texts(language: &Language) -> Texts<'_> {
    let text = |key: &str| language.word("body", key);
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

/// Gives each language that has something to print a page that lists it, unless its editor wrote one.
fn add_print_centres(pages: &mut Vec<Arc<Page>>, languages: &mut [Language]) {
    for (index, language) in languages.iter_mut().enumerate() {
        let mut own = pages.iter().filter(|page| page.language == index);
        language.print = own.any(|page| print::has_sheet(page));
        let address = print::centre(&language.prefix);
        if !language.print || pages.iter().any(|page| page.address == address) {
            continue;
        }
        let mut page = Page::listing(&format!("{}print/", language.folder), address, index);
        language.word("sheets", "title").clone_into(&mut page.title);
        page.front.description = Some(language.word("sheets", "description").to_owned());
        pages.push(Arc::new(page));
    }
}
