//! What must not be kept even on the person's own device, and what is not printed in full.
//!
//! A guess from shapes and words: it says why it refuses, and a word such as 单号 before a number tells it otherwise.

use crate::prelude::*;
use crate::typed::half_width;

/// What a text seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// A password.
    Password,
    /// A code that was sent to confirm something.
    Code,
    /// The three digits from a card's back.
    CardCode,
    /// A whole card number.
    CardNumber,
}

/// Words that a secret follows, what it is, and how many characters it has at least and at most.
const NAMES: [(&str, Secret, usize, usize); 10] = [
    ("验证码", Secret::Code, 4, 8),
    ("校验码", Secret::Code, 4, 8),
    ("动态码", Secret::Code, 4, 8),
    ("动态密码", Secret::Code, 4, 8),
    ("密码", Secret::Password, 4, 32),
    ("口令", Secret::Password, 6, 32),
    ("CVV", Secret::CardCode, 3, 4),
    ("cvv", Secret::CardCode, 3, 4),
    ("CVC", Secret::CardCode, 3, 4),
    ("安全码", Secret::CardCode, 3, 4),
];

/// What such a word begins with.
const FIRSTS: [char; 8] = ['验', '校', '动', '密', '口', 'C', 'c', '安'];

/// What may stand between such a word and the secret.
const BETWEEN: [char; 9] = [' ', ':', '是', '为', '=', '号', '"', '\u{201c}', '\''];

/// Words that say that the number after them is no card's.
const NUMBERS: [&str; 7] = ["单号", "订单", "流水", "编号", "凭证", "身份证", "证号"];

/// No card's number has fewer digits, nor has a person's.
const SHORTEST: usize = 15;

/// How far before a number such a word may stand.
const NEAR: usize = 8;

/// The text without the secrets that it seems to hold, and what the first of them is; `None` when there is none.
pub fn covered(text: &str) -> Option<(Secret, String)> {
    let mut original: Vec<char> = text.chars().collect();
    // Character by character, so that places are the same in both.
    let mut plain: Vec<char> = original.iter().copied().map(half_width).collect();
    let mut first = None;
    while let Some((secret, from, to)) = find(&plain) {
        first = first.or(Some(secret));
        cover(&mut original, from, to);
        cover(&mut plain, from, to);
    }
    Some((first?, original.into_iter().collect()))
}

/// What is likely a slip in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The check digit of an identity number does not fit.
    Identity,
    /// The check digit of a card number does not fit.
    Card,
}

/// The first number in a text that a person calls an identity or a card number, or that is all they wrote, and whose
/// check digit does not fit. It is worth a hint and no more: numbers are copied from paper, and some cards have no check.
pub fn slip(text: &str) -> Option<Slip> {
    let plain: Vec<char> = text.trim().chars().map(half_width).collect();
    for run in runs(&plain) {
        let near = |word: &&str| {
            let places = run.start.saturating_sub(NEAR)..run.start;
            places.into_iter().any(|place| begins(&plain, place, word))
        };
        let is_all = run.start == 0 && run.end == plain.len();
        let born = matches!(run.digits.get(6..8), Some(b"19" | b"20"));
        let is_identity_number = run.digits.len() == 18 && born;
        if is_identity_number && (is_all || ["身份证", "证件号"].iter().any(near)) {
            if !is_identity(&run.digits) {
                return Some(Slip::Identity);
            }
        } else if (16..=19).contains(&run.digits.len())
            && ["卡号", "银行卡"].iter().any(near)
            && !is_card_number(&run.digits)
        {
            return Some(Slip::Card);
        }
    }
    None
}

/// The text with every long number of a person or a card covered but for its ends.
pub fn masked(text: &str) -> String {
    // Most texts have none, and there are many of them.
    if text.bytes().filter(u8::is_ascii_digit).count() < SHORTEST {
        return text.to_owned();
    }
    let mut characters: Vec<char> = text.chars().collect();
    for run in runs(&characters) {
        if is_identity(&run.digits) || is_card_number(&run.digits) {
            cover(&mut characters, run.middle.0, run.middle.1);
        }
    }
    characters.into_iter().collect()
}

/// Puts stars in place of what stands there, but for what only parts it.
fn cover(text: &mut [char], from: usize, to: usize) {
    for character in text.iter_mut().take(to).skip(from) {
        if !matches!(character, ' ' | '-') {
            *character = '*';
        }
    }
}

/// The first secret, where what must not be kept of it begins, and where that ends.
fn find(text: &[char]) -> Option<(Secret, usize, usize)> {
    for start in 0..text.len() {
        // Most characters begin none of the words, and this is asked at every key.
        if !FIRSTS.contains(&text[start]) {
            continue;
        }
        for (name, secret, shortest, longest) in NAMES {
            if !begins(text, start, name) {
                continue;
            }
            let mut from = start + name.chars().count();
            while text.get(from).is_some_and(|sign| BETWEEN.contains(sign)) {
                from += 1;
            }
            let (mut to, mut open) = (from, false);
            while let Some(sign) = text.get(to) {
                let is_part =
                    sign.is_ascii_digit() || secret == Secret::Password && sign.is_ascii_graphic();
                if !is_part {
                    break;
                }
                open |= *sign != '*';
                to += 1;
            }
            if open && (shortest..=longest).contains(&(to - from)) {
                return Some((secret, from, to));
            }
        }
    }
    for run in runs(text) {
        let near = run.start.saturating_sub(NEAR)..run.start;
        let is_named = near
            .into_iter()
            .any(|place| NUMBERS.iter().any(|word| begins(text, place, word)));
        if is_card_number(&run.digits) && !is_named {
            return Some((Secret::CardNumber, run.middle.0, run.middle.1));
        }
    }
    None
}

fn begins(text: &[char], start: usize, word: &str) -> bool {
    let mut there = text.iter().skip(start);
    word.chars().all(|expected| there.next() == Some(&expected))
}

/// Whether this is an identity number of mainland China, GB 11643.
pub fn is_identity(number: &[u8]) -> bool {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u8; 11] = *b"10X98765432";
    let [digits @ .., check] = number else {
        return false;
    };
    if digits.len() != WEIGHTS.len() || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight);
    CHECKS.get(sum.sum::<usize>() % 11) == Some(&check.to_ascii_uppercase())
}

/// Whether this could be a whole bank card number: as long as one, begun like one, and right by Luhn's check.
fn is_card_number(number: &[u8]) -> bool {
    if !(SHORTEST..=19).contains(&number.len())
        || is_identity(number)
        || !matches!(number, [b'3'..=b'6', ..])
    {
        return false;
    }
    let sum = number.iter().rev().enumerate().map(|(index, digit)| {
        let digit = u32::from(digit.wrapping_sub(b'0'));
        match (index % 2, digit) {
            (0, _) => digit,
            (_, 0..5) => digit * 2,
            _ => digit * 2 - 9,
        }
    });
    number.iter().all(u8::is_ascii_digit) && sum.sum::<u32>().is_multiple_of(10)
}

/// Digits that belong together, also with a space or a hyphen between.
#[derive(Default)]
struct Run {
    digits: Vec<u8>,
    start: usize,
    end: usize,
    /// From the fifth digit to the last but four.
    middle: (usize, usize),
}

fn runs(text: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (place, character) in text.iter().enumerate() {
        let known = runs.last_mut().filter(|run| {
            run.end == place || run.end + 1 == place && matches!(text.get(run.end), Some(' ' | '-'))
        });
        let ends_identity = matches!(character, 'X' | 'x')
            && known.as_ref().is_some_and(|run| run.digits.len() == 17);
        if !character.is_ascii_digit() && !ends_identity {
            continue;
        }
        match known {
            Some(run) => {
                run.digits.push(*character as u8);
                run.end = place + 1;
            }
            None => runs.push(Run {
                digits: vec![*character as u8],
                start: place,
                end: place + 1,
                middle: (0, 0),
            }),
        }
    }
    for run in &mut runs {
        run.middle = (
            nth_digit(text, run.start, 4),
            nth_digit(text, run.start, run.digits.len().saturating_sub(4)),
        );
    }
    runs
}

/// Where the digit with this number stands, from where its run begins.
fn nth_digit(text: &[char], start: usize, number: usize) -> usize {
    let mut place = start;
    let mut left = number;
    while let Some(character) = text.get(place) {
        if !matches!(character, ' ' | '-') {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn secrets_are_found() {
        for (text, secret) in [
            ("短信验证码是 483920", Secret::Code),
            ("验证码：4839", Secret::Code),
            ("支付密码 Abc12345", Secret::Password),
            ("密码是：147258", Secret::Password),
            ("背面 CVV 123", Secret::CardCode),
            ("卡号 6222 0212 3456 7894", Secret::CardNumber),
            ("我的卡６２２２０２１２３４５６７８９４", Secret::CardNumber),
            ("4111-1111-1111-1111 这张", Secret::CardNumber),
        ] {
            let (found, kept) = covered(text).expect(text);
            assert_eq!(found, secret, "{text}");
            assert_eq!(covered(&kept), None, "{kept}");
        }
    }

    #[test]
    fn every_word_before_a_secret_is_looked_for() {
        for (name, ..) in NAMES {
            assert!(name.starts_with(FIRSTS), "{name}");
        }
    }

    #[test]
    fn what_people_tell_of_secrets_is_none() {
        for text in [
            "",
            "客服说密码正确，就是本人操作",
            "我没有收到验证码，也没有告诉别人",
            "骗子要验证码，我没给",
            "2026-03-05 14:05 转走 5000 元",
            "交易单号 4200001234202603051234567890",
            "订单号 6222021234567894",
            "身份证 11010519491231002X",
            "尾号 7894",
            "13800138000",
        ] {
            assert_eq!(covered(text), None, "{text}");
        }
    }

    #[test]
    fn a_slip_in_a_number_is_noticed_where_it_is_called_by_its_name() {
        for (text, expected) in [
            ("110105194912310021", Some(Slip::Identity)),
            ("我的身份证号 11010519491231002１", Some(Slip::Identity)),
            ("卡号 6222 0212 3456 7895", Some(Slip::Card)),
            ("11010519491231002X", None),
            ("身份证11010519491231002x", None),
            ("交易单号 110105194912310021", None),
            ("卡号尾号 7894", None),
            ("4200001234202603051234567890", None),
            ("", None),
        ] {
            assert_eq!(slip(text), expected, "{text}");
        }
    }

    #[test]
    fn the_words_around_a_secret_are_kept() {
        let (_, kept) = covered("骗子问我要短信验证码，我说了：验证码４８３９２０，然后钱没了。")
            .expect("a code");
        assert_eq!(
            kept,
            "骗子问我要短信验证码，我说了：验证码******，然后钱没了。"
        );
        let (_, kept) = covered("卡 6222 0212 3456 7894 被刷").expect("a card");
        assert_eq!(kept, "卡 6222 **** **** 7894 被刷");
    }

    #[test]
    fn numbers_of_persons_and_cards_are_covered_for_print() {
        assert_eq!(
            masked("身份证11010519491231002X，电话13800138000"),
            "身份证1101**********002X，电话13800138000"
        );
        assert_eq!(
            masked("卡 6222 0212 3456 7894 被刷"),
            "卡 6222 **** **** 7894 被刷"
        );
        assert_eq!(
            masked("交易单号 4200001234202603051234567890"),
            "交易单号 4200001234202603051234567890"
        );
    }

    #[test]
    fn the_check_of_an_identity_number() {
        assert!(is_identity(b"11010519491231002X") && is_identity(b"11010519491231002x"));
        assert!(!is_identity(b"110105194912310021") && !is_identity(b"1101051949123100"));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in any::<String>()) {
            let _ = (covered(&text), masked(&text), slip(&text));
        }

        #[test]
        fn what_has_no_digits_stays(text in "[^0-9]*") {
            prop_assert_eq!(masked(&text), text);
        }
    }
}
