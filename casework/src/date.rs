//! A calendar day as people type it and as a letter prints it. It does not know which day is today.

use crate::prelude::*;

mod arithmetic;

use crate::numeral::push_digits;
use crate::typed::half_width;

/// A day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is such a day in the years 1 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let exists = (1..=9999).contains(&year) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Date { year, month, day })
    }

    /// Reads what a date control gives (`2026-03-05`) and what people type: `2026年3月5日`, `2026/3/5`, `2026.3.5`.
    pub fn parse(typed: &str) -> Option<Date> {
        let plain: String = typed
            .chars()
            .map(half_width)
            .filter(|character| *character != ' ')
            .collect();
        let plain = plain.strip_suffix(['日', '号']).unwrap_or(&plain);
        let mut parts = plain.split(['-', '/', '.', '年', '月']);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Date::new(
            number(year)?,
            number(month)?.try_into().ok()?,
            number(day)?.try_into().ok()?,
        )
    }

    /// The day as a date control wants it: `2026-03-05`.
    pub fn iso(self) -> String {
        let mut text = String::new();
        push_digits(&mut text, self.year.into(), 4);
        for part in [self.month, self.day] {
            text.push('-');
            push_digits(&mut text, part.into(), 2);
        }
        text
    }

    /// The day in Chinese form, month and day without leading zeros: `2026年3月5日`.
    pub fn print(self) -> String {
        let mut text = String::new();
        for (number, unit) in [
            (self.year, '年'),
            (self.month.into(), '月'),
            (self.day.into(), '日'),
        ] {
            push_digits(&mut text, number.into(), 1);
            text.push(unit);
        }
        text
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// One to four digits.
fn number(text: &str) -> Option<u16> {
    if !(1..=4).contains(&text.len()) {
        return None;
    }
    text.bytes().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u16::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_forms_people_type_are_read() {
        for typed in [
            "2026-03-05",
            "2026年3月5日",
            "2026年03月05号",
            "2026/3/5",
            "2026.3.5",
            "２０２６－３－５",
        ] {
            assert_eq!(
                Date::parse(typed).map(Date::print).as_deref(),
                Some("2026年3月5日"),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_not_read() {
        for typed in [
            "",
            "昨天",
            "2026-02-29",
            "2026-13-01",
            "2026-04-31",
            "26-3-5",
            "2026-3",
            "2026-3-5-1",
            "2026-03-005x",
        ] {
            assert_eq!(Date::parse(typed), None, "{typed}");
        }
        assert!(Date::parse("2028-02-29").is_some());
        assert!(Date::parse("1900-02-29").is_none());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(year in 1000_u16..=9999, month in 1_u8..=12, day in 1_u8..=31) {
            if let Some(date) = Date::new(year, month, day) {
                prop_assert_eq!(Date::parse(&date.print()), Some(date));
            }
        }

        #[test]
        fn nothing_typed_panics(typed in any::<String>()) {
            let _ = Date::parse(&typed);
        }
    }
}
