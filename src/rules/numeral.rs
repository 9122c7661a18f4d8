//! Numbers as law and editors write them: `15`, `１５`, `1,000`, `十五`, `二〇二六`; all read as plain digits.

/// A number found in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// Plain digits, perhaps with a decimal point.
    pub digits: String,
    /// How many characters it takes.
    pub length: usize,
    /// Whether it is written in Chinese.
    pub chinese: bool,
}

/// The number at the beginning of `text`, if there is one. Rough ones, such as 两三天 or 十几天, are none.
pub fn at_start(text: &[char]) -> Option<Numeral> {
    arabic(text).or_else(|| chinese(text))
}

/// The number at the end of `text`.
pub fn at_end(text: &[char]) -> Option<Numeral> {
    let of_a_number = |c: &&char| digit(**c).is_some() || is_chinese(**c) || matches!(c, '.' | ',');
    let length = text.iter().rev().take_while(of_a_number).count();
    at_start(&text[text.len() - length..]).filter(|numeral| numeral.length == length)
}

/// Whether a number may go on with this character, so that it does not begin after it.
pub fn is_part(character: char) -> bool {
    digit(character).is_some() || is_chinese(character)
}

/// A decimal digit, of full width or not.
pub fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(character as u32 - '０' as u32 + '0' as u32),
        _ => None,
    }
}

fn arabic(text: &[char]) -> Option<Numeral> {
    let mut digits = String::new();
    let mut length = 0;
    while let Some(&character) = text.get(length) {
        let next_is_digit = || text.get(length + 1).copied().and_then(digit).is_some();
        match (digit(character), character) {
            (Some(digit), _) => digits.push(digit),
            (None, '.') if !digits.is_empty() && next_is_digit() => digits.push('.'),
            (None, ',') if !digits.is_empty() && next_is_digit() => {}
            _ => break,
        }
        length += 1;
    }
    let plain = digits.trim_start_matches('0');
    (length > 0).then(|| Numeral {
        digits: if plain.is_empty() { "0" } else { plain }.to_owned(),
        length,
        chinese: false,
    })
}

fn is_chinese(character: char) -> bool {
    unit(character).is_some() || scale(character).is_some()
}

fn unit(character: char) -> Option<u32> {
    let value = match character {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(value)
}

fn scale(character: char) -> Option<u32> {
    match character {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn chinese(text: &[char]) -> Option<Numeral> {
    let length = text.iter().take_while(|c| is_chinese(**c)).count();
    let written = &text[..length];
    let digits = if written.len() > 2 && written.iter().all(|c| unit(*c).is_some()) {
        // Read out digit by digit, as a year is.
        written
            .iter()
            .filter_map(|c| char::from_digit(unit(*c)?, 10))
            .collect()
    } else {
        chinese_value(written)?.to_string()
    };
    Some(Numeral {
        digits,
        length,
        chinese: true,
    })
}

/// 十五, 二十, 一百零三; none where two units stand side by side, as in 两三.
fn chinese_value(written: &[char]) -> Option<u32> {
    let mut total = 0;
    let mut waiting = None;
    for (index, &character) in written.iter().enumerate() {
        match (unit(character), scale(character)) {
            (Some(0), _) => {}
            (Some(value), _) if waiting.is_none() => waiting = Some(value),
            (None, Some(10)) if index == 0 => total += 10,
            (None, Some(scale)) => total += waiting.take()? * scale,
            _ => return None,
        }
    }
    let value = total + waiting.unwrap_or(0);
    (value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        let characters: Vec<char> = text.chars().collect();
        at_start(&characters).map(|numeral| (numeral.digits, numeral.length))
    }

    #[test]
    fn numbers_are_read_as_digits() {
        for (text, digits, length) in [
            ("15日", "15", 2),
            ("１５日", "15", 2),
            ("007", "7", 3),
            ("1,000 元", "1000", 5),
            ("1.5 小时", "1.5", 3),
            ("7.", "7", 1),
            ("十五日", "15", 2),
            ("十日", "10", 1),
            ("二十四小时", "24", 3),
            ("一百八十八条", "188", 5),
            ("一百零三条", "103", 4),
            ("一千二百六十条", "1260", 6),
            ("两年", "2", 1),
            ("二〇二六年", "2026", 4),
        ] {
            assert_eq!(read(text), Some((digits.to_owned(), length)), "{text}");
        }
    }

    #[test]
    fn rough_numbers_and_words_are_none() {
        for text in ["两三天", "百年", "千万", "几天", "", "天", "零"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_may_stand_at_the_end() {
        let characters: Vec<char> = "简单的 十五".chars().collect();
        let numeral = at_end(&characters).expect("a number");
        assert_eq!((numeral.digits.as_str(), numeral.length), ("15", 2));
    }
}
