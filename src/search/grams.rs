//! A page's grams: which pairs of neighbouring characters stand on it, and whether in its title, a heading or its text.
//!
//! Two Latin letters say little, since every page has most pairs of them; there, three neighbours count as well.
//! `templates/search.js` makes the same grams of a query; the two must agree.

use super::fold::{fold, fold_character, han, latin};
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
            let mut grams = Neighbours::new(&mut keys, field);
            let mut rest = text;
            while let Some(first) = rest.bytes().next() {
                let length = if first.is_ascii() {
                    words.add(first);
                    if let Some(c) = latin(first) {
                        grams.add_latin(c);
                    }
                    1
                } else {
                    words.end();
                    if let Some(c) = han(rest.as_bytes()) {
                        grams.add(c);
                        3
                    } else {
                        let c = rest.chars().next().unwrap_or_default();
                        fold_character(c, |c| grams.add(c));
                        c.len_utf8()
                    }
                };
                rest = &rest[length..];
            }
            words.end();
            keys.end_block();
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

/// Makes the grams of a block.
struct Neighbours<'a> {
    keys: &'a mut Keys,
    field: Field,
    /// What the hash has come to with the last character and with the last two.
    one: Option<u32>,
    two: u32,
    /// How many Latin characters came last, and the last of them.
    latin: u32,
    last: u8,
}

impl<'a> Neighbours<'a> {
    fn new(keys: &'a mut Keys, field: Field) -> Self {
        Self {
            keys,
            field,
            one: None,
            two: 0,
            latin: 0,
            last: 0,
        }
    }

    /// Takes the next character of the block.
    #[inline]
    fn add(&mut self, c: char) {
        if c.is_ascii() {
            return self.add_latin(c as u8);
        }
        self.latin = 0;
        if let Some(one) = self.one {
            self.keys.add(finish(mix(one, c)), self.field);
        }
        self.one = Some(mix(START, c));
    }

    /// The same for a Latin one.
    #[inline(always)]
    fn add_latin(&mut self, byte: u8) {
        let c = char::from(byte);
        if self.latin > 1 {
            self.keys.add(finish(mix(self.two, c)), self.field);
        }
        if let Some(one) = self.one {
            self.two = mix(one, c);
            if self.latin > 0 && self.field == Field::Text {
                self.keys.pairs.add(self.last, byte);
            } else {
                self.keys.add(finish(self.two), self.field);
            }
        }
        self.one = Some(mix(START, c));
        self.latin += 1;
        self.last = byte;
    }
}

/// Which pairs of ASCII characters there are. A text repeats the same few hundred all over.
struct Pairs([u64; 256]);

impl Pairs {
    #[inline]
    fn add(&mut self, first: u8, second: u8) {
        let pair = usize::from(first) << 7 | usize::from(second & 0x7F);
        self.0[pair >> 6 & 0xFF] |= 1 << (pair & 63);
    }

    /// Their hashes.
    fn hashes(&self) -> impl Iterator<Item = u32> {
        (0..).zip(self.0).flat_map(|(place, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                let pair = place << 6 | bit;
                let character = |at: u32| char::from((pair >> at & 0x7F) as u8);
                Some(hash(&[character(7), character(0)]))
            })
        })
    }
}

/// The keys so far. Whether one has been there before cannot be foreseen, and a wrong guess costs a processor more than
/// the key: so they are gathered as they come, and put in order together.
struct Keys {
    keys: Vec<u32>,
    /// Those in the text that are not among them yet.
    pairs: Pairs,
    /// With so many, those that are there twice go.
    most: usize,
}

/// So many keys are put in order by counting: more than all but the longest pages have.
const FEW: usize = 1 << 15;

impl Default for Keys {
    fn default() -> Self {
        Self {
            keys: Vec::with_capacity(FEW / 4),
            pairs: Pairs([0; 256]),
            most: 16 * FEW,
        }
    }
}

impl Keys {
    /// Whatever stands in a title is in the headings' rows too, and everything is in the text's.
    #[inline]
    fn add(&mut self, hash: u32, field: Field) {
        let hash = hash & !FIELD;
        self.keys.push(hash);
        if field > Field::Text {
            self.keys.push(hash | Field::Heading as u32);
        }
        if field > Field::Heading {
            self.keys.push(hash | Field::Title as u32);
        }
    }

    /// A very long page holds most of its grams many times.
    fn end_block(&mut self) {
        if self.keys.len() > self.most {
            self.keys.sort_unstable();
            self.keys.dedup();
            self.most = self.most.max(2 * self.keys.len());
        }
    }

    fn sorted(mut self) -> Vec<u32> {
        let pairs = self.pairs.hashes().map(|hash| hash & !FIELD);
        self.keys.extend(pairs);
        if self.keys.len() > FEW {
            self.keys.sort_unstable();
        } else {
            let mut other = vec![0; self.keys.len()];
            by_byte(&self.keys, &mut other, 16);
            by_byte(&other, &mut self.keys, 24);
            // Few have the same high bits without being the same.
            for mut at in 1..self.keys.len() {
                while at > 0 && self.keys[at - 1] > self.keys[at] {
                    self.keys.swap(at - 1, at);
                    at -= 1;
                }
            }
        }
        let mut count = 0;
        let mut last = None;
        for at in 0..self.keys.len() {
            let key = self.keys[at];
            self.keys[count] = key;
            count += usize::from(last != Some(key));
            last = Some(key);
        }
        self.keys.truncate(count);
        self.keys.shrink_to_fit();
        self.keys
    }
}

/// Puts keys in the order of one of their bytes; those where it is the same stay in theirs.
fn by_byte(keys: &[u32], ordered: &mut [u32], shift: u32) {
    let byte = |key: u32| (key >> shift) as usize & 0xFF;
    let mut next = [0_u32; 256];
    for key in keys {
        next[byte(*key)] += 1;
    }
    let mut start = 0;
    for next in &mut next {
        start += std::mem::replace(next, start);
    }
    for key in keys {
        let next = &mut next[byte(*key)];
        ordered[*next as usize] = *key;
        *next += 1;
    }
}

/// The Latin words so far.
struct Words {
    words: Vec<Word>,
    /// The last word with each of 64 hashes, since most words of a text come again.
    last: [Word; 64],
    /// The one that has not ended yet, and how many letters it has.
    word: u128,
    letters: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            words: Vec::new(),
            last: [Word(0); 64],
            word: 0,
            letters: 0,
        }
    }
}

impl Words {
    #[inline]
    fn add(&mut self, c: u8) {
        if c.is_ascii_alphabetic() {
            self.word = self.word << 5 | u128::from(c & 31);
            self.letters += 1;
        } else {
            self.end();
        }
    }

    #[inline]
    fn end(&mut self) {
        if self.letters > 0 {
            self.end_word();
        }
    }

    fn end_word(&mut self) {
        if WORD.contains(&self.letters) {
            let place = (self.word as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58;
            let last = &mut self.last[place as usize];
            let word = Word(self.word << (5 * (WORD.end() - self.letters)));
            if *last != word {
                *last = word;
                self.words.push(word);
            }
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
        for times in [1, 2, 30] {
            let blocks = vec![text.clone(); times];
            assert_eq!(Grams::of(&page(&blocks)).keys, expected(&blocks));
        }
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
