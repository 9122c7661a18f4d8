//! Finds in a passage the numbers that only facts may say: telephone numbers, articles of law, time limits.
//!
//! It knows how such numbers look, and how dates, money, ages and stories look that are none of them; it knows no fact.

mod articles;
mod limits;
mod telephones;
mod text;

use std::ops::Range;

use casework::deadline::Unit;

use super::numeral;
pub use articles::paragraphs;
use text::Text;

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
    let begins = |c: char| matches!(c, '第' | '半') || numeral::is_part(c);
    let mut found = Vec::new();
    // Most passages have none, and are not taken apart.
    if !passage.contains(begins) {
        return found;
    }
    let text = Text::new(passage);
    let mut at = 0;
    while let Some(character) = text.after(at) {
        let end = match begins(character) {
            true => text
                .article(at, &mut found)
                .or_else(|| text.telephone(at, &mut found))
                .or_else(|| text.limit(at, &mut found)),
            false => None,
        };
        at = end.unwrap_or(at + 1);
    }
    found.sort_by_key(|found| found.range.start);
    found
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
