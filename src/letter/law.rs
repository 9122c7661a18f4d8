//! The articles of a long paper form: named side by side with a box each, instead of quoted one after another.

use casework::letter::{Block, BlockKind, Condition, Letter, Run};

use crate::rules::numbers::{self, Number};

/// A form that quotes more articles than this names them.
const MOST_QUOTED: usize = 7;

/// How a letter says that the law is the one just named.
const SAME: [&str; 2] = ["同一规定", "同一法律"];

/// What leads to an article in a sentence.
const ACCORDING: &str = "根据";

/// Whether a passage says what an article says, and nothing that is to be filled in.
pub(super) fn quotes(block: &Block) -> bool {
    let has_gap = block.runs.iter().any(|run| matches!(run, Run::Gap(_)));
    let cites = |run: &Run| matches!(run, Run::Text(words) if !articles(words).is_empty());
    !has_gap && block.runs.iter().any(cites)
}

/// Puts the names of articles in the place of passages that do nothing but quote them, if these are many. `hint` says of a
/// condition for whom the article is.
pub(super) fn name(letter: &mut Letter, hint: &dyn Fn(&Condition) -> Option<String>) {
    if letter.blocks.iter().filter(|block| quotes(block)).count() <= MOST_QUOTED {
        return;
    }
    let mut blocks: Vec<Block> = Vec::new();
    // The names that are being put side by side.
    let mut begun: Vec<String> = Vec::new();
    for mut block in std::mem::take(&mut letter.blocks) {
        let Some(names) = only_quoted(&block) else {
            begun.clear();
            blocks.push(block);
            continue;
        };
        let hint = block.optional.last().and_then(hint);
        let hint = hint.map_or(String::new(), |hint| format!("（{hint}）"));
        let words = format!("{names}{hint}；");
        let own = block.optional.pop().map(Run::Box);
        let is_new = !begun.contains(&words);
        match blocks.last_mut() {
            Some(_) if !begun.is_empty() && !is_new => continue,
            Some(line) if !begun.is_empty() => {
                line.runs.extend(own);
                line.runs.push(Run::Text(words.clone()));
            }
            _ => {
                let lead = block.runs.iter().find_map(lead);
                let named = own.into_iter().chain([Run::Text(words.clone())]);
                blocks.push(Block {
                    kind: BlockKind::Paragraph,
                    runs: lead.into_iter().chain(named).collect(),
                    optional: Vec::new(),
                });
            }
        }
        begun.push(words);
    }
    letter.blocks = blocks;
}

/// The word before the first article of a sentence.
fn lead(run: &Run) -> Option<Run> {
    let is_lead = matches!(run, Run::Text(words) if words.starts_with(ACCORDING));
    is_lead.then(|| Run::Text(ACCORDING.to_owned()))
}

/// The articles of a passage that begins with one; those of one that begins otherwise belong to what it says.
fn only_quoted(block: &Block) -> Option<String> {
    let [Run::Text(words)] = block.runs.as_slice() else {
        return None;
    };
    let words = words.strip_prefix(ACCORDING).unwrap_or(words);
    let begins = words.starts_with('《') || SAME.iter().any(|same| words.starts_with(same));
    let articles = articles(words);
    (begins && !articles.is_empty()).then(|| articles.join("、"))
}

/// Every article that a passage names, with its law where that stands before it.
fn articles(words: &str) -> Vec<&str> {
    let mut articles = Vec::new();
    for found in numbers::find(words) {
        if !matches!(found.number, Number::Article(..)) {
            continue;
        }
        let before = &words[..found.range.start];
        let law = match before.strip_suffix('》') {
            Some(title) => title.rfind('《').unwrap_or(found.range.start),
            None => SAME
                .iter()
                .find(|same| before.ends_with(**same))
                .map_or(found.range.start, |same| found.range.start - same.len()),
        };
        articles.push(&words[law..found.range.end]);
    }
    articles
}
