//! What must not be kept even on the person's own device, and what is not printed in full.
//!
//! A guess from shapes and words: it says why it refuses, and a word such as 单号 before a number tells it otherwise.

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

/// Words that a secret follows, what it is, and how many characters it has.
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

/// Words that say that the number after them is no card's.
const NUMBERS: [&str; 7] = ["单号", "订单", "流水", "编号", "凭证", "身份证", "证号"];

/// The secret that a text seems to hold, if any.
pub fn find(text: &str) -> Option<Secret> {
    let text: String = text.chars().map(crate::typed::half_width).collect();
    for (name, secret, shortest, longest) in NAMES {
        for (at, _) in text.match_indices(name) {
            let rest = crate::cut::after(&text, at + name.len());
            let rest = rest.trim_start_matches([' ', ':', '：', '是', '为', '=', '号', '"', '“']);
            let plain = |byte: &u8| match secret {
                Secret::Password => byte.is_ascii_graphic(),
                _ => byte.is_ascii_digit(),
            };
            let length = rest.bytes().take_while(plain).count();
            if (shortest..=longest).contains(&length) {
                return Some(secret);
            }
        }
    }
    let is_card = |run: &Run| {
        let before = crate::cut::cut(&text, run.start).0;
        let mut last: Vec<char> = before.chars().rev().take(8).collect();
        last.reverse();
        let last: String = last.into_iter().collect();
        is_card_number(&run.digits) && !NUMBERS.iter().any(|word| last.contains(word))
    };
    runs(&text)
        .iter()
        .any(is_card)
        .then_some(Secret::CardNumber)
}

/// The text with every long number of a person or a card covered but for its ends.
pub fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut done = 0;
    for run in runs(text) {
        if !is_identity(&run.digits) && !is_card_number(&run.digits) {
            continue;
        }
        masked.push_str(
            crate::cut::cut(text, run.start)
                .0
                .get(done..)
                .unwrap_or_default(),
        );
        let last = run.digits.len() - 4;
        for (index, byte) in run.digits.iter().enumerate() {
            masked.push(if (4..last).contains(&index) {
                '*'
            } else {
                char::from(*byte)
            });
        }
        done = run.end;
    }
    masked.push_str(crate::cut::after(text, done));
    masked
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
    if !(15..=19).contains(&number.len())
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
struct Run {
    start: usize,
    end: usize,
    digits: Vec<u8>,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        let ends_identity = matches!(byte, b'X' | b'x')
            && runs
                .last()
                .is_some_and(|run| run.end == at && run.digits.len() == 17);
        if !byte.is_ascii_digit() && !ends_identity {
            continue;
        }
        let joins = |run: &&mut Run| match crate::cut::after(crate::cut::cut(text, at).0, run.end) {
            "" => true,
            between => between == " " || between == "-",
        };
        match runs.last_mut().filter(joins) {
            Some(run) => {
                run.digits.push(byte);
                run.end = at + 1;
            }
            None => runs.push(Run {
                start: at,
                end: at + 1,
                digits: vec![byte],
            }),
        }
    }
    runs
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
            assert_eq!(find(text), Some(secret), "{text}");
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
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_persons_and_cards_are_covered_for_print() {
        assert_eq!(
            masked("身份证11010519491231002X，电话13800138000"),
            "身份证1101**********002X，电话13800138000"
        );
        assert_eq!(
            masked("卡 6222 0212 3456 7894 被刷"),
            "卡 6222********7894 被刷"
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
            let _ = (find(&text), masked(&text));
        }

        #[test]
        fn what_has_no_digits_stays(text in "[^0-9]*") {
            prop_assert_eq!(masked(&text), text);
        }
    }
}
