//! An amount of money as people type it, kept exactly, printed in one form.

use crate::numeral::push_digits;
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
        fn nothing_typed_panics(typed in any::<String>()) {
            let _ = Money::parse(&typed);
        }
    }
}
