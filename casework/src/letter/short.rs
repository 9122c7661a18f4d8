//! A letter in a few sentences, for the complaint box of an app: who writes, what was paid, what happened, what is asked for.

use crate::cut::cut;
use crate::numeral::push_digits;
use crate::prelude::*;

use super::{Block, BlockKind, Letter, Run};

/// The boxes' usual limit, in characters.
pub const SHORT: usize = 300;

/// A part of a sentence says nothing in less room than this.
const LEAST: usize = 12;

/// One sentence, how soon it goes into the room, and whether it is there.
struct Sentence {
    text: String,
    rank: u8,
    kept: bool,
}

/// What no complaint does without.
const MUST: u8 = 0;
/// What else is asked for.
const DEMAND: u8 = 1;
/// What happened.
const FACT: u8 = 2;
/// The payments one by one.
const EACH: u8 = 3;
/// What else is asked for, where the facts have left room.
const DEMAND_AGAIN: u8 = 4;

impl Letter {
    /// The letter in at most `limit` characters.
    ///
    /// First come the title, who writes (the letter's first sentence), how many payments there are and their sum, and
    /// every demand with an amount or a day in it, or else the first one: each of these is cut short rather than left
    /// out. Then the other demands, in half of the room that is left, and what stands under the first heading as far as
    /// it goes. A sentence that still waits for an answer is left out.
    pub fn shortened(&self, limit: usize) -> String {
        let mut sentences = self.sentences();
        let mut left = limit;
        for round in 0..=DEMAND_AGAIN {
            let kept_free = if round == DEMAND { left / 2 } else { 0 };
            let rank = if round == DEMAND_AGAIN { DEMAND } else { round };
            for sentence in &mut sentences {
                if sentence.rank != rank || sentence.kept {
                    continue;
                }
                let room = left - kept_free;
                match rank {
                    MUST => {
                        shorten_beginning(&mut sentence.text, room.min(limit / 3));
                        shorten(&mut sentence.text, room.min(limit / 3));
                    }
                    FACT => shorten(&mut sentence.text, room),
                    _ => {}
                }
                let length = length(&sentence.text);
                if length <= room {
                    left -= length;
                    sentence.kept = true;
                }
            }
        }
        let mut text = String::new();
        for sentence in sentences {
            if sentence.kept {
                text.push_str(&sentence.text);
            }
        }
        text
    }

    /// What a short version is made of, in order.
    fn sentences(&self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        add(&mut sentences, &self.title, MUST);
        let (mut headings, mut first_demand) = (0, usize::MAX);
        let mut before = BlockKind::Flush;
        for (index, block) in self.blocks.iter().enumerate() {
            let from = sentences.len();
            match block.kind {
                BlockKind::Heading(_) if first_demand < from => break,
                BlockKind::Heading(number) => headings = number,
                BlockKind::Row(0) if headings < 2 => {
                    add_payments(&mut sentences, self.blocks.get(index..).unwrap_or_default());
                }
                // What follows the list says until when, and where to.
                BlockKind::Item(_) | BlockKind::Paragraph
                    if matches!(before, BlockKind::Item(_))
                        || matches!(block.kind, BlockKind::Item(_)) =>
                {
                    first_demand = first_demand.min(from);
                    add(&mut sentences, &block.runs, DEMAND);
                }
                BlockKind::Paragraph if headings < 2 && first_demand > from => {
                    add(&mut sentences, &block.runs, FACT);
                    if let (0, true, Some(who)) = (headings, from < 2, sentences.get_mut(from)) {
                        who.rank = MUST;
                    }
                }
                _ => {}
            }
            before = block.kind;
        }
        let mut exact = 0;
        for sentence in &mut sentences {
            if sentence.rank == DEMAND && has_digit(&sentence.text) {
                sentence.rank = MUST;
                exact += 1;
            }
        }
        if let (0, Some(first)) = (exact, sentences.get_mut(first_demand)) {
            first.rank = MUST;
        }
        sentences
    }
}

/// Adds a table of payments: a single one as it is; of several how many they are and their sum, and then each of them, if
/// there is room for all.
fn add_payments(sentences: &mut Vec<Sentence>, blocks: &[Block]) {
    let (mut count, mut total, mut each) = (0, String::new(), String::new());
    // With one of them unknown, a list of the others would mislead.
    let mut all_known = true;
    for row in blocks.iter().skip(1) {
        if !matches!(row.kind, BlockKind::Row(_)) {
            break;
        }
        let mut amount = "";
        for run in &row.runs {
            match run {
                Run::Text(words) if words.ends_with('元') => amount = words,
                _ => {}
            }
        }
        match row.runs.as_slice() {
            // The last row has the sum of the others.
            [Run::Text(name), Run::Cell, Run::Cell, ..] if count > 1 && !has_digit(name) => {
                if !amount.is_empty() {
                    total = [name, amount, "，"].concat();
                }
            }
            runs => {
                let time = match runs {
                    [Run::Text(time), ..] => time.as_str(),
                    _ => "",
                };
                all_known &= !time.is_empty() && !amount.is_empty();
                each = [&each, time, "，", amount, "；"].concat();
                count += 1;
            }
        }
    }
    if count < 2 {
        if let Some(row) = blocks.get(1) {
            add(sentences, &row.runs, MUST);
        }
        return;
    }
    total.push('共');
    push_digits(&mut total, count, 1);
    total.push_str("笔。");
    push(sentences, total, MUST);
    if all_known {
        each.pop();
        each.push('。');
        push(sentences, each, EACH);
    }
}

fn push(sentences: &mut Vec<Sentence>, text: String, rank: u8) {
    sentences.push(Sentence {
        text,
        rank,
        kept: false,
    });
}

fn has_digit(text: &str) -> bool {
    text.contains(|character: char| character.is_ascii_digit())
}

const ENDS: [char; 3] = ['。', '！', '？'];

/// What closes a quotation after its sentence has ended: 客服说：“三天内退。”
const CLOSES: [char; 4] = ['”', '’', '」', '）'];

/// Adds the sentences of a passage that wait for no answer, each with its end.
fn add(sentences: &mut Vec<Sentence>, runs: &[Run], rank: u8) {
    let (mut sentence, mut complete) = (String::new(), true);
    let mut kept = false;
    let end = Run::Text(String::from(ENDS[0]));
    for run in runs.iter().chain([&end]) {
        let words = match run {
            Run::Text(words) => words,
            Run::Cell if sentence.is_empty() || sentence.ends_with('，') => "",
            Run::Cell => "，",
            _ => {
                complete = false;
                continue;
            }
        };
        for character in words.chars() {
            if sentence.is_empty() && CLOSES.contains(&character) {
                if kept && let Some(last) = sentences.last_mut() {
                    last.text.push(character);
                }
                continue;
            }
            if !ENDS.contains(&character) {
                sentence.push(character);
                continue;
            }
            let mut whole = core::mem::take(&mut sentence);
            // 具体经过如下： leads to what is not there.
            complete &= !whole.ends_with('：');
            while whole.ends_with(['，', '；']) {
                whole.pop();
            }
            if !whole.is_empty() {
                kept = complete;
                whole.push(character);
                if complete {
                    push(sentences, whole, rank);
                }
            }
            complete = true;
        }
    }
}

/// Breaks a sentence off where the room ends; if there is hardly any, nothing is left of it.
fn shorten(text: &mut String, room: usize) {
    if length(text) <= room {
        return;
    }
    if room < LEAST {
        return text.clear();
    }
    let (mut end, mut used) = (0, 1);
    for character in text.chars() {
        used += character.len_utf16();
        if used > room {
            break;
        }
        end += character.len_utf8();
    }
    *text = cut(text, end).0.to_owned();
    text.push('…');
}

/// Shortens what stands before the first comma where that is most of the sentence: a name without end leaves the account
/// and the telephone behind it.
fn shorten_beginning(text: &mut String, room: usize) {
    if let Some((name, rest)) = text.split_once('，')
        && name.len() > rest.len()
    {
        let mut name = name.to_owned();
        shorten(&mut name, room.saturating_sub(length(rest) + 1));
        *text = [&name, "，", rest].concat();
    }
}

/// The length as a browser counts it, which counts an emoji as two.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
