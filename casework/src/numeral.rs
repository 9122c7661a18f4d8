//! How numbers are written: plain digits, and the Chinese numerals that count a letter's sections.

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
