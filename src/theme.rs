//! What the site looks like: templates, style, icons and interface texts; built in, and replaced file by file from a
//! site's own folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Content, Sources};

macro_rules! built_in {
    ($include:ident: $($name:literal),* $(,)?) => {
        &[$(($name, $include!(concat!("../templates/", $name)))),*]
    };
}

/// The files that every site starts from.
const BUILT_IN: &[(&str, &str)] = built_in![include_str:
    "base.html",
    "home.html",
    "page.html",
    "sheets.html",
    "404.html",
    "beside.html",
    "tool.html",
    "parts/beside.html",
    "parts/cards.html",
    "parts/case-tool.html",
    "parts/content.html",
    "parts/facts.html",
    "parts/facts-basis.html",
    "parts/facts-changes.html",
    "parts/facts-entries.html",
    "parts/facts-limits.html",
    "parts/facts-meta.html",
    "parts/head.html",
    "parts/letter.html",
    "parts/letter-tool.html",
    "parts/letter-blank.html",
    "parts/letter-field.html",
    "parts/letter-runs.html",
    "parts/navigation.html",
    "parts/read-aloud.html",
    "parts/reading.html",
    "parts/references.html",
    "parts/search.html",
    "manifest.json",
    "offline.js",
    "single-file.html",
    "single-file.js",
    "service-worker.js",
    "service-worker-off.js",
    "parts/sheet.html",
    "parts/sheet-list.html",
    "style.css",
    "work.css",
    "tool.css",
    "facts.css",
    "search.css",
    "sheet.css",
    "icon.svg",
    "text/zh-CN.toml",
    "text/en.toml",
];

macro_rules! scripts {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../templates/", $name)),
            include_str!(concat!(env!("OUT_DIR"), "/", $name)),
        )),*]
    };
}

/// The scripts that every site starts from: as their authors wrote them, and shortened by `build.rs`.
const SCRIPTS: &[(&str, &str, &str)] = scripts![
    "reading.js",
    "reader.js",
    "read-aloud.js",
    "search-box.js",
    "search.js",
];

/// The pictures that every site starts from.
const PICTURES: &[(&str, &[u8])] = built_in![include_bytes:
    "icon-192.png",
    "icon-512.png",
    "icon-maskable.png",
];

/// What the pictures show.
const ICON: &str = "icon.svg";

/// The files of a theme, and the interface texts by language.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Templates, style and icons by name.
    pub files: BTreeMap<String, Arc<str>>,
    /// Pictures by name.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
    /// Interface texts by language.
    pub texts: BTreeMap<String, toml::Table>,
}

/// Which files of a theme's folder are text: all of them.
pub fn is_text(path: &str) -> bool {
    [".html", ".css", ".js", ".json", ".svg", ".toml"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

fn is_built_in_script(name: &str, text: &str) -> bool {
    let readable = SCRIPTS.iter().find(|script| script.0 == name);
    readable.is_some_and(|(_, readable, _)| *readable == text)
}

impl Theme {
    /// The built-in theme with `own` files in place of those of the same name. `folder` names the folder in messages.
    pub fn load(own: &Sources, folder: &str, report: &mut Report) -> Self {
        let mut files: BTreeMap<String, Arc<str>> = BUILT_IN
            .iter()
            .copied()
            .chain(SCRIPTS.iter().map(|(name, _, short)| (*name, *short)))
            .map(|(name, text)| (name.to_owned(), Arc::from(text)))
            .collect();
        let mut pictures = BTreeMap::new();
        if !own.files.contains_key(ICON) {
            // They show the built-in icon.
            pictures.extend(
                PICTURES
                    .iter()
                    .map(|(name, bytes)| ((*name).to_owned(), Arc::from(*bytes))),
            );
        }
        for (name, content) in &own.files {
            match content {
                // A copy of what is built in anyway.
                Content::Text(text) if is_built_in_script(name, text) => {}
                Content::Text(text) => drop(files.insert(name.clone(), Arc::clone(text))),
                Content::Other(other) => match other.read() {
                    Ok(bytes) => drop(pictures.insert(name.clone(), bytes.into())),
                    Err(problem) => report.push(problem),
                },
            }
        }
        let mut texts = BTreeMap::new();
        for (name, text) in &files {
            let Some(language) = name
                .strip_prefix("text/")
                .and_then(|name| name.strip_suffix(".toml"))
            else {
                continue;
            };
            match toml::from_str::<toml::Table>(text) {
                Ok(table) => {
                    texts.insert(language.to_owned(), table);
                }
                Err(error) => report
                    .push(Diagnostic::toml(format!("{folder}/{name}"), text, &error).unreadable()),
            }
        }
        Self {
            files,
            pictures,
            texts,
        }
    }

    /// The interface texts of a language.
    pub fn text(&self, language: &str, report: &mut Report) -> toml::Table {
        self.texts.get(language).cloned().unwrap_or_else(|| {
            let known: Vec<&str> = self.texts.keys().map(String::as_str).collect();
            report.push(Diagnostic::file(
                crate::config::FILE,
                format!("there are no interface texts for the language `{language}`"),
                format!(
                    "use one of {}, or add text/{language}.toml to the site's templates",
                    known.join(", ")
                ),
            ));
            toml::Table::new()
        })
    }

    /// A picture, if the theme has it.
    pub fn picture(&self, name: &str) -> Option<&[u8]> {
        self.pictures.get(name).map(|bytes| &**bytes)
    }

    /// A file that every theme has.
    pub fn file(&self, name: &str) -> &str {
        self.files.get(name).map_or("", |text| text)
    }
}
