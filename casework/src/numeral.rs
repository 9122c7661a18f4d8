//! How numbers are written: plain digits, and the Chinese numerals that count a letter's sections.

use crate::prelude::*;

/// Appends a number in plain digits, at least `width` of them.
///
/// The standard library's formatting would do it too, and would cost the browser more than all of this module.
pub fn push_digits(text: &mut String, number: u64, width: usize) {
    let mut digits = Vec::new();
    let mut left = number;
    while left > 0 || digits.len() < width.max(1) {
        digits.push(char::from(b'0' + (left % 10) as u8));
        left /= 10;
    }
    text.extend(digits.iter().rev());
}

/// The Chinese numeral that counts a section: 一, 十, 十二, 二十一. From one hundred on, plain digits.
pub fn section(number: usize) -> String {
    const UNITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut numeral = String::new();
    let (tens, unit) = (number / 10, number % 10);
    match (UNITS.get(tens), number) {
        (None, _) | (_, 0) => {
            push_digits(&mut numeral, number as u64, 1);
            return numeral;
        }
        (Some(_), 1..10) => {}
        (Some(_), 10..20) => numeral.push('十'),
        (Some(tens), _) => {
            numeral.push_str(tens);
            numeral.push('十');
        }
    }
    numeral.push_str(UNITS.get(unit).unwrap_or(&""));
    numeral
}

/// An amount of money in the formal numerals of China's payment rules, which nobody can alter by a stroke.
pub fn formal_amount(fen: u64) -> String {
    let (yuan, jiao, cent) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::from("人民币");
    if yuan > 0 {
        push_formal(&mut text, yuan);
        text.push('元');
    } else if fen == 0 {
        text.push_str("零元");
    }
    // Between yuan and what follows, a zero stands for the digit that is one.
    if yuan > 0 && cent + jiao > 0 && (jiao == 0 || yuan.is_multiple_of(10)) {
        text.push('零');
    }
    for (digit, unit) in [(jiao, '角'), (cent, '分')] {
        if digit > 0 {
            text.push(formal_digit(digit));
            text.push(unit);
        }
    }
    if cent == 0 {
        text.push('整');
    }
    text
}

/// A number above zero: thousands upon ten thousands upon hundred millions, each part written like the others.
fn push_formal(text: &mut String, number: u64) {
    const UNITS: [(u64, char); 5] = [
        (1_0000_0000, '亿'),
        (1_0000, '万'),
        (1000, '仟'),
        (100, '佰'),
        (10, '拾'),
    ];
    let Some((value, unit)) = UNITS.into_iter().find(|(value, _)| number >= *value) else {
        return text.push(formal_digit(number));
    };
    push_formal(text, number / value);
    text.push(unit);
    let rest = number % value;
    if rest > 0 {
        // One zero for all that are skipped.
        if rest < value / 10 {
            text.push('零');
        }
        push_formal(text, rest);
    }
}

fn formal_digit(digit: u64) -> char {
    const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    DIGITS.get(digit as usize).copied().unwrap_or('零')
}

/// A number as it is written.
pub fn digits(number: u64) -> String {
    let mut digits = String::new();
    push_digits(&mut digits, number, 1);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_padded_on_the_left() {
        let mut text = String::new();
        push_digits(&mut text, 5, 2);
        push_digits(&mut text, 0, 1);
        push_digits(&mut text, 1234, 2);
        assert_eq!(text, "0501234");
    }

    #[test]
    fn sections_count_in_chinese() {
        let numerals: Vec<String> = [1, 9, 10, 11, 20, 21, 99, 100]
            .into_iter()
            .map(section)
            .collect();
        assert_eq!(
            numerals,
            ["一", "九", "十", "十一", "二十", "二十一", "九十九", "100"]
        );
    }
}
