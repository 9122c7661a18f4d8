//! A letter in a few sentences, for the complaint box of an app: what it is about, what happened, what is asked for.

use super::{BlockKind, Letter, Run};

/// The boxes' usual limit, in characters.
pub const SHORT: usize = 300;

impl Letter {
    /// The title, the facts and the demands, cut by whole sentences to at most `limit` characters.
    ///
    /// The facts are what stands under the first heading, the demands the first list after it. At first each of them
    /// gets half of the room. A sentence that still waits for an answer is left out.
    pub fn shortened(&self, limit: usize) -> String {
        let (mut title, mut facts, mut demands) = (Vec::new(), Vec::new(), Vec::new());
        add_sentences(&mut title, &self.title);
        let mut headings = 0;
        for block in &self.blocks {
            match block.kind {
                BlockKind::Heading(_) if !demands.is_empty() => break,
                BlockKind::Heading(number) => headings = number,
                BlockKind::Row(0) => {}
                BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Row(_) if headings == 1 => {
                    add_sentences(&mut facts, &block.runs);
                }
                BlockKind::Item(_) if headings > 1 => add_sentences(&mut demands, &block.runs),
                _ => {}
            }
        }
        let mut left = limit;
        let mut text = fitting(&title, &mut left);
        let kept = left / 2;
        left -= kept;
        let demands = fitting(&demands, &mut left);
        left += kept;
        text.push_str(&fitting(&facts, &mut left));
        text.push_str(&demands);
        text
    }
}

const ENDS: [char; 3] = ['。', '！', '？'];

/// What closes a quotation after its sentence has ended: 客服说：“三天内退。”
const CLOSES: [char; 4] = ['”', '’', '」', '）'];

/// Adds the sentences of a passage that wait for no answer, each with its end.
fn add_sentences(sentences: &mut Vec<String>, runs: &[Run]) {
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
                    last.push(character);
                }
                continue;
            }
            if !ENDS.contains(&character) {
                sentence.push(character);
                continue;
            }
            let mut whole = std::mem::take(&mut sentence);
            // 具体经过如下： leads to what is not there.
            complete &= !whole.ends_with('：');
            while whole.ends_with(['，', '；']) {
                whole.pop();
            }
            if !whole.is_empty() {
                kept = complete;
                whole.push(character);
                sentences.extend(complete.then_some(whole));
            }
            complete = true;
        }
    }
}

/// One after another, the sentences there is room for.
fn fitting(sentences: &[String], left: &mut usize) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let length = length(sentence);
        if length <= *left {
            *left -= length;
            text.push_str(sentence);
        }
    }
    text
}

/// The length as a browser counts it, which counts an emoji as two.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
