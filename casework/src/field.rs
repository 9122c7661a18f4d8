//! A field's type decides how its answer is read and how a letter prints it.

use crate::date::Date;
use crate::map::Map;
use crate::money::Money;
use crate::numeral::push_digits;
use crate::prelude::*;
use crate::typed::{half_width, has_words, lines, one_line};

/// What kind of answer a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldType {
    /// One line.
    #[default]
    Text,
    /// Several lines; each becomes a paragraph of its own.
    Multiline,
    /// A day.
    Date,
    /// An amount in yuan.
    Money,
    /// A telephone number.
    Phone,
    /// A box to tick; the answer is `yes` or nothing.
    Yes,
    /// One of the field's options.
    Choice,
    /// Rows of other fields; it has no answer of its own.
    List,
}

/// The answer of a ticked box.
pub const YES: &str = "yes";

/// Every field's answer; a field that is not in it has none. A field of a list has one for every row: see [`row_key`].
pub type Answers = Map<Answer>;

/// The key of a field's answer in a list's row, counted from one. The first row's is the field's own: what a letter
/// with one transaction asked for is the first row of a letter with several.
pub fn row_key(field: &str, row: usize) -> String {
    let mut key = field.to_owned();
    if row > 1 {
        key.push('/');
        push_digits(&mut key, row as u64, 1);
    }
    key
}

/// The field that a row's key belongs to.
pub fn field_of(key: &str) -> &str {
    key.split('/').next().unwrap_or_default()
}

/// What was typed into a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// How it is to be read.
    pub field_type: FieldType,
    /// The words as they were typed.
    pub text: String,
}

impl FieldType {
    /// Every type with the name it has in a field dictionary.
    pub const ALL: [(&'static str, FieldType); 8] = [
        ("text", FieldType::Text),
        ("multiline", FieldType::Multiline),
        ("date", FieldType::Date),
        ("money", FieldType::Money),
        ("phone", FieldType::Phone),
        ("yes", FieldType::Yes),
        ("choice", FieldType::Choice),
        ("list", FieldType::List),
    ];

    /// The type a field dictionary calls by this name.
    pub fn named(name: &str) -> Option<FieldType> {
        FieldType::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, field_type)| *field_type)
    }

    /// The name a field dictionary calls this type by.
    pub fn name(self) -> &'static str {
        FieldType::ALL
            .iter()
            .find(|(_, field_type)| *field_type == self)
            .map_or("", |(name, _)| name)
    }

    /// The answer as a letter prints it; empty when there is none. Only a multiline answer has line ends in it.
    ///
    /// An amount or a day that cannot be read is printed as it was typed: the words are the person's.
    pub fn print(self, answer: &str) -> String {
        match self {
            FieldType::Multiline => lines(answer),
            FieldType::Text | FieldType::Choice => one_line(answer),
            FieldType::Date => Date::parse(answer).map_or_else(|| one_line(answer), Date::print),
            FieldType::Money => Money::parse(answer).map_or_else(|| one_line(answer), Money::print),
            FieldType::Phone => one_line(answer).chars().map(half_width).collect(),
            FieldType::Yes if answer == YES => "是".to_owned(),
            FieldType::Yes | FieldType::List => String::new(),
        }
    }

    /// Whether anything is printed of the answer: what decides on passages, and is asked far more often than for the words.
    pub fn is_printed(self, answer: &str) -> bool {
        match self {
            FieldType::Yes => answer == YES,
            FieldType::List => false,
            _ => has_words(answer),
        }
    }

    /// Whether the answer, if there is one, says a day or an amount where one is asked for. 昨天 and 三百多 do not.
    pub fn is_readable(self, answer: &str) -> bool {
        match self {
            FieldType::Date => Date::parse(answer).is_some() || one_line(answer).is_empty(),
            FieldType::Money => Money::parse(answer).is_some() || one_line(answer).is_empty(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_type() {
        for (name, field_type) in FieldType::ALL {
            assert_eq!(FieldType::named(name), Some(field_type));
            assert_eq!(field_type.name(), name);
        }
        assert_eq!(FieldType::named("number"), None);
    }

    #[test]
    fn an_answer_is_printed_by_its_type() {
        assert_eq!(FieldType::Text.print(" 张三\n "), "张三");
        assert_eq!(FieldType::Text.print("（２０２６年３月）"), "（2026年3月）");
        assert_eq!(FieldType::Multiline.print("一\r\n\r\n二"), "一\n二");
        assert_eq!(FieldType::Date.print("2026-03-05"), "2026年3月5日");
        assert_eq!(FieldType::Money.print("１，２３４．５"), "1234.50元");
        assert_eq!(FieldType::Phone.print("１３８ 0000 0000"), "138 0000 0000");
        assert_eq!(FieldType::Yes.print(YES), "是");
        assert_eq!(FieldType::Yes.print(""), "");
    }

    #[test]
    fn the_first_row_has_the_fields_own_key() {
        assert_eq!(row_key("amount", 1), "amount");
        assert_eq!(row_key("amount", 12), "amount/12");
        assert_eq!(field_of("amount/12"), "amount");
    }

    #[test]
    fn only_days_and_amounts_can_be_unreadable() {
        for (field_type, answer, readable) in [
            (FieldType::Date, "昨天", false),
            (FieldType::Date, "2026.3.5", true),
            (FieldType::Date, " ", true),
            (FieldType::Money, "三百多", false),
            (FieldType::Money, "300", true),
            (FieldType::Text, "昨天", true),
        ] {
            assert_eq!(field_type.is_readable(answer), readable, "{answer}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_printed_as_typed() {
        assert_eq!(FieldType::Money.print("三百多块"), "三百多块");
        assert_eq!(FieldType::Date.print("昨天"), "昨天");
    }
}
