//! A page's grams: which pairs of neighbouring characters stand on it, and whether in its title, a heading or its text.
//!
//! Two Latin letters say little, since every page has most pairs of them; there, three neighbours count as well.
//! `templates/search.js` makes the same grams of a query; the two must agree.

use std::collections::{BTreeSet, HashSet};

use super::fold::{fold, fold_into};
use super::text::{Block, Field};

/// What the index knows of one page.
#[derive(Debug, Default)]
pub struct Grams {
    /// Sorted: the 30 high bits of a gram's hash, and in the two low bits its field.
    pub keys: Vec<u32>,
    /// Where the keys with each high byte start, and last where all end.
    starts: Vec<u32>,
    /// Its Latin words, each once, with spaces between, for queries with a typing error.
    pub words: Box<str>,
}

/// The bits of a key that name its field.
const FIELD: u32 = 3;

/// How many letters a Latin word has that is kept.
const WORD: std::ops::RangeInclusive<usize> = 3..=24;

impl Grams {
    /// The grams of a page's blocks.
    pub fn of(blocks: &[Block]) -> Self {
        let mut keys = Keys::default();
        let mut words = HashSet::new();
        let mut characters = Vec::new();
        for block in blocks {
            characters.clear();
            fold_into(&mut characters, &block.text);
            for at in 1..characters.len() {
                let pair = &characters[at - 1..=at];
                keys.push(pair, block.field);
                if let Some(three) = characters.get(at - 1..at + 2)
                    && three.iter().all(char::is_ascii)
                {
                    keys.push(three, block.field);
                }
            }
            for word in block.text.split(|c: char| !c.is_ascii_alphabetic()) {
                if WORD.contains(&word.len()) {
                    words.insert(word);
                }
            }
        }
        let mut keys = keys.keys;
        keys.sort_unstable();
        keys.dedup();
        keys.shrink_to_fit();
        let words: BTreeSet<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
        Self {
            starts: starts(&keys),
            keys,
            words: words.into_iter().collect::<Vec<_>>().join(" ").into(),
        }
    }

    /// The keys whose high bits, at most eight of them, are these.
    pub fn beginning_with(&self, high: u32, bits: u32) -> &[u32] {
        let start = |high: u32| self.starts.get((high << (8 - bits)) as usize);
        match (start(high), start(high + 1)) {
            (Some(from), Some(to)) => &self.keys[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// Whether all grams of a phrase stand on the page, so that the phrase may.
    pub fn may_hold(&self, phrase: &str) -> bool {
        let characters: Vec<char> = fold(phrase).collect();
        characters.windows(2).all(|pair| {
            let key = hash(pair) & !FIELD;
            self.keys.binary_search(&key).is_ok()
        })
    }
}

fn starts(keys: &[u32]) -> Vec<u32> {
    let mut starts = vec![0; 257];
    for key in keys {
        starts[(key >> 24) as usize + 1] += 1;
    }
    for byte in 0..256 {
        starts[byte + 1] += starts[byte];
    }
    starts
}

/// The keys so far, most of them once.
struct Keys {
    keys: Vec<u32>,
    /// Some of those that came last, by their high bits: a page says the same words again and again.
    seen: Box<[u32; 1 << Self::SEEN]>,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            seen: Box::new([0; 1 << Self::SEEN]),
        }
    }
}

impl Keys {
    const SEEN: u32 = 12;

    /// Whatever stands in a title is in the headings' rows too, and everything is in the text's.
    fn push(&mut self, gram: &[char], field: Field) {
        let hash = hash(gram) & !FIELD;
        for field in 0..=field as u32 {
            let key = hash | field;
            let seen = &mut self.seen[((key >> (32 - Self::SEEN)) ^ field) as usize];
            // The key of all zeros cannot be told from none, and is pushed every time.
            if *seen != key || key == 0 {
                *seen = key;
                self.keys.push(key);
            }
        }
    }
}

/// The row, of `1 << bits`, that a key belongs to. A gram's rows for the three fields are neighbours.
pub fn row(key: u32, bits: u32) -> u32 {
    (key >> (32 - bits)) ^ (key & FIELD)
}

/// Mixes a gram's characters into 32 bits, of which the high ones are the best.
pub fn hash(gram: &[char]) -> u32 {
    let mixed = gram.iter().fold(0x811C_9DC5_u32, |hash, c| {
        let hash = (hash ^ u32::from(*c)).wrapping_mul(0x9E37_79B1);
        hash ^ hash >> 15
    });
    mixed.wrapping_mul(0x85EB_CA77)
}
