//! Cases in the record: one dispute each, with its situation, its ticks, what happened and what proves it.
//!
//! Keys of a case: `case/ID/…` with
//! `title`, `situation`, `counterpart`, `opened` (a date), `closed`; `item/CHECKLIST/ITEM`, `note/ITEM`;
//! `field/FIELD` for answers of letters that every case has for itself, `field/FIELD/2` in a list's second row, `field/own/LETTER`
//! for what a person wrote instead of a letter, `field/at/LETTER` for the question that was asked last, `field/draft/LETTER` for the letter as it was reviewed; lists of entries, `evidence/N/PART` and
//! `event/N/PART`; `answer/QUESTION`; `dues`, the last days that the case's own page has counted, for every other page. Answers
//! that no case has come of yet are under `draft/QUESTION`, and the question asked under `draft/at`.

use crate::cut::{after, contains};
use crate::numeral::push_digits;
use crate::prelude::*;
use crate::record::Record;

/// The key that names the case that is worked on.
pub const CURRENT: &str = "case/current";

/// What every page needs to know of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Names it; random enough for two tabs never to choose the same.
    pub id: String,
    /// The situation, whose checklist is the case's plan.
    pub situation: String,
    /// Whether it is over.
    pub closed: bool,
}

/// Whether what stands under a key was chosen and not written, so that the last choice is all there is to keep.
pub fn is_choice(key: &str) -> bool {
    const CHOICES: [&str; 8] = [
        "current",
        "dues",
        "kind",
        "counterpart",
        "closed",
        "kept",
        "situation",
        "last",
    ];
    let last = key.rsplit('/').next().unwrap_or_default();
    CHOICES.contains(&last)
        || key.starts_with("draft/")
        || ["field/at/", "field/draft/"]
            .iter()
            .any(|made| contains(key, made))
}

/// One entry of a list, such as a piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEntry<'a> {
    /// Names it within the list.
    pub id: &'a str,
    parts: Vec<(&'a str, &'a str)>,
}

impl<'a> ListEntry<'a> {
    /// A part's text; empty when there is none.
    pub fn part(&self, name: &str) -> &'a str {
        let found = self.parts.iter().find(|(part, _)| *part == name);
        found.map_or("", |(_, text)| text)
    }
}

/// The key of something in a case.
pub fn key(id: &str, rest: &str) -> String {
    ["case/", id, "/", rest].concat()
}

/// Every case, the newest last.
pub fn heads(record: &Record) -> Vec<Head> {
    let mut heads = Vec::new();
    for (key, entry) in record.entries.starting("case/") {
        let (Some(before), Some(situation)) =
            (key.strip_suffix("/situation"), entry.value.as_text())
        else {
            continue;
        };
        let id = after(before, "case/".len());
        heads.push(Head {
            id: id.to_owned(),
            situation: situation.to_owned(),
            closed: !record.text(&self::key(id, "closed")).is_empty(),
        });
    }
    heads
}

/// A case id that is not taken, and comes after all others.
pub fn new_id(record: &Record, writer: &str) -> String {
    next(heads(record).iter().map(|head| head.id.as_str()), writer)
}

/// The entries of a list, by the date that each names; the undated ones first, as they were made.
pub fn list<'a>(record: &'a Record, prefix: &'a str) -> Vec<ListEntry<'a>> {
    let mut entries: Vec<ListEntry> = Vec::new();
    for (rest, text) in record.texts(prefix) {
        let Some((id, part)) = rest.split_once('/') else {
            continue;
        };
        match entries.last_mut() {
            Some(last) if last.id == id => last.parts.push((part, text)),
            _ => entries.push(ListEntry {
                id,
                parts: vec![(part, text)],
            }),
        }
    }
    in_order(entries, |a, b| {
        let days = a.part("date").cmp(b.part("date"));
        days.then_with(|| a.part("time").cmp(b.part("time")))
            .is_le()
    })
}

/// The values in order; equal ones stay as they are. The standard library's sort is larger than all that is sorted here.
pub(crate) fn in_order<T>(values: Vec<T>, is_before: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::with_capacity(values.len());
    for value in values {
        let place = sorted.partition_point(|known| is_before(known, &value));
        sorted.insert(place, value);
    }
    sorted
}

/// An entry's id that is not taken.
pub fn new_entry(record: &Record, prefix: &str, writer: &str) -> String {
    let taken = record.texts(prefix).map(|(rest, _)| rest);
    next(taken, writer)
}

/// The number behind the largest there is, and who gave it: two tabs may count alike, but have different names.
fn next<'a>(taken: impl Iterator<Item = &'a str> + Clone, writer: &str) -> String {
    let number = |id: &str| {
        let digits = id.bytes().take(4).take_while(u8::is_ascii_digit);
        digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    };
    let largest = taken.clone().map(number).fold(0, u64::max);
    let mut id = String::new();
    push_digits(&mut id, (largest + 1).min(9999), 4);
    id.push('-');
    id.push_str(writer);
    // Nothing comes behind 9999, which only a forged backup reaches.
    while taken.clone().any(|known| known.starts_with(&id)) {
        id.push('0');
    }
    id
}
