//! The whole site in one HTML file that works by double click: its pages, tools, search and sheets.
//!
//! The file holds every page twice: [`plain`], to be read one after another where no script runs, and in a [`pack`], as
//! the site has them, with their [`links`] leading to places in the file. `templates/single-file.js` shows one of those
//! at a time, as a browser would: so tools and search need not know where they are.

pub mod links;
mod pack;
pub mod plain;
pub mod tags;

use std::borrow::Cow;
use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::address;
use crate::diagnostic::Diagnostic;
use crate::html::unescape;
use crate::output::Outputs;
use crate::search;
use crate::site::Site;
use crate::theme::Theme;
use crate::view::{Assets, SingleFileView, StyleView};

/// What only a file of ours has near its beginning; others are not overwritten.
pub const MARK: &str =
    "<!-- made by recourse: a whole site in one file; the next build replaces it -->";

/// Its address among the outputs of a build that is for it alone.
pub const NAME: &str = "single-file.html";

/// How the place begins and ends where the tool puts what it fetches, as `templates/parts/beside.html` has it.
const BESIDE: &str = "<template data-from=\"";
const END: &str = "</template>";

/// What a site's file is shown with.
const SCRIPT: &str = "single-file.js";

/// What the file's template sees of these files.
///
/// # Errors
/// If they cannot be packed.
pub fn view<'a>(
    site: &'a Site,
    theme: &Theme,
    assets: &Assets,
    outputs: &Outputs,
) -> Result<SingleFileView<'a>, Diagnostic> {
    let own = site.config.single_file.as_deref();
    let is_page =
        |address: &str| address.ends_with(".html") && address != "404.html" && Some(address) != own;
    let pages: BTreeSet<&str> = outputs
        .iter()
        .map(|(address, _)| address)
        .filter(|address| is_page(address))
        .collect();
    let mut packed = Vec::new();
    let mut styles = Vec::new();
    let script = embeddable(theme.file(SCRIPT));
    let mut policy = vec![hash(&script)];
    let bytes = |address: &str| outputs.read(address).unwrap_or_default();
    for (address, _) in outputs.iter() {
        if pages.contains(address) {
            let html = with_what_is_beside(&text(bytes(address)), address, outputs);
            let html = links::rewritten(&html, address, &pages);
            packed.push((address.to_owned(), html.into_bytes()));
        } else if address.ends_with(".css") {
            styles.push(StyleView {
                address: address.to_owned(),
                text: embeddable(&text(bytes(address))),
                plain: ![&assets.sheet, &assets.tool].contains(&&address.to_owned()),
                always: address == assets.found,
            });
        } else if site.config.card.as_deref() != Some(address)
            && is_needed(address)
            && assets.offline.as_deref() != Some(address)
        {
            let bytes = bytes(address).into_owned();
            if address.ends_with(".js") {
                policy.push(hash(&String::from_utf8_lossy(&bytes)));
            }
            packed.push((address.to_owned(), bytes));
        }
    }
    let style_policy: Vec<String> = styles.iter().map(|style| hash(&style.text)).collect();
    let language = &site.languages[0];
    let words = plain::Words {
        title: site.title(),
        note: language.word("offline", "plain"),
        references: language.word("references", "title"),
    };
    let plain = plain::of(&read(site, outputs), words);
    let pack = pack::pack(&packed, &plain);
    Ok(SingleFileView {
        mark: MARK,
        language: &language.code,
        title: site.title(),
        policy: format!(
            "default-src 'none'; script-src 'wasm-unsafe-eval' {}; style-src {}; img-src data: blob:; base-uri 'none'; \
             form-action 'none'",
            policy.join(" "),
            style_policy.join(" ")
        ),
        icon: STANDARD.encode(theme.file("icon.svg")),
        styles,
        plain,
        alone: language.word("offline", "alone"),
        home: &site.home().address,
        pack: pack.map_err(|error| {
            Diagnostic::file(
                "the single file",
                format!("cannot be packed: {error}"),
                "build without it",
            )
        })?,
        script,
    })
}

/// What a page of the file may ask for besides pages: scripts, the module, the search index, pictures.
fn is_needed(address: &str) -> bool {
    const ASSETS: [&str; 3] = ["js", "wasm", "json"];
    const PICTURES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    let ending = address.rsplit('.').next().unwrap_or_default();
    let made = ["assets/", "search/"];
    if made.iter().any(|folder| address.starts_with(folder)) {
        return ASSETS.contains(&ending) || search::is_part(address);
    }
    PICTURES.contains(&ending)
}

/// The pages in reading order.
fn read<'a>(site: &'a Site, outputs: &'a Outputs) -> Vec<plain::Page<'a>> {
    let mut read = Vec::new();
    for language in &site.languages {
        for index in language.tree.in_order() {
            let page = &site.pages[index];
            if let Some(html) = outputs.read(&page.address) {
                read.push(plain::Page {
                    address: &page.address,
                    title: &page.title,
                    language: &language.code,
                    html: text(html),
                });
            }
        }
    }
    read
}

/// A page with what its tool would fetch in its place.
fn with_what_is_beside(html: &str, from: &str, outputs: &Outputs) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(BESIDE) {
        out.push_str(&rest[..start]);
        let place = &rest[start..];
        let (href, inside) = place[BESIDE.len()..].split_once("\">").unwrap_or_default();
        let (styles, behind) = inside.split_once(END).unwrap_or_default();
        out.push_str(styles);
        rest = behind;
        let address = address::join(from, &address::decode(&unescape(href)));
        let beside = address.and_then(|address| outputs.read(&address));
        out.push_str(&text(beside.unwrap_or_default()));
    }
    out + rest
}

/// A file that was made as text.
fn text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

/// A script or style as it can stand inside of its element, whose end it must not have in it.
fn embeddable(text: &str) -> String {
    text.replace("\r\n", "\n").replace("</", "<\\/")
}

/// What a policy calls a script or style by.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
