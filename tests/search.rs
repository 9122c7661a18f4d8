//! The search index finds what a plain search of the text finds: the algorithm of `templates/search.js`, run on the
//! index's files by themselves.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::SiteFolder;
use proptest::prelude::*;
use recourse::search::grams::{self, Grams};
use recourse::search::synonyms::Synonyms;
use recourse::search::{self, text};

const INDEX: &str = "assets/search.json";

/// An index as a browser has it: files, and nothing else.
struct Index {
    files: BTreeMap<String, String>,
    main: serde_json::Value,
}

impl Index {
    fn of(pages: &[String]) -> Self {
        let addresses: Vec<String> = (0..pages.len()).map(|n| format!("{n}.html")).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let grams: Vec<Grams> = pages.iter().map(|html| Grams::of(html)).collect();
        Self::from(search::files(
            &addresses,
            &grams.iter().collect::<Vec<_>>(),
            &Synonyms::new(),
            INDEX,
        ))
    }

    fn from(files: BTreeMap<String, String>) -> Self {
        let main = serde_json::from_str(&files[INDEX]).expect("JSON");
        Self { files, main }
    }

    fn number(&self, name: &str) -> u32 {
        self.main[name].as_u64().expect("a number") as u32
    }

    fn part(&self, name: &str) -> &str {
        let folder = self.main["folder"].as_str().expect("a folder");
        self.main["files"][name]
            .as_str()
            .unwrap_or_else(|| &self.files[&format!("{folder}{name}.txt")])
    }

    /// The pages in one row.
    fn row(&self, row: u32) -> BTreeSet<u32> {
        let in_part = self.number("bits") - self.number("parts");
        let part = self.part(&format!("rows{}", row >> in_part));
        let in_part = row & ((1 << in_part) - 1);
        let line = part.lines().nth(in_part as usize / LINE).expect("a line");
        let mut bits = Bits::of(&line[8..]);
        let pages = self.number("pages");
        for number in 0.. {
            let length = bits.unary();
            let half = bits.low(length, 1) - 1;
            let count = bits.low(1, half);
            let mut found = BTreeSet::new();
            bits.inside(count, 0, pages, &mut found);
            if number == in_part as usize % LINE {
                return found;
            }
        }
        unreachable!()
    }

    /// The pages that stand in the rows of all of a phrase's grams, for a field.
    fn candidates(&self, phrase: &[char], field: u32) -> BTreeSet<u32> {
        let is_latin = |from: usize, to: usize| {
            phrase
                .get(from..to)
                .is_some_and(|gram| gram.iter().all(char::is_ascii))
        };
        let mut found: BTreeSet<u32> = (0..self.number("pages")).collect();
        for at in 0..phrase.len() - 1 {
            let gram = if is_latin(at, at + 3) {
                &phrase[at..at + 3]
            } else if at > 0 && is_latin(at - 1, at + 2) {
                continue;
            } else {
                &phrase[at..at + 2]
            };
            let key = grams::hash(gram) & !3 | field;
            let row = self.row(grams::row(key, self.number("bits")));
            found = found.intersection(&row).copied().collect();
        }
        found
    }
}

/// How many rows stand in a line.
const LINE: usize = 128;

struct Bits {
    bits: Vec<bool>,
    at: usize,
}

impl Bits {
    fn of(base64: &str) -> Self {
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let value = |c| digits.find(c).expect("a digit of Base64");
        let bits = base64
            .chars()
            .map(value)
            .flat_map(|value| (0..6).rev().map(move |place| value >> place & 1 == 1))
            .collect();
        Self { bits, at: 0 }
    }

    fn bit(&mut self) -> bool {
        self.at += 1;
        self.bits.get(self.at - 1).copied().unwrap_or(false)
    }

    fn unary(&mut self) -> u32 {
        (0..).take_while(|_| self.bit()).count() as u32
    }

    fn low(&mut self, width: u32, value: u32) -> u32 {
        (0..width).fold(value, |value, _| value << 1 | u32::from(self.bit()))
    }

    /// So many numbers from `low` to below `end`: the middle one, then those on both sides.
    fn inside(&mut self, count: u32, low: u32, end: u32, found: &mut BTreeSet<u32>) {
        if count == 0 {
            return;
        }
        let middle = count / 2;
        let room = end - low - count + 1;
        let width = room.ilog2();
        let short = (2 << width) - room;
        let mut value = self.low(width, 0);
        if value >= short {
            value = self.low(1, value) - short;
        }
        let number = low + middle + (value + (room - short) / 2) % room;
        found.insert(number);
        self.inside(middle, low, number, found);
        self.inside(count - middle - 1, number + 1, end, found);
    }
}

/// Letters and digits, in lower case: what a plain search compares.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn page(title: &str, blocks: &[String]) -> String {
    let blocks: String = blocks
        .iter()
        .map(|block| format!("<p>{block}</p>"))
        .collect();
    format!("<nav>目录</nav><h1 data-search>{title}</h1><article data-search>{blocks}</article>")
}

proptest! {
    /// Whatever stands in a block is found, with its field; and few pages are fetched in vain.
    #[test]
    fn every_substring_is_found(
        pages in prop::collection::vec(
            ("[甲乙丙ab1 ，]{0,6}", prop::collection::vec("[甲乙丙丁ab1A。 ]{0,12}", 0..5)),
            1..12,
        ),
        (which, block, from, length) in (any::<usize>(), any::<usize>(), any::<usize>(), 2..7_usize),
    ) {
        let html: Vec<String> = pages.iter().map(|(title, blocks)| page(title, blocks)).collect();
        let index = Index::of(&html);
        let (title, blocks) = &pages[which % pages.len()];
        let source = blocks.get(block % (blocks.len() + 1)).unwrap_or(title);
        let characters: Vec<char> = plain(source).chars().collect();
        prop_assume!(characters.len() >= 2);
        let from = from % (characters.len() - 1);
        let phrase: Vec<char> = characters[from..].iter().copied().take(length).collect();
        let query: String = phrase.iter().collect();
        let text_candidates = index.candidates(&phrase, 0);
        let title_candidates = index.candidates(&phrase, 2);
        for (number, (title, blocks)) in pages.iter().enumerate() {
            let in_title = plain(title).contains(&query);
            let anywhere = in_title || blocks.iter().any(|block| plain(block).contains(&query));
            prop_assert!(!anywhere || text_candidates.contains(&(number as u32)), "{query}");
            prop_assert!(!in_title || title_candidates.contains(&(number as u32)), "{query}");
        }
    }
}

/// A Chinese-looking page: words of a vocabulary in which few words are frequent, as in any language.
fn synthetic_page(number: u64, characters: usize) -> String {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut blocks = Vec::new();
    let mut written = 0;
    while written < characters {
        let mut block = String::new();
        for _ in 0..40 {
            // A word of two characters, its rank spread as Zipf found.
            let rank = (20_000_f64.powf((random() % 1000) as f64 / 1000.0)) as u32;
            for place in 0..2_u32 {
                let code = 0x4E00 + rank.wrapping_mul(2_654_435_761).rotate_left(place * 13) % 3000;
                block.push(char::from_u32(code).expect("a Han character"));
            }
        }
        written += 80;
        blocks.push(block);
    }
    page(&format!("第{number}页"), &blocks)
}

#[test]
fn a_large_index_is_cut_into_parts_that_hold_the_same() {
    let pages: Vec<String> = (1..=60).map(|n| synthetic_page(n, 3000)).collect();
    let index = Index::of(&pages);
    assert!(index.number("parts") > 2);
    assert!(index.files[INDEX].len() < 1000);
    assert!(index.files.values().all(|file| file.len() < 16 * 1024));
    for (number, html) in pages.iter().enumerate() {
        let block = &text::blocks(html)[7].text;
        let phrase: Vec<char> = block.chars().skip(10).take(6).collect();
        assert!(index.candidates(&phrase, 0).contains(&(number as u32)));
    }
    assert_eq!(index.part("pages0").lines().count(), 60);
}

#[test]
fn the_same_pages_give_the_same_files() {
    let pages: Vec<String> = (1..=40).map(|n| synthetic_page(n, 2000)).collect();
    assert_eq!(Index::of(&pages).files, Index::of(&pages).files);
}

#[test]
fn a_built_site_has_one_index_for_each_language_and_leaves_out_what_a_page_declines() {
    let site = SiteFolder::new()
        .file("site.toml", "languages = [\"zh-CN\", \"en\"]\n")
        .file(
            "zh-CN/index.md",
            "+++\ntitle = \"首页\"\n+++\n被盗刷怎么办。\n",
        )
        .file(
            "zh-CN/hidden.md",
            "+++\ntitle = \"不找\"\nsearch = false\n+++\n被盗刷。\n",
        )
        .file("zh-CN/synonyms.toml", "\"偷刷\" = [\"盗刷\"]\n")
        .file("en/index.md", "+++\ntitle = \"Home\"\n+++\nStolen money.\n");
    site.built(&[]);
    let chinese: serde_json::Value =
        serde_json::from_str(&site.page("search/zh-CN.json")).expect("JSON");
    assert_eq!(chinese["files"]["pages0"], "index.html");
    assert_eq!(chinese["synonyms"]["偷刷"][0], "盗刷");
    let english: serde_json::Value =
        serde_json::from_str(&site.page("search/en.json")).expect("JSON");
    assert_eq!(english["files"]["pages0"], "en/index.html");
    assert_eq!(english["files"]["words"], "home\nmoney\nstolen");
    let page = site.page("en/index.html");
    assert!(page.contains("data-index=\"search/en.json\""), "{page}");
    assert!(page.contains("data-root=\"../\""), "{page}");
    let words = page.split("data-words=\"").nth(1).expect("words");
    let words = site.page(words.split('"').next().unwrap_or_default());
    let words: serde_json::Value = serde_json::from_str(&words).expect("JSON");
    assert!(
        words["found"].as_str().expect("a text").contains("pages"),
        "{words}"
    );
}

#[test]
fn synonyms_that_cannot_work_are_reported() {
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n\n被盗刷怎么办。\n")
        .file(
            "synonyms.toml",
            "\"偷刷\" = [\"盗刷\"]\n\"偷 刷\" = [\"盗刷\"]\n\"钱\" = [\"盗刷\"]\n\"空的\" = []\n\"冻结\" = [\"没有的词\"]\n",
        );
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1));
    for message in [
        "`偷刷` is listed twice",
        "`钱` is too short to be searched",
        "`空的` has no other words",
        "no page has the words `没有的词`",
    ] {
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
    }
}

/// `cargo test --release --test search -- --ignored --nocapture` prints what an index weighs.
#[test]
#[ignore = "measures, asserts nothing"]
fn sizes() {
    for count in [50, 1000, 10_000] {
        let pages: Vec<String> = (1..=count).map(|n| synthetic_page(n, 3700)).collect();
        let begun = std::time::Instant::now();
        let index = Index::of(&pages);
        let total: usize = index.files.values().map(String::len).sum();
        let largest = index.files.values().map(String::len).max();
        println!(
            "{count} pages: {} files, {total} bytes in all, first {}, largest {largest:?}, {:?} on one core but for the rows",
            index.files.len(),
            index.files[INDEX].len(),
            begun.elapsed(),
        );
    }
}
