//! The search index, made of the rendered pages: for every gram, a short row of the pages that may hold it.
//!
//! A search in the browser (`templates/search.js`) looks up the rows of its query's grams, fetches the few pages that
//! stand in all of them, and verifies and quotes from those pages themselves. So the index holds no text, and may be
//! coarse: grams share rows by their hash, and there are as many rows as leave a few pages too many in each.
//!
//! A small site's index is one file. A larger one's is cut into parts, of which a query fetches a few.

mod fold;
pub mod grams;
mod rows;
pub mod synonyms;
pub mod text;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Report};
use crate::output::Outputs;
use crate::site::{Language, Site};
use grams::Grams;
use synonyms::Synonyms;

/// What the script has to understand: it refuses an index of another format.
const FORMAT: u32 = 1;

/// The most keys whose index stays in one file: with the script, it then weighs less than 40 KB compressed.
const ONE_FILE: usize = 48 * 1024;

/// The length that parts with rows come near to, in bytes.
const PART: usize = 6 * 1024;

/// How many addresses stand in one part, as a power of two.
const ADDRESSES: u32 = 6;

/// How many different Latin words are kept, the most frequent first.
const WORDS: usize = 6000;

/// What the script reads first.
#[derive(Serialize)]
struct Index<'a> {
    format: u32,
    /// How many pages there are.
    pages: usize,
    /// How many rows there are, as a power of two.
    bits: u32,
    /// How many parts hold rows, as a power of two.
    parts: u32,
    /// How many addresses stand in one part, as a power of two.
    addresses: u32,
    synonyms: &'a Synonyms,
    /// Where the parts are, below the site's top; each is `NAME.txt`.
    folder: String,
    /// The parts themselves, if they are few.
    files: BTreeMap<String, String>,
}

/// The address of a language's index.
pub fn address(language: &Language) -> String {
    format!("search/{}.json", language.code)
}

/// Adds the index of each language. `html` holds the rendered pages, in the order of the site's.
pub fn add(site: &Site, html: &[String], outputs: &mut Outputs, report: &mut Report) {
    for (number, language) in site.languages.iter().enumerate() {
        let pages: Vec<usize> = language
            .tree
            .in_order()
            .into_iter()
            .filter(|page| site.pages[*page].front.search != Some(false))
            .collect();
        debug_assert!(
            pages
                .iter()
                .all(|page| site.pages[*page].language == number)
        );
        let grams: Vec<Grams> = pages
            .par_iter()
            .map(|page| Grams::of(&text::blocks(&html[*page])))
            .collect();
        let addresses: Vec<&str> = pages
            .iter()
            .map(|page| site.pages[*page].address.as_str())
            .collect();
        report_vain(language, &grams, report);
        let files = files(&addresses, &grams, &language.synonyms, &address(language));
        for (path, content) in files {
            outputs.add(&path, content.into_bytes(), "the search index", report);
        }
    }
}

/// Reports other words that stand on no page: whoever searched would be told of them for nothing.
fn report_vain(language: &Language, grams: &[Grams], report: &mut Report) {
    for word in language.synonyms.values().flatten() {
        if !grams.iter().any(|page| page.may_hold(word)) {
            report.push(
                Diagnostic::file(
                    format!("{}{}", language.folder, synonyms::FILE),
                    format!("no page has the words `{word}`"),
                    "use words that stand on a page, or remove them",
                )
                .tolerable(),
            );
        }
    }
}

/// The files of one index, by address; `main` is the address of the one that the script reads first.
pub fn files(
    addresses: &[&str],
    grams: &[Grams],
    synonyms: &Synonyms,
    main: &str,
) -> BTreeMap<String, String> {
    let keys: usize = grams.iter().map(|page| page.keys.len()).sum();
    let bits = row_bits(keys);
    let one_file = keys <= ONE_FILE;
    let mut index = Index {
        format: FORMAT,
        pages: addresses.len(),
        bits,
        parts: if one_file { 0 } else { part_bits(keys, bits) },
        addresses: ADDRESSES,
        synonyms,
        folder: String::new(),
        files: BTreeMap::new(),
    };
    let mut parts = other_parts(addresses, grams);
    let rows = pack_rows(grams, bits, index.parts);
    parts.extend((0..).map(|number: usize| format!("rows{number}")).zip(rows));
    let mut files = BTreeMap::new();
    if one_file {
        index.files = parts;
    } else {
        index.folder = format!("assets/search-{}/", digest(&parts));
        files.extend(
            parts
                .into_iter()
                .map(|(name, part)| (format!("{}{name}.txt", index.folder), part)),
        );
    }
    files.insert(
        main.to_owned(),
        serde_json::to_string(&index).unwrap_or_default(),
    );
    files
}

/// So many rows that three to six pages stand in each: what a gram costs beyond the pages that it is on.
fn row_bits(keys: usize) -> u32 {
    (keys / 3).max(4).ilog2().min(24)
}

/// So many parts that each comes near to its length; a key takes about a byte. A gram's rows for the three fields are
/// neighbours, and stay in one part.
fn part_bits(keys: usize, bits: u32) -> u32 {
    let parts = (keys / PART).max(1).next_power_of_two().ilog2();
    parts.min(bits - 2)
}

/// The rows, cut into `1 << part_bits` parts.
fn pack_rows(grams: &[Grams], bits: u32, part_bits: u32) -> Vec<String> {
    // Each worker takes some neighbouring parts, so that a page's keys are not searched once for every part.
    let worker_bits = part_bits.min(8);
    (0..1_u32 << worker_bits)
        .into_par_iter()
        .flat_map_iter(|worker| {
            let entries = entries(grams, bits, worker_bits, worker);
            let pages: Vec<u32> = entries.iter().map(|entry| *entry as u32).collect();
            let parts = 1 << (part_bits - worker_bits);
            let rows = 1 << (bits - part_bits);
            let mut at = 0;
            let first = u64::from(worker) << (bits - worker_bits);
            (0..parts)
                .map(|part| {
                    let row_pages = (0..rows).map(|row| {
                        let row = first + part * rows + row;
                        let from = at;
                        at += entries[at..]
                            .iter()
                            .take_while(|entry| **entry >> 32 == row)
                            .count();
                        &pages[from..at]
                    });
                    rows::pack(row_pages, grams.len() as u32)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The sorted entries of a worker's rows: a row's number in the high half, a page's in the low one.
fn entries(grams: &[Grams], bits: u32, worker_bits: u32, worker: u32) -> Vec<u64> {
    let mut entries = Vec::new();
    for (page, grams) in grams.iter().enumerate() {
        let keys = grams.beginning_with(worker, worker_bits).iter();
        entries.extend(keys.map(|key| u64::from(grams::row(*key, bits)) << 32 | page as u64));
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// Addresses, and the Latin words for queries with a typing error.
fn other_parts(addresses: &[&str], grams: &[Grams]) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<String, String> = addresses
        .chunks(1 << ADDRESSES)
        .enumerate()
        .map(|(number, addresses)| (format!("pages{number}"), addresses.join("\n")))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in grams.iter().flat_map(|page| &page.words) {
        *counts.entry(word).or_default() += 1;
    }
    let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words: Vec<&str> = words.iter().take(WORDS).map(|(word, _)| *word).collect();
    parts.insert("words".to_owned(), words.join("\n"));
    parts
}

fn digest(parts: &BTreeMap<String, String>) -> String {
    let mut digest = Sha256::new();
    for (name, part) in parts {
        digest.update(name);
        digest.update(part);
    }
    digest.finalize()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
