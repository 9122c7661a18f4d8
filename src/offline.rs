//! What lets a site be installed and read without network: the web app's manifest, and the service worker with the list
//! of what it keeps. How the worker goes about it is `templates/service-worker.js`'s.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Report};
use crate::html::escape;
use crate::output::{self, Outputs};
use crate::print;
use crate::search;
use crate::site::{Language, Site};
use crate::theme::Theme;
use crate::view::Assets;

/// The worker's address. It never changes, and its folder is all that the worker looks after.
pub const WORKER: &str = "service-worker.js";

/// A site with more pages keeps only what is urgent from the start, and pages as they are visited.
const MOST_PAGES: usize = 500;

/// And so does a site with more bytes; compressed on their way they are about a fifth.
const MOST_BYTES: usize = 20 * 1024 * 1024;

/// How the addresses begin of what a letter's page holds only while the tool runs.
const BESIDE_LETTER: &str = "assets/letter.";

/// The pictures of the icon, where the theme's own icon stands: name, size, and what they are for.
const ICONS: [(&str, &str, &str); 3] = [
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
];

/// A file of the built site, as the worker knows it.
struct File<'a> {
    address: &'a str,
    /// How many bytes it has.
    length: usize,
}

/// What a worker goes by, the first line of its script.
#[derive(Debug, Serialize)]
struct Settings<'a> {
    id: &'a str,
    /// The hashes of what comes first, by address.
    first: BTreeMap<&'a str, String>,
    /// The hashes of the other files.
    rest: BTreeMap<&'a str, String>,
    /// Whether other pages are kept as they are visited.
    visits: bool,
    words: Words<'a>,
}

/// What the worker shows in place of a page that it has not; safe in HTML.
#[derive(Debug, Serialize)]
struct Words<'a> {
    language: &'a str,
    title: String,
    advice: String,
    home: String,
    style: &'a str,
}

/// The address of a language's manifest.
pub fn manifest(language: &Language) -> String {
    format!("{}manifest.webmanifest", language.prefix)
}

/// Adds the manifests and their icons. They belong to what is kept, so they come before the worker.
pub fn add_manifests(
    site: &Site,
    theme: &Theme,
    assets: &Assets,
    outputs: &mut Outputs,
    report: &mut Report,
) {
    if !site.config.offline {
        return;
    }
    let look = match serde_json::from_str::<Value>(theme.file("manifest.json")) {
        Ok(Value::Object(look)) => look,
        _ => {
            report.push(Diagnostic::file(
                "manifest.json",
                "the theme's manifest is no JSON object",
                "write it like the built-in `templates/manifest.json`",
            ));
            return;
        }
    };
    let mut icons = vec![(assets.icon.clone(), "any", "any", "image/svg+xml")];
    for (name, size, purpose) in ICONS {
        if let Some(picture) = theme.picture(name) {
            let address = output::hashed_address(name, picture);
            outputs.add(&address, picture, name, report);
            icons.push((address, size, purpose, "image/png"));
        }
    }
    for language in &site.languages {
        let up = "../".repeat(language.prefix.matches('/').count());
        let icon = |(address, sizes, purpose, kind): &(String, &str, &str, &str)| json!({ "src": format!("{up}{address}"), "sizes": sizes, "purpose": purpose, "type": kind });
        let title = site.title();
        let mut manifest = look.clone();
        let own = [
            ("name", json!(title)),
            (
                "short_name",
                json!(site.config.short_title.as_deref().unwrap_or(title)),
            ),
            ("description", json!(site.config.description)),
            ("lang", json!(language.code)),
            ("start_url", json!("./")),
            (
                "scope",
                json!(if up.is_empty() { "./" } else { up.as_str() }),
            ),
            ("icons", icons.iter().map(icon).collect()),
        ];
        manifest.extend(own.map(|(key, value)| (key.to_owned(), value)));
        let text = Value::Object(manifest).to_string();
        outputs.add(
            &self::manifest(language),
            text.into_bytes(),
            "the manifest",
            report,
        );
    }
}

/// Adds the worker, which knows every file that was added before. Without `offline` it is one that removes itself and
/// all that an earlier one kept: browsers that have one ask for it at the same address.
pub fn add_worker(
    site: &Site,
    theme: &Theme,
    assets: &Assets,
    outputs: &mut Outputs,
    report: &mut Report,
) {
    let text = if site.config.offline {
        let card = site.config.card.as_ref();
        let copied: BTreeSet<&str> = site
            .files
            .iter()
            // Only other sites show it.
            .filter(|(path, _)| Some(*path) != card)
            .map(|(_, address)| address.as_str())
            .collect();
        let files: Vec<File> = outputs
            .iter()
            .filter(|(_, output)| !output.is_variant)
            .filter(|(address, _)| copied.contains(address) || is_kept(site, address))
            .map(|(address, output)| File {
                address,
                length: output.length,
            })
            .collect();
        worker(site, theme.file(WORKER), &assets.style, &files, outputs)
    } else {
        theme.file("service-worker-off.js").to_owned()
    };
    outputs.add(WORKER, text.into_bytes(), WORKER, report);
}

/// The worker's script for these files.
fn worker(site: &Site, script: &str, style: &str, files: &[File], outputs: &Outputs) -> String {
    let pages = files.iter().filter(|file| is_page(file.address)).count();
    let bytes: usize = files.iter().map(|file| file.length).sum();
    let visits = pages > MOST_PAGES || bytes > MOST_BYTES;
    let first = first(site);
    let is_first = |file: &File| {
        if file.address.starts_with(BESIDE_LETTER) {
            return false;
        }
        if is_page(file.address) || visits && search::is_part(file.address) {
            return first.iter().any(|address| address == file.address);
        }
        true
    };
    // Most files of a large site are in no list, so they are hashed only now.
    let hashes = |wanted: &(dyn Fn(&File) -> bool + Sync)| {
        let chosen = files.par_iter().filter(|file| wanted(file));
        chosen
            .map(|file| {
                let bytes = outputs.read(file.address).unwrap_or_default();
                (file.address, output::hash(&bytes))
            })
            .collect()
    };
    let language = &site.languages[0];
    let word = |key: &str| escape(language.word("offline", key));
    let settings = Settings {
        id: &site.config.id,
        first: hashes(&is_first),
        rest: hashes(&|file| !visits && !is_first(file)),
        visits,
        words: Words {
            language: &language.code,
            title: word("title"),
            advice: word("advice"),
            home: word("home"),
            style,
        },
    };
    let settings = serde_json::to_string(&settings).unwrap_or_default();
    format!("const SITE = {settings};\n{script}")
}

/// What whoever opens the site must have: the home pages, what is urgent, and the page that looks after cases.
fn first(site: &Site) -> Vec<String> {
    let mut first = Vec::new();
    for language in &site.languages {
        first.push(site.pages[language.tree.root.page].address.clone());
        first.push(print::urgent(language));
        for index in language.tree.in_order() {
            let page = &site.pages[index];
            let is_case = page.front.kind == crate::front_matter::Kind::Case;
            if page.front.urgent || is_case {
                first.push(page.address.clone());
                first.extend(print::sheet(page, language));
            }
        }
    }
    first
}

/// Pages, and what they are shown with.
fn is_kept(site: &Site, address: &str) -> bool {
    let single_file = site.config.single_file.as_deref() == Some(address);
    let page = is_page(address) && address != "404.html" && !single_file;
    let shown_with = ["assets/", "search/"];
    page || shown_with.iter().any(|folder| address.starts_with(folder))
        || address.ends_with(".webmanifest")
}

fn is_page(address: &str) -> bool {
    address.ends_with(".html")
}
