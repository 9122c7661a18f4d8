//! What a page of the guide weighs on its way to a phone, and what a search does, both compressed with brotli as a server
//! that compresses well sends them. In bytes; a kilobyte has 1,000.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use recourse::output::Outputs;
use recourse::progress::Progress;
use recourse::search;
use recourse::search::grams::Grams;
use recourse::search::synonyms::Synonyms;
use recourse::{Options, Purpose};
use toml::value::Date;

/// A page with its style and its icon.
const PAGE: usize = 25_000;

/// All of search, for fifty pages: scripts, style, words, index.
const SEARCH: usize = 40_000;

/// All sheets in one document are printed, not read.
const ON_PAPER: &str = "print/all.html";

fn guide() -> Outputs {
    let options = Options {
        site: Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        base_url: Some("https://example.org/".to_owned()),
        lenient: false,
        purpose: Purpose::Folder,
        date: Date {
            year: 2026,
            month: 11,
            day: 22,
        },
    };
    let (outputs, report) =
        recourse::build(&options, &Progress::silent(), || Ok(Outputs::in_memory()));
    outputs.unwrap_or_else(|| panic!("{}", report.render(false, false)))
}

fn compressed(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters).expect("memory takes it");
    compressed.len()
}

/// The addresses in a page's head of what it is shown with, below the site's top.
fn shown_with(html: &str) -> impl Iterator<Item = &str> {
    let head = html.split("</head>").next().unwrap_or_default();
    head.split("<link ").skip(1).filter_map(|link| {
        let link = link.split('>').next()?;
        let counts = ["rel=\"stylesheet\"", "rel=\"icon\""];
        if !counts.iter().any(|kind| link.contains(kind)) {
            return None;
        }
        let href = link.split("href=\"").nth(1)?.split('"').next()?;
        Some(href.trim_start_matches("../").trim_start_matches('/'))
    })
}

#[test]
fn no_page_of_the_guide_weighs_more_than_its_budget() {
    let outputs = guide();
    let pages: Vec<(&str, &[u8])> = outputs
        .iter()
        .filter(|(address, _)| address.ends_with(".html"))
        .filter(|(address, _)| ![ON_PAPER, "guide.html"].contains(address))
        .filter_map(|(address, output)| Some((address, output.bytes.as_deref()?)))
        .collect();
    assert!(pages.len() > 100, "there are only {} pages", pages.len());
    let files: BTreeSet<&str> = pages
        .iter()
        .flat_map(|(_, html)| shown_with(std::str::from_utf8(html).expect("UTF-8")))
        .collect();
    let files: BTreeMap<&str, usize> = files
        .into_iter()
        .map(|address| {
            let bytes = outputs.read(address);
            (
                address,
                compressed(&bytes.unwrap_or_else(|| panic!("no {address}"))),
            )
        })
        .collect();
    let heavy: Vec<String> = pages
        .par_iter()
        .filter_map(|(address, html)| {
            let text = std::str::from_utf8(html).expect("UTF-8");
            let with: usize = shown_with(text).map(|file| files[file]).sum();
            assert!(with > 5000, "{address} is shown with {with} bytes only");
            let weight = compressed(html) + with;
            (weight > PAGE).then(|| format!("{address}: {weight}, of which HTML {}", weight - with))
        })
        .collect();
    assert!(heavy.is_empty(), "over {PAGE} bytes: {heavy:#?}");
}

#[test]
fn all_of_search_stays_within_its_budget_for_fifty_pages() {
    let outputs = guide();
    let pages: Vec<(&str, Grams)> = outputs
        .iter()
        .filter(|(address, _)| address.ends_with(".html") && !address.starts_with("print/"))
        .filter(|(address, _)| !["404.html", "guide.html"].contains(address))
        .filter_map(|(address, output)| {
            let html = std::str::from_utf8(output.bytes.as_deref()?).ok()?;
            Some((address, Grams::of(html)))
        })
        .collect();
    // From all over the guide.
    let pages: Vec<&(&str, Grams)> = (0..50).map(|n| &pages[n * pages.len() / 50]).collect();
    let addresses: Vec<&str> = pages.iter().map(|page| page.0).collect();
    let grams: Vec<&Grams> = pages.iter().map(|page| &page.1).collect();
    let index = search::files(&addresses, &grams, &Synonyms::new(), "search.json");
    let index: usize = index.values().map(|part| compressed(part.as_bytes())).sum();
    let others: usize = outputs
        .iter()
        .filter(|(address, _)| {
            ["assets/search.", "assets/search-box.", "assets/words."]
                .iter()
                .any(|name| address.starts_with(name))
        })
        .map(|(_, output)| compressed(output.bytes.as_deref().expect("kept in memory")))
        .sum();
    assert!(
        others > 6000,
        "scripts, style and words have {others} bytes"
    );
    assert!(
        index + others <= SEARCH,
        "the index has {index} bytes, scripts, style and words {others}"
    );
}
