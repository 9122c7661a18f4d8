//! Finds in a passage the numbers that only facts may say: telephone numbers, articles of law, time limits.
//!
//! It knows how such numbers look, and how dates, money, ages and stories look that are none of them; it knows no fact.

use std::ops::Range;

use crate::rules::numeral::{self, Numeral};

/// A number that only a fact may say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// A number to dial, in digits.
    Telephone(String),
    /// An article, and its paragraph where one is named.
    Article(String, Option<String>),
    /// A length of time.
    Limit(String, Unit),
}

/// What a length of time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 工作日
    WorkingDay,
    /// 日, 天, 自然日
    Day,
    /// 小时
    Hour,
    /// 个月
    Month,
    /// 年
    Year,
}

/// Where a number stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the passage.
    pub range: Range<usize>,
    /// What it says.
    pub number: Number,
}

/// Every such number in a passage, in order.
pub fn find(passage: &str) -> Vec<Found> {
    let text = Text::new(passage);
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.characters.len() {
        at = text
            .article(at, &mut found)
            .or_else(|| text.telephone(at, &mut found))
            .or_else(|| text.limit(at, &mut found))
            .unwrap_or(at + 1);
    }
    found.sort_by_key(|found| found.range.start);
    found
}

/// The paragraphs (款) that an article's own name tells, such as `第七条第三款、第四款`.
pub fn paragraphs(article: &str) -> Vec<String> {
    let text = Text::new(article);
    (0..text.characters.len())
        .filter_map(|at| text.ordinal(at, '款').map(|(number, _)| number))
        .collect()
}

struct Text<'t> {
    passage: &'t str,
    characters: Vec<char>,
    /// Where each character begins in the passage, and where the last one ends.
    offsets: Vec<usize>,
}

impl<'t> Text<'t> {
    fn new(passage: &'t str) -> Self {
        let mut offsets: Vec<usize> = passage.char_indices().map(|(at, _)| at).collect();
        offsets.push(passage.len());
        Self {
            passage,
            characters: passage.chars().collect(),
            offsets,
        }
    }

    fn add(&self, found: &mut Vec<Found>, range: Range<usize>, number: Number) {
        found.push(Found {
            range: self.offsets[range.start]..self.offsets[range.end],
            number,
        });
    }

    fn before(&self, at: usize) -> Option<char> {
        self.characters.get(at.checked_sub(1)?).copied()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.characters.get(at).copied()
    }

    fn starts(&self, at: usize, words: &[&str]) -> bool {
        let rest = self.offsets.get(at).map_or("", |&at| &self.passage[at..]);
        words.iter().any(|word| rest.starts_with(word))
    }

    fn ends(&self, at: usize, words: &[&str]) -> bool {
        let text = self.passage[..self.offsets[at]].trim_end_matches(is_space);
        words.iter().any(|word| text.ends_with(word))
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.after(at).is_some_and(is_space) {
            at += 1;
        }
        at
    }

    fn skip_spaces_back(&self, mut at: usize) -> usize {
        while self.before(at).is_some_and(is_space) {
            at -= 1;
        }
        at
    }

    // ----- Articles -----

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

    fn article(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
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

    // ----- Telephone numbers -----

    fn telephone(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
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

    // ----- Time limits -----

    fn limit(&self, at: usize, found: &mut Vec<Found>) -> Option<usize> {
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

/// What `第一条` may count besides articles.
const NO_ARTICLE: &[&str] = &[
    "短信", "消息", "信息", "记录", "评论", "回复", "聊天", "动态", "建议", "通知", "理由", "路",
    "途径", "线",
];

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

fn joins_numbers(character: char) -> bool {
    matches!(
        character,
        '-' | '–' | '—' | '－' | '~' | '～' | '至' | '到' | '或' | '、' | '/' | '／'
    )
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\n' | '\u{3000}')
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limits(text: &str) -> Vec<String> {
        let unit = |unit| match unit {
            Unit::WorkingDay => "w",
            Unit::Day => "d",
            Unit::Hour => "h",
            Unit::Month => "m",
            Unit::Year => "y",
        };
        find(text)
            .into_iter()
            .filter_map(|found| match found.number {
                Number::Limit(amount, of) => Some(format!("{amount}{}", unit(of))),
                _ => None,
            })
            .collect()
    }

    fn telephones(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .filter_map(|found| match found.number {
                Number::Telephone(digits) => Some(digits),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn time_limits_are_found() {
        for (text, expected) in [
            ("收到之日起 7 个工作日内登记", &["7w"][..]),
            ("七个工作日", &["7w"]),
            ("15日内答复，最长 60 天", &["15d", "60d"]),
            ("三十个自然日", &["30d"]),
            ("至少 30\n个自然日", &["30d"]),
            ("24 小时内首次回复", &["24h"]),
            ("二十四小时", &["24h"]),
            ("诉讼时效三年", &["3y"]),
            ("两个月", &["2m"]),
            ("半年内", &["6m"]),
            ("3-5 天到账", &["3d", "5d"]),
            ("15 至 30 日", &["15d", "30d"]),
            ("24/72 小时", &["24h", "72h"]),
            ("知道之日起一年内", &["1y"]),
            ("最近一年", &["1y"]),
            ("可以延长一个月", &["1m"]),
            ("至少提前 2 日前通知", &["2d"]),
            ("１５日", &["15d"]),
            ("1.5 小时", &["1.5h"]),
        ] {
            assert_eq!(limits(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_stories_and_names_are_no_time_limits() {
        for text in [
            "2026年11月22日",
            "2026 年 1 月 1 日起",
            "11月1日、12月3日",
            "10月1日至7日",
            "10 月 1—7 日",
            "5月1日、2日、3日",
            "二〇二六年三月五日",
            "三月里",
            "未满8周岁",
            "三年前我买过",
            "两天前",
            "这两年来",
            "第二天",
            "第 16 天",
            "24小时客服热线",
            "7×24 小时",
            "7x24小时",
            "投诉可以晚一天",
            "一年到头",
            "两三天",
            "十几天",
            "几个工作日",
            "十分钟内",
            "30 日元",
            "七年级",
            "1000 元",
            "百年老店",
        ] {
            assert_eq!(limits(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn telephone_numbers_are_found() {
        for (text, expected) in [
            ("打 110 报警", "110"),
            ("拨打12315。", "12315"),
            ("客服 95188，按 1", "95188"),
            ("华为 950800", "950800"),
            ("96110", "96110"),
            ("10086 查询", "10086"),
            ("400-666-8800", "4006668800"),
            ("4006668800", "4006668800"),
            ("0755-83765566", "075583765566"),
            ("010-66066508", "01066066508"),
            ("138 0000 0000", "13800000000"),
            ("１２３１５", "12315"),
            ("打12315号码", "12315"),
        ] {
            assert_eq!(telephones(text), [expected], "{text}");
        }
        assert_eq!(telephones("12315/12345"), ["12315", "12345"]);
        assert_eq!(telephones("110、96110"), ["110", "96110"]);
    }

    #[test]
    fn amounts_dates_and_addresses_are_no_telephone_numbers() {
        for text in [
            "12000 元",
            "10000元",
            "120 天",
            "110 万",
            "12345.67",
            "￥12000",
            "2026-11-22",
            "国务院令第 12315 号",
            "全国12315平台",
            "12315 投诉书",
            "www.12315.cn",
            "12321.cn",
            "https://a.cn/12345",
            "138****5678",
            "4200001234202611221234567890",
            "HTTP10086a",
            "call-12315-now",
        ] {
            assert_eq!(telephones(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn articles_are_found_with_their_paragraphs() {
        let articles = |text: &str| {
            find(text)
                .into_iter()
                .filter_map(|found| match found.number {
                    Number::Article(article, paragraph) => Some((article, paragraph)),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        let plain = |number: &str| (number.to_owned(), None);
        assert_eq!(articles("《电子商务法》第五十七条"), [plain("57")]);
        assert_eq!(articles("第 57 条、第58条"), [plain("57"), plain("58")]);
        assert_eq!(articles("第43—45条"), [plain("43"), plain("45")]);
        assert_eq!(
            articles("第三十二条第三款"),
            [("32".to_owned(), Some("3".to_owned()))]
        );
        assert_eq!(articles("第一条短信、第一步、三条"), []);
        assert_eq!(paragraphs("第七条第三款、第四款"), ["3", "4"]);
    }

    #[test]
    fn a_found_number_s_range_is_what_was_written() {
        let text = "起诉要在 3 年内，找 12315。";
        let shown: Vec<&str> = find(text)
            .into_iter()
            .map(|found| &text[found.range])
            .collect();
        assert_eq!(shown, ["3 年", "12315"]);
    }

    proptest! {
        #[test]
        fn every_range_is_of_the_passage(text in "[第条款之月日号天年个工作时半一二十百0-9５.,\\-、至/ \n《》的内前×a。|]{0,40}") {
            let mut end = 0;
            for found in find(&text) {
                prop_assert!(text.get(found.range.clone()).is_some_and(|written| !written.is_empty()));
                prop_assert!(found.range.end >= end);
                end = found.range.end;
            }
        }

        #[test]
        fn nothing_written_panics(text in any::<String>()) {
            let _ = find(&text);
            let _ = paragraphs(&text);
        }
    }

    #[test]
    fn a_long_passage_takes_no_long_time() {
        for unit in ["1-", "1、", "1日、", "第", "一", "《某法》第一条、", "3 天"] {
            let _ = find(&unit.repeat(100_000));
        }
    }
}
