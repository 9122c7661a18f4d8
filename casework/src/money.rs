//! An amount of money as people type it, kept exactly, printed in one form.

use crate::numeral::{formal_amount, push_digits};
use crate::prelude::*;
use crate::typed::half_width;

/// An amount in fen, the hundredth of a yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    fen: u64,
}

impl Money {
    /// Reads `1,234.5`, `１２３４．５`, `¥1234`, `1234.50元`. Anything that could mean two things is not read.
    pub fn parse(typed: &str) -> Option<Money> {
        let plain: String = typed
            .chars()
            .map(half_width)
            .filter(|character| *character != ' ')
            .collect();
        let amount = plain
            .strip_prefix('¥')
            .or_else(|| plain.strip_prefix("RMB"))
            .unwrap_or(&plain);
        let amount = amount.strip_suffix('元').unwrap_or(amount);
        let (yuan, fraction) = amount.split_once('.').unwrap_or((amount, ""));
        if amount.ends_with('.') {
            return None;
        }
        let yuan = grouped_digits(yuan)?;
        let fen = match fraction.len() {
            0 => 0,
            1 => digits(fraction)?.checked_mul(10)?,
            2 => digits(fraction)?,
            _ => return None,
        };
        Some(Money {
            fen: yuan.checked_mul(100)?.checked_add(fen)?,
        })
    }

    /// The amount in fen.
    pub fn fen(self) -> u64 {
        self.fen
    }

    /// Both amounts together, unless that is more than can be written.
    pub fn plus(self, other: Option<Money>) -> Option<Money> {
        let fen = self.fen.checked_add(other.map_or(0, Money::fen))?;
        Some(Money { fen })
    }

    /// The amount in formal numerals: `人民币壹仟贰佰叁拾肆元伍角整`.
    pub fn formal(self) -> String {
        formal_amount(self.fen)
    }

    /// The amount with two decimals and its unit: `1234.50元`.
    pub fn print(self) -> String {
        let mut text = String::new();
        push_digits(&mut text, self.fen / 100, 1);
        text.push('.');
        push_digits(&mut text, self.fen % 100, 2);
        text.push('元');
        text
    }
}

/// Digits with or without commas; a comma must stand before every group of three, or it may be a decimal comma.
fn grouped_digits(text: &str) -> Option<u64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        whole.push_str(group);
    }
    digits(&whole)
}

fn digits(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.bytes().try_fold(0_u64, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed(typed: &str) -> Option<String> {
        Money::parse(typed).map(Money::print)
    }

    #[test]
    fn the_forms_people_type_are_read() {
        for typed in [
            "1234.5",
            "1,234.5",
            "１２３４．５",
            "¥1234.50",
            "￥ 1，234.50",
            "1234.5元",
            "1234。5",
        ] {
            assert_eq!(printed(typed).as_deref(), Some("1234.50元"), "{typed}");
        }
        assert_eq!(printed("0.05").as_deref(), Some("0.05元"));
        assert_eq!(printed("12,345,678").as_deref(), Some("12345678.00元"));
    }

    #[test]
    fn formal_numerals_are_those_of_the_payment_rules() {
        for (typed, formal) in [
            ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
            ("6007.14", "人民币陆仟零柒元壹角肆分"),
            ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
            ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
            ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "人民币叁佰贰拾伍元零肆分"),
            ("0", "人民币零元整"),
            ("0.05", "人民币伍分"),
            ("0.50", "人民币伍角整"),
            ("0.55", "人民币伍角伍分"),
            ("1", "人民币壹元整"),
            ("10", "人民币壹拾元整"),
            ("15", "人民币壹拾伍元整"),
            ("110", "人民币壹佰壹拾元整"),
            ("101", "人民币壹佰零壹元整"),
            ("1001", "人民币壹仟零壹元整"),
            ("1280", "人民币壹仟贰佰捌拾元整"),
            ("10000", "人民币壹万元整"),
            ("10001", "人民币壹万零壹元整"),
            ("100100", "人民币壹拾万零壹佰元整"),
            ("20300400", "人民币贰仟零叁拾万零肆佰元整"),
            ("100000000", "人民币壹亿元整"),
            ("100000001", "人民币壹亿零壹元整"),
            ("100010000", "人民币壹亿零壹万元整"),
            ("1000000000000", "人民币壹万亿元整"),
            ("1000000010000", "人民币壹万亿零壹万元整"),
        ] {
            let money = Money::parse(typed).expect(typed);
            assert_eq!(money.formal(), formal, "{typed}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_not_read() {
        for typed in [
            "",
            "元",
            "1,23",
            "1234,567",
            "1.234,50",
            "1.234",
            "-5",
            "三百",
            "1e5",
            "5.",
            ".5",
            "99999999999999999999",
        ] {
            assert_eq!(printed(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(fen in 0..u64::MAX / 100) {
            let money = Money { fen };
            prop_assert_eq!(Money::parse(&money.print()), Some(money));
        }

        #[test]
        fn formal_numerals_never_repeat_a_zero_nor_end_with_one(fen in any::<u64>()) {
            let formal = Money { fen }.formal();
            prop_assert!(!formal.contains("零零") && !formal.contains("零元") || fen < 100);
            prop_assert_eq!(formal.ends_with('分'), fen % 10 != 0);
            prop_assert_eq!(formal.ends_with('整'), fen % 10 == 0);
        }

        #[test]
        fn nothing_typed_panics(typed in any::<String>()) {
            let _ = Money::parse(&typed);
        }
    }
}
