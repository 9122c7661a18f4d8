//! A field's type decides how its answer is read and how a letter prints it.

use crate::date::Date;
use crate::map::Map;
use crate::money::Money;
use crate::typed::{half_width, lines, one_line};

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
}

/// The answer of a ticked box.
pub const YES: &str = "yes";

/// Every field's answer; a field that is not in it has none.
pub type Answers = Map<Answer>;

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
    pub const ALL: [(&'static str, FieldType); 7] = [
        ("text", FieldType::Text),
        ("multiline", FieldType::Multiline),
        ("date", FieldType::Date),
        ("money", FieldType::Money),
        ("phone", FieldType::Phone),
        ("yes", FieldType::Yes),
        ("choice", FieldType::Choice),
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
            FieldType::Yes => String::new(),
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
        assert_eq!(FieldType::Multiline.print("一\r\n\r\n二"), "一\n二");
        assert_eq!(FieldType::Date.print("2026-03-05"), "2026年3月5日");
        assert_eq!(FieldType::Money.print("１，２３４．５"), "1234.50元");
        assert_eq!(FieldType::Phone.print("１３８ 0000 0000"), "138 0000 0000");
        assert_eq!(FieldType::Yes.print(YES), "是");
        assert_eq!(FieldType::Yes.print(""), "");
    }

    #[test]
    fn what_cannot_be_read_is_printed_as_typed() {
        assert_eq!(FieldType::Money.print("三百多块"), "三百多块");
        assert_eq!(FieldType::Date.print("昨天"), "昨天");
    }
}
