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

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ahash::AHashMap;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use crate::diagnostic::{Diagnostic, Report};
use crate::output::Outputs;
use crate::page::Page;
use crate::site::{Language, Site};
use grams::{Grams, Word};
use synonyms::Synonyms;

/// What the script has to understand: it refuses an index of another format.
const FORMAT: u32 = 3;

/// The most keys whose index stays in one file: with the script, it then weighs less than 40 KB compressed.
const ONE_FILE: usize = 48 * 1024;

/// The length that parts with rows come near to, in bytes.
const PART: usize = 6 * 1024;

/// How many addresses stand in one part, as a power of two.
const ADDRESSES: u32 = 6;

/// How many different Latin words are kept, the most frequent first.
const WORDS: usize = 6000;

/// How the addresses of parts begin.
const PARTS: &str = "assets/search-";

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

/// The file that a language's search reads first.
pub fn address(language: &Language) -> String {
    format!("search/{}.json", language.code)
}

/// Whether an address may be that of a file of an index.
pub fn is_file(path: &str) -> bool {
    path.starts_with("search/") || path.starts_with(PARTS)
}

/// Whether an address is that of a part of a large index, of which a search takes a few.
pub fn is_part(path: &str) -> bool {
    path.starts_with(PARTS) && path.ends_with(".txt")
}

/// Whether a search finds a page.
pub fn includes(page: &Page) -> bool {
    page.front.search != Some(false)
}

/// The pages of a language that a search finds, and what else it goes by.
pub struct Listing {
    /// The address of the file that the script reads first.
    main: String,
    /// Numbers and addresses of the pages, in reading order.
    pages: Vec<(usize, String)>,
    synonyms: Synonyms,
    /// The file that the synonyms stand in.
    synonyms_path: String,
}

impl Listing {
    /// Whether it has other words to search for.
    pub fn has_synonyms(&self) -> bool {
        !self.synonyms.is_empty()
    }

    /// Differs with the synonyms.
    pub fn digest(&self) -> u64 {
        let mut digest = Xxh3::new();
        let _ = serde_json::to_writer(&mut digest, &self.synonyms);
        digest.digest()
    }

    /// What is on its pages.
    fn grams<'a>(&self, grams: &[Option<&'a Grams>]) -> Vec<&'a Grams> {
        let pages = self.pages.iter();
        pages.filter_map(|(page, _)| grams[*page]).collect()
    }
}

/// What each language's search goes by.
pub fn listings(site: &Site) -> Vec<Listing> {
    let languages = site.languages.iter();
    languages
        .map(|language| Listing {
            main: address(language),
            pages: language
                .tree
                .in_order()
                .into_iter()
                .filter(|page| includes(&site.pages[*page]))
                .map(|page| (page, site.pages[page].address.clone()))
                .collect(),
            synonyms: language.synonyms.clone(),
            synonyms_path: format!("{}{}", language.folder, synonyms::FILE),
        })
        .collect()
}

/// Adds the index of each language. `grams` are those of the pages, in the order of the site's.
pub fn add(
    listings: &[Listing],
    grams: &[Option<&Grams>],
    outputs: &mut Outputs,
    report: &mut Report,
) {
    for listing in listings {
        let pages = listing.pages.iter();
        let addresses: Vec<&str> = pages
            .filter(|(page, _)| grams[*page].is_some())
            .map(|(_, address)| address.as_str())
            .collect();
        let grams = listing.grams(grams);
        let files = files(&addresses, &grams, &listing.synonyms, &listing.main).into_iter();
        let files = files.map(|(path, content)| (path, "the search index".to_owned(), content));
        outputs.add_all(files.collect(), |content| Ok(content.into_bytes()), report);
    }
}

/// Reports other words that stand on no page: whoever searched would be told of them for nothing.
pub fn check(listings: &[Listing], grams: &[Option<&Grams>], report: &mut Report) {
    for listing in listings {
        let grams = listing.grams(grams);
        for word in listing.synonyms.values().flatten() {
            if !grams.iter().any(|page| page.may_hold(word)) {
                report.push(
                    Diagnostic::file(
                        &listing.synonyms_path,
                        format!("no page has the words `{word}`"),
                        "use words that stand on a page, or remove them",
                    )
                    .tolerable(),
                );
            }
        }
    }
}

/// The files of one index, by address; `main` is the address of the one that the script reads first.
pub fn files(
    addresses: &[&str],
    grams: &[&Grams],
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
        index.folder = format!("{PARTS}{}/", digest(&parts));
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
fn pack_rows(grams: &[&Grams], bits: u32, part_bits: u32) -> Vec<String> {
    // Each worker takes some neighbouring parts: every page's keys lie in a place of their own in memory, and going
    // there for a few of them costs more than the keys.
    let worker_bits = part_bits.min(4);
    (0..1_u32 << worker_bits)
        .into_par_iter()
        .flat_map_iter(|worker| {
            let rows = Rows::of(grams, bits, worker_bits, worker);
            let parts = 1_usize << (part_bits - worker_bits);
            let each = 1_usize << (bits - part_bits);
            (0..parts)
                .map(|part| {
                    let rows = (part * each..(part + 1) * each).map(|row| rows.get(row));
                    rows::pack(rows, grams.len() as u32)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The pages of a worker's rows, row after row.
struct Rows {
    pages: Vec<u32>,
    /// Where each row ends in `pages`.
    ends: Vec<u32>,
}

impl Rows {
    fn of<'a>(grams: &[&'a Grams], bits: u32, worker_bits: u32, worker: u32) -> Self {
        let rows = 1_usize << (bits - worker_bits);
        let first = (worker as usize) << (bits - worker_bits);
        let of_page = |grams: &'a Grams| {
            let keys = grams.beginning_with(worker, worker_bits).iter();
            keys.map(move |key| grams::row(*key, bits) as usize - first)
        };
        let mut next = vec![0_u32; rows + 1];
        for grams in grams {
            each_once(of_page(grams), |row| next[row + 1] += 1);
        }
        for row in 0..rows {
            next[row + 1] += next[row];
        }
        let mut pages = vec![0; next[rows] as usize];
        for (page, grams) in (0..).zip(grams) {
            each_once(of_page(grams), |row| {
                let at = &mut next[row];
                pages[*at as usize] = page;
                *at += 1;
            });
        }
        Self { pages, ends: next }
    }

    fn get(&self, row: usize) -> &[u32] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.pages[start as usize..self.ends[row] as usize]
    }
}

/// Calls with each of a page's rows once. They come in order, but for the fields: one that comes again does so before the
/// next four begin.
fn each_once(rows: impl Iterator<Item = usize>, mut visit: impl FnMut(usize)) {
    let (mut four, mut seen) = (usize::MAX, 0_u8);
    for row in rows {
        if row >> 2 != four {
            (four, seen) = (row >> 2, 0);
        }
        let this = 1 << (row & 3);
        if seen & this == 0 {
            seen |= this;
            visit(row);
        }
    }
}

/// Addresses, and the Latin words for queries with a typing error.
fn other_parts(addresses: &[&str], grams: &[&Grams]) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<String, String> = addresses
        .chunks(1 << ADDRESSES)
        .enumerate()
        .map(|(number, addresses)| (format!("pages{number}"), addresses.join("\n")))
        .collect();
    let mut counts: AHashMap<Word, u32> = AHashMap::new();
    for word in grams.iter().flat_map(|page| &page.words) {
        *counts.entry(*word).or_default() += 1;
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    let order = |(word, count): &(Word, u32)| (Reverse(*count), *word);
    if words.len() > WORDS {
        words.select_nth_unstable_by_key(WORDS, order);
        words.truncate(WORDS);
    }
    words.sort_unstable_by_key(order);
    let words: Vec<String> = words.iter().map(|(word, _)| word.letters()).collect();
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
