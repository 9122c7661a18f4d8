//! A page's grams: which pairs of neighbouring characters stand on it, and whether in its title, a heading or its text.
//!
//! Two Latin letters say little, since every page has most pairs of them; there, three neighbours count as well.
//! `templates/search.js` makes the same grams of a query; the two must agree.

use super::fold::{fold, fold_character};
use super::text::{Field, each_block};

/// What the index knows of one page.
#[derive(Debug)]
pub struct Grams {
    /// Sorted: the 30 high bits of a gram's hash, and in the two low bits its field.
    pub keys: Vec<u32>,
    /// Where the keys with each high byte start, and last where all end.
    starts: Vec<u32>,
    /// Its Latin words, each once, for queries with a typing error.
    pub words: Box<[Word]>,
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
            let mut grams = Neighbours::default();
            for c in text.chars() {
                words.add(c);
                fold_character(c, |c| grams.add(c, |hash| keys.add(hash, field)));
            }
            words.end();
        });
        let keys = keys.sorted();
        Self {
            starts: starts(&keys),
            keys,
            words: words.sorted(),
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

/// What the hash has come to with the last character and with the last two.
#[derive(Default)]
struct Neighbours {
    one: Option<u32>,
    two: u32,
    /// How many Latin characters came last.
    latin: u32,
}

impl Neighbours {
    /// Takes the next character of a block, and hands over the hashes of the grams that end with it.
    #[inline]
    fn add(&mut self, c: char, mut gram: impl FnMut(u32)) {
        self.latin = if c.is_ascii() { self.latin + 1 } else { 0 };
        if let Some(one) = self.one {
            let pair = mix(one, c);
            gram(finish(pair));
            if self.latin > 2 {
                gram(finish(mix(self.two, c)));
            }
            self.two = pair;
        }
        self.one = Some(mix(START, c));
    }
}

/// The keys so far, each once, near the place that its high bits give it.
struct Keys {
    /// Zero where there is none.
    places: Vec<u32>,
    /// How many high bits give a place; there are more places behind, so that none has to begin again at the first.
    bits: u32,
    /// How many there are.
    count: usize,
    /// Whether the key of all zeros is one of them.
    zero: bool,
}

/// How many places there are behind those that high bits give.
const BEHIND: usize = 64;

impl Default for Keys {
    fn default() -> Self {
        Self::with(13)
    }
}

impl Keys {
    fn with(bits: u32) -> Self {
        Self {
            places: vec![0; (1 << bits) + BEHIND],
            bits,
            count: 0,
            zero: false,
        }
    }

    /// Whatever stands in a title is in the headings' rows too, and everything is in the text's.
    #[inline]
    fn add(&mut self, hash: u32, field: Field) {
        let hash = hash & !FIELD;
        self.insert(hash);
        if field > Field::Text {
            self.insert(hash | Field::Heading as u32);
        }
        if field > Field::Heading {
            self.insert(hash | Field::Title as u32);
        }
    }

    #[inline]
    fn insert(&mut self, key: u32) {
        let first = (key >> (32 - self.bits)) as usize;
        for place in &mut self.places[first..] {
            if *place == key {
                self.zero |= key == 0;
                return;
            }
            if *place == 0 {
                *place = key;
                self.count += 1;
                if self.count << 1 > 1 << self.bits {
                    self.grow();
                }
                return;
            }
        }
        self.grow();
        self.insert(key);
    }

    #[cold]
    fn grow(&mut self) {
        let mut larger = Self::with(self.bits + 1);
        larger.zero = self.zero;
        for key in self.places.iter().filter(|key| **key != 0) {
            larger.insert(*key);
        }
        *self = larger;
    }

    fn sorted(self) -> Vec<u32> {
        // Whether a place is filled cannot be foreseen, so each is copied, and the next one over it if it is not.
        let mut keys = vec![0; self.places.len() + 1];
        let mut count = usize::from(self.zero);
        for key in self.places {
            keys[count] = key;
            count += usize::from(key != 0);
        }
        keys.truncate(count);
        keys.shrink_to_fit();
        // Nearly in order, they have no far way to go.
        for mut at in 1..keys.len() {
            while at > 0 && keys[at - 1] > keys[at] {
                keys.swap(at - 1, at);
                at -= 1;
            }
        }
        keys
    }
}

/// The Latin words so far.
#[derive(Default)]
struct Words {
    words: Vec<Word>,
    /// The one that has not ended yet, and how many letters it has.
    word: u128,
    letters: usize,
}

impl Words {
    #[inline]
    fn add(&mut self, c: char) {
        if c.is_ascii_alphabetic() {
            self.word = self.word << 5 | u128::from(c as u32 & 31);
            self.letters += 1;
        } else if self.letters > 0 {
            self.end();
        }
    }

    fn end(&mut self) {
        if WORD.contains(&self.letters) {
            let word = self.word << (5 * (WORD.end() - self.letters));
            self.words.push(Word(word));
        }
        (self.word, self.letters) = (0, 0);
    }

    fn sorted(self) -> Box<[Word]> {
        let mut words = self.words;
        words.sort_unstable();
        words.dedup();
        words.into()
    }
}

/// A Latin word, five bits a letter, in the order of the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u128);

impl Word {
    /// Its letters, in lower case.
    pub fn letters(self) -> String {
        let letters = (1..=*WORD.end()).rev();
        letters
            .map(|place| (self.0 >> (5 * (place - 1))) as u8 & 31)
            .take_while(|letter| *letter > 0)
            .map(|letter| char::from(b'a' - 1 + letter))
            .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn expected(blocks: &[String]) -> Vec<u32> {
        let mut keys = BTreeSet::new();
        for block in blocks {
            let characters: Vec<char> = fold(block).collect();
            keys.extend(characters.windows(2).map(hash));
            let three = characters.windows(3);
            keys.extend(
                three
                    .filter(|three| three.iter().all(char::is_ascii))
                    .map(hash),
            );
        }
        keys.into_iter()
            .map(|key| key & !FIELD)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    fn page(blocks: &[String]) -> String {
        let blocks: String = blocks
            .iter()
            .map(|block| format!("<p>{block}</p>"))
            .collect();
        format!("<main data-search>{blocks}</main>")
    }

    proptest! {
        #[test]
        fn every_gram_is_there_once_and_in_order(blocks in prop::collection::vec("[a-cA-C1一-十，。 ]{0,40}", 0..20)) {
            prop_assert_eq!(Grams::of(&page(&blocks)).keys, expected(&blocks));
        }
    }

    #[test]
    fn a_long_page_has_all_its_grams() {
        let text: String = ('一'..='龥').collect();
        let blocks = [text];
        assert_eq!(Grams::of(&page(&blocks)).keys, expected(&blocks));
    }

    #[test]
    fn titles_are_headings_and_text_too() {
        let keys = Grams::of("<h1 data-search>冻结</h1>").keys;
        let hash = hash(&['冻', '结']) & !FIELD;
        assert_eq!(keys, [hash, hash | 1, hash | 2]);
    }

    #[test]
    fn words_are_kept_in_lower_case_each_once() {
        let words = Grams::of("<p data-search>Rust、rust 和 Cargo2x of abcdefghijklmnopqrstuvwxy</p><p data-search>zip</p>").words;
        let words: Vec<String> = words.iter().map(|word| word.letters()).collect();
        assert_eq!(words, ["cargo", "rust", "zip"]);
    }
}
