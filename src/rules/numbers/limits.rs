//! Lengths of time that could be limits: `15 日`, `七个工作日`, `3-5 天`.

use casework::deadline::Unit;

use super::text::{Text, joins_numbers};
use super::{Found, Number};
use crate::rules::numeral::{self, Numeral};

impl Text<'_> {
    pub(super) fn limit(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
        if self.before(at).is_some_and(numeral::is_part) {
            return None;
        }
        if self.after(at)? == '半' && self.after(at + 1) == Some('年') {
            self.add(
                found,
                at..at + 2,
                Number::Limit("6".to_owned(), Unit::Month),
            );
            return Some(at + 2);
        }
        let numeral = numeral::at_start(&self.characters[at..])?;
        let number_end = at + numeral.length;
        let (unit, end) = self.unit(self.skip_spaces(number_end))?;
        if !self.is_limit(at, end, &numeral, unit) {
            return Some(end);
        }
        if let Some((first, start)) = self.first_of_range(at) {
            self.add(found, start..end, Number::Limit(first, unit));
        }
        self.add(found, at..end, Number::Limit(numeral.digits, unit));
        Some(end)
    }

    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        let at = if self.after(at) == Some('个') {
            self.skip_spaces(at + 1)
        } else if self.starts(at, &["月"]) {
            // 三月 is March; 三个月 is a length of time.
            return None;
        } else {
            at
        };
        UNITS
            .iter()
            .find(|(word, _)| self.starts(at, &[*word]))
            .map(|(word, unit)| (*unit, at + word.chars().count()))
    }

    /// Whether it is a length of time that a rule may set, rather than a date, a story or a name.
    fn is_limit(&self, start: usize, end: usize, numeral: &Numeral, unit: Unit) -> bool {
        let before = self.before(self.skip_spaces_back(start));
        let ordinal = before == Some('第');
        let date = match unit {
            Unit::Day => before == Some('月') || self.follows_a_date(start),
            Unit::Year => numeral.digits.len() == 4 || self.starts(end, AFTER_A_DATE),
            _ => false,
        };
        let always_open = unit == Unit::Hour
            && (matches!(before, Some('×' | 'x' | 'X' | '*')) || self.starts(end, SERVICES));
        let past = self.starts(self.skip_spaces(end), PAST) && !self.ends(start, IN_ADVANCE);
        // 一天, 一年 are mostly plain words.
        let plain_word = unit != Unit::Month
            && numeral.chinese
            && numeral.digits == "1"
            && !self.starts(self.skip_spaces(end), WITHIN)
            && !self.ends(start, BOUND);
        let name = self.starts(end, &["元", "志"]);
        !(ordinal || date || always_open || past || plain_word || name)
    }

    /// Whether it is the second day of `10月1日至7日`, `10月1—7日`, `5月1日、2日`.
    fn follows_a_date(&self, at: usize) -> bool {
        let mut at = self.skip_spaces_back(at);
        for _ in 0..31 {
            if !self.before(at).is_some_and(joins_numbers) {
                return false;
            }
            at = self.skip_spaces_back(at - 1);
            if matches!(self.before(at), Some('日' | '号')) {
                at = self.skip_spaces_back(at - 1);
            }
            let Some(numeral) = numeral::at_end(&self.characters[..at]) else {
                return false;
            };
            at = self.skip_spaces_back(at - numeral.length);
            if self.before(at) == Some('月') {
                return true;
            }
        }
        false
    }

    /// The first number of `3–5 天`, `7 至 15 日`, `24/72 小时`, and where it begins.
    fn first_of_range(&self, at: usize) -> Option<(String, usize)> {
        let end = self.skip_spaces_back(at);
        if !self.before(end).is_some_and(joins_numbers) {
            return None;
        }
        let end = self.skip_spaces_back(end - 1);
        let numeral = numeral::at_end(&self.characters[..end])?;
        let start = end - numeral.length;
        let before = self.before(self.skip_spaces_back(start));
        (!matches!(before, Some('第' | '月' | '-' | '/'))).then_some((numeral.digits, start))
    }
}

const UNITS: &[(&str, Unit)] = &[
    ("工作日", Unit::WorkingDay),
    ("自然日", Unit::Day),
    ("日历日", Unit::Day),
    ("日", Unit::Day),
    ("天", Unit::Day),
    ("小时", Unit::Hour),
    ("钟头", Unit::Hour),
    ("自然月", Unit::Month),
    ("月", Unit::Month),
    ("自然年", Unit::Year),
    ("年", Unit::Year),
];

/// What follows a year that is a date or a class.
const AFTER_A_DATE: &[&str] = &["级", "代", "度", "初", "底", "末", "中旬"];

/// What follows a number of hours in a name.
const SERVICES: &[&str] = &[
    "热线", "客服", "服务", "在线", "人工", "值守", "报警", "营业", "接听", "电话", "开通",
];

/// What follows a length of time in a story.
const PAST: &[&str] = &["前", "以前", "之前", "来", "以来"];

/// What stands before a length of time that must lie before something.
const IN_ADVANCE: &[&str] = &[
    "提前", "至少", "少于", "期满", "届满", "日前", "最晚", "最迟",
];

/// What follows 一天, 一年 as a limit.
const WITHIN: &[&str] = &["内", "以内", "之内"];

/// What stands before 一天, 一年 as a limit.
const BOUND: &[&str] = &[
    "满",
    "逾",
    "过",
    "最长",
    "至少",
    "多",
    "起",
    "近",
    "短于",
    "少于",
    "期限为",
    "期限是",
    "时效为",
    "时效是",
];
