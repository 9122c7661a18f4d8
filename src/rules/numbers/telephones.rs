//! Numbers to dial: short public numbers, service numbers, area codes, mobile phones.

use super::text::Text;
use super::{Found, Number};
use crate::rules::numeral;

impl Text<'_> {
    pub(super) fn telephone(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
        numeral::digit(self.after(at)?)?;
        if self.before(at).is_some_and(|c| numeral::digit(c).is_some()) {
            return None;
        }
        // A mobile, service or area number may be written in groups.
        for separators in [&['-', '–', '－', ' ', '\u{a0}'][..], &['-', '–', '－'], &[]] {
            let (digits, end) = self.grouped(at, separators);
            let grouped = end - at > digits.len();
            let dialled = if grouped {
                is_long_number(&digits)
            } else {
                is_long_number(&digits) || is_short_number(&digits) && !self.is_counted(end)
            };
            if dialled && !self.is_within_a_word(at, end) {
                self.add(found, at..end, Number::Telephone(digits));
                return Some(end);
            }
        }
        None
    }

    /// The digits from here on, across single separators, and where they end.
    fn grouped(&self, at: usize, separators: &[char]) -> (String, usize) {
        let mut digits = String::new();
        let mut end = at;
        loop {
            let next = match self.after(end) {
                Some(c) if separators.contains(&c) && end > at => end + 1,
                _ => end,
            };
            match self.after(next).and_then(numeral::digit) {
                Some(digit) if digits.len() <= LONGEST => digits.push(digit),
                _ => return (digits, end),
            }
            end = next + 1;
        }
    }

    /// Whether what follows makes it an amount, a day or a document's number.
    fn is_counted(&self, end: usize) -> bool {
        let end = self.skip_spaces(end);
        let number_of_a_document = self.starts(end, &["号"]) && !self.starts(end, &["号码"]);
        let decimal =
            self.starts(end, &[".", ","]) && self.after(end + 1).and_then(numeral::digit).is_some();
        number_of_a_document || decimal || self.starts(end, COUNTED) || self.starts(end, NAMED)
    }

    /// Whether it is part of an address, a name or a longer number.
    fn is_within_a_word(&self, start: usize, end: usize) -> bool {
        let in_word = |c: char| c.is_ascii_alphabetic() || "_@=%#￥¥$".contains(c);
        let joined = |c: Option<char>, beyond: Option<char>| match c {
            Some('.' | '/' | '-' | ':') => beyond.is_some_and(|c| c.is_ascii_alphanumeric()),
            Some('*' | '第' | '×') => true,
            Some(c) => in_word(c),
            None => false,
        };
        let before = self.before(start);
        let slash = before == Some('/') || self.after(end) == Some('/');
        let beyond_before = start.checked_sub(1).and_then(|at| self.before(at));
        let beyond_after = self.after(end + 1);
        if slash {
            // `12315/12345` are two numbers; `a.cn/12345` is an address.
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            return letter(beyond_before) || letter(beyond_after);
        }
        joined(before, beyond_before) || joined(self.after(end), beyond_after)
    }
}

/// More digits than any number that is dialled.
const LONGEST: usize = 12;

/// What makes a short number an amount.
const COUNTED: &[&str] = &[
    "元", "块", "天", "日", "小时", "个", "万", "亿", "千", "年", "月", "条", "款", "项", "页",
    "字", "人", "次", "笔", "秒", "分", "名", "位", "家", "件", "户", "章", "类", "岁", "倍", "%",
    "％", "‰", "℃",
];

/// What a short number gives its name to; nobody dials it.
const NAMED: &[&str] = &[
    "平台",
    "网站",
    "网页",
    "小程序",
    "公众号",
    "App",
    "投诉书",
    "投诉信",
];

/// A number as it is dialled from anywhere: mobile, service (400, 800) or area code and number.
fn is_long_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    match bytes {
        [b'1', b'3'..=b'9', ..] => bytes.len() == 11,
        [b'4' | b'8', b'0', b'0', ..] => bytes.len() == 10,
        [b'0', b'1' | b'2', ..] => (10..=11).contains(&bytes.len()),
        [b'0', b'3'..=b'9', ..] => (11..=12).contains(&bytes.len()),
        _ => false,
    }
}

/// A public short number: emergency, government, operators, banks.
fn is_short_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    match bytes {
        b"110" | b"119" | b"120" | b"122" => true,
        [b'1', b'2', ..] => bytes.len() == 5,
        [b'1', b'0', b'0', ..] => bytes.len() == 5,
        [b'9', b'5', ..] => (5..=8).contains(&bytes.len()),
        [b'9', b'6', ..] => (5..=6).contains(&bytes.len()),
        _ => false,
    }
}
