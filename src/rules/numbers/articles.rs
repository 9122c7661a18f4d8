//! Articles of law: `第五十七条`, `第32条第3款`, `第43—45条`.

use super::text::{Text, joins_numbers};
use super::{Found, Number};
use crate::rules::numeral;

/// The paragraphs (款) that an article's own name tells, such as `第七条第三款、第四款`.
pub fn paragraphs(article: &str) -> Vec<String> {
    let text = Text::new(article);
    (0..text.characters.len())
        .filter_map(|at| text.ordinal(at, '款').map(|(number, _)| number))
        .collect()
}

impl Text<'_> {
    /// `第十五条`, `第43条`: the number and where it ends.
    fn ordinal(&self, at: usize, counter: char) -> Option<(String, usize)> {
        if self.after(at)? != '第' {
            return None;
        }
        let start = self.skip_spaces(at + 1);
        let numeral = numeral::at_start(&self.characters[start..])?;
        let end = self.skip_spaces(start + numeral.length);
        (self.after(end)? == counter).then_some((numeral.digits, end + 1))
    }

    pub(super) fn article(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
        let first = self.ranged_article(at, found);
        let (number, mut end) = self.ordinal(at, '条').or(first)?;
        if self.starts(end, NO_ARTICLE) {
            return Some(end);
        }
        if self.after(end) == Some('之')
            && let Some(inserted) = numeral::at_start(&self.characters[end + 1..])
        {
            end += 1 + inserted.length;
        }
        let paragraph = self.ordinal(end, '款');
        if let Some((_, paragraph_end)) = paragraph {
            end = paragraph_end;
        }
        let paragraph = paragraph.map(|(number, _)| number);
        self.add(found, at..end, Number::Article(number, paragraph));
        Some(end)
    }

    /// `第43—45条`: tells the first number, and gives the last and where it ends.
    fn ranged_article(&self, at: usize, found: &mut Vec<Found>) -> Option<(String, usize)> {
        if self.after(at)? != '第' {
            return None;
        }
        let start = self.skip_spaces(at + 1);
        let first = numeral::at_start(&self.characters[start..])?;
        let first_end = start + first.length;
        let separator = self.skip_spaces(first_end);
        if !self.after(separator).is_some_and(joins_numbers) {
            return None;
        }
        let next = self.skip_spaces(separator + 1);
        let last = numeral::at_start(&self.characters[next..])?;
        let end = self.skip_spaces(next + last.length);
        if self.after(end)? != '条' {
            return None;
        }
        self.add(found, at..first_end, Number::Article(first.digits, None));
        Some((last.digits, end + 1))
    }
}

/// What `第一条` may count besides articles.
const NO_ARTICLE: &[&str] = &[
    "短信", "消息", "信息", "记录", "评论", "回复", "聊天", "动态", "建议", "通知", "理由", "路",
    "途径", "线",
];
