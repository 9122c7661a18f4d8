//! A letter in a few sentences, for the complaint box of an app: what it is about, what happened, what is asked for.

use super::{Block, BlockKind, Letter, Run};

/// The boxes' usual limit, in characters.
pub const SHORT: usize = 300;

impl Letter {
    /// The title, the facts and the demands, cut by whole sentences to at most `limit` characters.
    ///
    /// The facts are what stands under the first heading, the demands the first list after it. Demands come before facts
    /// when there is no room for both. A sentence that still waits for an answer is left out.
    pub fn shortened(&self, limit: usize) -> String {
        let (facts, demands) = self.facts_and_demands();
        let mut left = limit;
        let title = fitting(sentences(&self.title), &mut left);
        // Half of the room is for the facts, if they need it.
        let mut for_demands = left / 2;
        let kept = left - for_demands;
        let demands = fitting(demands, &mut for_demands);
        left = kept + for_demands;
        let facts = fitting(facts, &mut left);
        [title, facts, demands].concat()
    }

    fn facts_and_demands(&self) -> (Vec<String>, Vec<String>) {
        let (mut facts, mut demands) = (Vec::new(), Vec::new());
        let mut headings = 0;
        for block in &self.blocks {
            match block.kind {
                BlockKind::Heading(number) => {
                    if !demands.is_empty() {
                        break;
                    }
                    headings = number;
                }
                BlockKind::Paragraph | BlockKind::Item(_) if headings == 1 => {
                    facts.extend(sentences(&block.runs));
                }
                BlockKind::Row(row) if headings == 1 && row > 0 => {
                    facts.extend(row_sentence(block))
                }
                BlockKind::Item(_) if headings > 1 => demands.extend(sentences(&block.runs)),
                _ => {}
            }
        }
        (facts, demands)
    }
}

const ENDS: [char; 3] = ['。', '！', '？'];

/// The sentences of a passage that wait for no answer, each with its end.
fn sentences(runs: &[Run]) -> Vec<String> {
    let mut sentences = Vec::new();
    let (mut sentence, mut complete) = (String::new(), true);
    for run in runs.iter().chain(&[Run::Text("。".to_owned())]) {
        let Run::Text(words) = run else {
            complete = false;
            continue;
        };
        for part in words.split_inclusive(ENDS) {
            sentence.push_str(part.trim_end_matches(ENDS));
            if let Some(end) = part.chars().next_back().filter(|end| ENDS.contains(end)) {
                let mut whole = std::mem::take(&mut sentence);
                whole.truncate(whole.trim_end_matches(['，', '：', '；']).len());
                if std::mem::replace(&mut complete, true) && !whole.is_empty() {
                    whole.push(end);
                    sentences.push(whole);
                }
            }
        }
    }
    sentences
}

/// A table's row in words.
fn row_sentence(row: &Block) -> Option<String> {
    let mut sentence = String::new();
    for cell in row.cells() {
        for run in cell {
            let Run::Text(words) = run else { return None };
            if !sentence.is_empty() {
                sentence.push('，');
            }
            sentence.push_str(words);
        }
    }
    sentence.push('。');
    Some(sentence)
}

/// One after another, the sentences there is room for.
fn fitting(sentences: Vec<String>, left: &mut usize) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let length = length(&sentence);
        if length <= *left {
            *left -= length;
            text.push_str(&sentence);
        }
    }
    text
}

/// The length as a browser counts it, which counts an emoji as two.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
