//! A page's grams: which pairs of neighbouring characters stand on it, and whether in its title, a heading or its text.
//!
//! Two Latin letters say little, since every page has most pairs of them; there, three neighbours count as well.
//! `templates/search.js` makes the same grams of a query; the two must agree.

use ahash::AHashSet;

use super::fold::fold;
use super::text::{Field, each_block};

/// What the index knows of one page.
#[derive(Debug)]
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
    /// The grams of a page's HTML.
    pub fn of(html: &str) -> Self {
        let mut keys = Keys::default();
        let mut words = Words::default();
        each_block(html, |field, text| {
            keys.add(text, field);
            words.add(text);
        });
        let keys = sorted(&keys.keys);
        Self {
            starts: starts(&keys),
            keys,
            words: words.list.into(),
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

/// The keys in order, each once. Since their high bits are spread evenly, each is put near its place at once.
fn sorted(keys: &[u32]) -> Vec<u32> {
    let shift = 32 - keys.len().max(2).ilog2().clamp(1, 16);
    let mut ends = vec![0_u32; 1 << (32 - shift)];
    for key in keys {
        ends[(key >> shift) as usize] += 1;
    }
    let mut before = 0;
    for end in &mut ends {
        before += std::mem::replace(end, before);
    }
    let mut sorted = vec![0; keys.len()];
    for key in keys {
        let end = &mut ends[(key >> shift) as usize];
        sorted[*end as usize] = *key;
        *end += 1;
    }
    let mut start = 0;
    for end in ends {
        if end > start + 1 {
            sorted[start as usize..end as usize].sort_unstable();
        }
        start = end;
    }
    sorted.dedup();
    sorted.shrink_to_fit();
    sorted
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
            keys: Vec::with_capacity(1 << Self::SEEN),
            seen: Box::new([0; 1 << Self::SEEN]),
        }
    }
}

impl Keys {
    const SEEN: u32 = 12;

    /// Adds the grams of a block.
    fn add(&mut self, text: &str, field: Field) {
        // What the hash has come to with the character before, and with the two before; how many Latin ones those are.
        let (mut one, mut two, mut latin) = (None, 0, 0);
        for c in fold(text) {
            latin = if c.is_ascii() { latin + 1 } else { 0 };
            if let Some(one) = one {
                let pair = mix(one, c);
                self.push(finish(pair), field);
                if latin > 2 {
                    self.push(finish(mix(two, c)), field);
                }
                two = pair;
            }
            one = Some(mix(START, c));
        }
    }

    /// Whatever stands in a title is in the headings' rows too, and everything is in the text's.
    fn push(&mut self, hash: u32, field: Field) {
        let hash = hash & !FIELD;
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

/// The Latin words so far.
#[derive(Default)]
struct Words {
    known: AHashSet<[u8; *WORD.end()]>,
    /// Each once, with spaces between.
    list: String,
}

impl Words {
    fn add(&mut self, text: &str) {
        for word in text
            .as_bytes()
            .split(|byte| !byte.is_ascii_alphabetic())
            .filter(|word| WORD.contains(&word.len()))
        {
            let mut letters = [0; *WORD.end()];
            for (letter, byte) in letters.iter_mut().zip(word) {
                *letter = byte.to_ascii_lowercase();
            }
            if self.known.insert(letters) {
                if !self.list.is_empty() {
                    self.list.push(' ');
                }
                let letters = letters[..word.len()].iter();
                self.list.extend(letters.map(|letter| char::from(*letter)));
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
    finish(gram.iter().fold(START, |mixed, c| mix(mixed, *c)))
}

const START: u32 = 0x811C_9DC5;

fn mix(mixed: u32, c: char) -> u32 {
    let hash = (mixed ^ u32::from(c)).wrapping_mul(0x9E37_79B1);
    hash ^ hash >> 15
}

fn finish(mixed: u32) -> u32 {
    mixed.wrapping_mul(0x85EB_CA77)
}
