//! What a person may mean by words that say a day only to somebody who knows which day it is: 昨天, 3月5日.
//!
//! A guess, to be asked back and never taken over by itself.

use crate::cut::cut;
use crate::date::Date;
use crate::field::FieldType;
use crate::numeral::push_digits;
use crate::prelude::*;
use crate::typed::{half_width, one_line};

/// Words for a day, how many days it is from today, and what of the word is not the day. The longer of two words comes first.
const DAYS: [(&str, i32, &str); 14] = [
    ("昨天", -1, ""),
    ("昨日", -1, ""),
    ("昨晚", -1, "晚上"),
    ("昨夜", -1, "夜里"),
    // These are parts of other words, too: 目前天气, 以后天天.
    ("大前天", -3, ""),
    ("前天", -2, ""),
    ("今天", 0, ""),
    ("今日", 0, ""),
    ("今早", 0, ""),
    ("今晚", 0, ""),
    ("明天", 1, ""),
    ("明日", 1, ""),
    ("大后天", 3, ""),
    ("后天", 2, ""),
];

/// How many of these words are looked for inside of sentences: yesterday is another day when the letter is read.
const IN_SENTENCES: usize = 4;

/// The day that an answer seems to mean, and the answer with that day written out; `None` where there is nothing to ask back.
pub fn meant(kind: FieldType, answer: &str, today: Date) -> Option<(Date, String)> {
    match kind {
        FieldType::Date if kind.is_readable(answer) => None,
        FieldType::Date => day(&one_line(answer), today).map(|day| (day, day.print())),
        FieldType::Text | FieldType::Multiline => {
            let (place, (word, days, rest)) = DAYS
                .iter()
                .take(IN_SENTENCES)
                .filter_map(|told| Some((find(answer, told.0)?, told)))
                .min_by_key(|(place, _)| *place)?;
            let (before, after) = cut(answer, place);
            let (_, after) = cut(after, word.len());
            let day = moved(today, *days)?;
            Some((day, [before, &day.print(), rest, after].concat()))
        }
        _ => None,
    }
}

/// The day that an answer to the question for one may mean.
fn day(answer: &str, today: Date) -> Option<Date> {
    if let Some((_, days, _)) = DAYS.iter().find(|(word, ..)| find(answer, word).is_some()) {
        return moved(today, *days);
    }
    // What was left out is this month's or this year's: 3月5日, 5号, 26年3月5日.
    let plain: String = answer.chars().map(half_width).collect();
    let parts: Vec<&str> = plain
        .split(|character: char| !character.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let mut whole = String::new();
    match parts.len() {
        1 | 2 => push_digits(&mut whole, today.year().into(), 4),
        3 if parts.iter().all(|part| part.len() <= 2) => whole.push_str("20"),
        _ => return None,
    }
    if parts.len() == 1 {
        // A bare number may be anything.
        plain.trim_end().strip_suffix(['日', '号'])?;
        whole.push('-');
        push_digits(&mut whole, today.month().into(), 2);
    }
    for (index, part) in parts.iter().enumerate() {
        if parts.len() < 3 || index > 0 {
            whole.push('-');
        }
        whole.push_str(part);
    }
    Date::parse(&whole)
}

fn moved(today: Date, days: i32) -> Option<Date> {
    if days >= 0 {
        return today.plus_days(days.unsigned_abs());
    }
    today.minus_days(days.unsigned_abs())
}

/// Where a word begins in a text.
fn find(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len())
        .position(|window| window == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(kind: FieldType, answer: &str) -> Option<String> {
        meant(kind, answer, Date::new(2026, 3, 1).expect("a day")).map(|(_, written)| written)
    }

    #[test]
    fn a_day_is_asked_back() {
        for (answer, day) in [
            ("昨天", "2026年2月28日"),
            ("昨天下午三点", "2026年2月28日"),
            ("大前天", "2026年2月26日"),
            ("前天", "2026年2月27日"),
            ("后天", "2026年3月3日"),
            ("大后天前", "2026年3月4日"),
            ("今天", "2026年3月1日"),
            ("11月21日", "2026年11月21日"),
            ("１１．２１", "2026年11月21日"),
            ("5号", "2026年3月5日"),
            ("26年3月5日", "2026年3月5日"),
        ] {
            assert_eq!(
                asked(FieldType::Date, answer).as_deref(),
                Some(day),
                "{answer}"
            );
        }
    }

    #[test]
    fn what_says_a_day_or_none_is_not_asked_back() {
        for answer in [
            "",
            "2026-03-05",
            "2026年3月5日",
            "上个月",
            "5",
            "31号前后",
            "2月30日",
            "13800138000",
        ] {
            assert_eq!(asked(FieldType::Date, answer), None, "{answer}");
        }
        assert_eq!(asked(FieldType::Money, "昨天"), None);
    }

    #[test]
    fn yesterday_is_written_out_in_a_sentence_and_the_rest_of_it_stays() {
        assert_eq!(
            asked(FieldType::Multiline, "我昨天14时付款，\n昨晚发现。").as_deref(),
            Some("我2026年2月28日14时付款，\n昨晚发现。")
        );
        assert_eq!(
            asked(FieldType::Text, "昨晚十点").as_deref(),
            Some("2026年2月28日晚上十点")
        );
        for answer in ["到今天还没有答复", "目前天气", "以后天天提醒", ""] {
            assert_eq!(asked(FieldType::Text, answer), None, "{answer}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(answer in any::<String>(), year in 1_u16..=9999, month in 1_u8..=12, day in 1_u8..=28) {
            let today = Date::new(year, month, day).expect("a day");
            for (_, kind) in FieldType::ALL {
                let _ = meant(kind, &answer, today);
            }
        }

        #[test]
        fn what_is_meant_is_not_asked_again(answer in "[0-9昨前今后大天日号月年 .-]{0,9}") {
            if let Some(day) = asked(FieldType::Date, &answer) {
                prop_assert_eq!(asked(FieldType::Date, &day), None);
            }
        }
    }
}
