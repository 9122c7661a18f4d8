//! A JSON value, read and written. Only as much JSON as saved work needs, and nothing lost that it does not understand.
//!
//! Numbers stay the text they were, so that a number of any size or precision survives being saved again.
//!
//! Why not a library: what reads a document, changes a member and writes it again adds this to the browser's module
//! and its glue (wasm-bindgen 0.2.130, `opt-level = "z"`, brotli):
//!
//! | this file | `JSON.parse` through js-sys | serde_json 1 | miniserde 0.1 | tinyjson 2 |
//! |---|---|---|---|---|
//! | 3.9 KB | 4.2 KB | 12.0 KB | 15.6 KB | 36.8 KB |

use crate::cut::cut;
use crate::map::Map;
use crate::prelude::*;

/// Lists and objects deeper than this are refused, so that no text can exhaust the stack.
const DEEPEST: usize = 64;

/// A JSON value. The order among values means nothing; it only makes the choice between two of them the same everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A string.
    Text(String),
    /// A number, a list or an object, as it was written. Work holds none but whole numbers; others are only kept.
    Other(String),
}

/// The members of an object, by key; of a key that stands twice, the last.
pub type Object = Map<Json>;

impl Json {
    /// Reads a whole text as one value; `None` when it is not JSON or too deep.
    pub fn parse(text: &str) -> Option<Json> {
        let mut reader = Reader { rest: text };
        let value = reader.value(DEEPEST)?;
        reader.ends().then_some(value)
    }

    /// Writes the value in the shortest form.
    pub fn write(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    /// The value as a whole number, if it is one that a browser can also count to exactly.
    pub fn as_whole(&self) -> Option<u64> {
        const LARGEST: u64 = 1 << 53;
        let Json::Other(digits) = self else {
            return None;
        };
        let number = digits.bytes().try_fold(0_u64, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
            number.checked_mul(10)?.checked_add(digit)
        })?;
        (number <= LARGEST).then_some(number)
    }

    /// The value as text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn push_to(&self, text: &mut String) {
        text.push_str(match self {
            Json::Null => "null",
            Json::Bool(true) => "true",
            Json::Bool(false) => "false",
            Json::Text(string) => return push_string(text, string),
            Json::Other(written) => written,
        });
    }
}

/// Reads a whole text as an object, member by member; `None` when it is none.
pub(crate) fn read_object(text: &str, take: Take) -> Option<()> {
    let mut reader = Reader { rest: text };
    reader.skip_space();
    reader.object(take)?;
    reader.ends().then_some(())
}

/// Takes one member of an object, with its key, from a reader that stands before the value.
pub(crate) type Take<'take> = &'take mut dyn FnMut(String, &mut Reader) -> Option<()>;

/// Appends a string with its quotes. What needs no escape is copied in one piece: most of a person's work is such text.
pub(crate) fn push_string(text: &mut String, string: &str) {
    text.push('"');
    let mut rest = string;
    let special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    while let Some(place) = rest.bytes().position(special) {
        let (plain, behind) = cut(rest, place);
        text.push_str(plain);
        let (sign, behind) = cut(behind, 1);
        push_escaped(text, sign.bytes().next().unwrap_or_default());
        rest = behind;
    }
    text.push_str(rest);
    text.push('"');
}

fn push_escaped(text: &mut String, sign: u8) {
    text.push('\\');
    match sign {
        b'"' | b'\\' => text.push(char::from(sign)),
        b'\n' => text.push('n'),
        _ => {
            text.push_str("u00");
            text.extend(char::from_digit(u32::from(sign >> 4), 16));
            text.extend(char::from_digit(u32::from(sign & 15), 16));
        }
    }
}

pub(crate) struct Reader<'text> {
    rest: &'text str,
}

impl<'text> Reader<'text> {
    /// The next value.
    pub(crate) fn next(&mut self) -> Option<Json> {
        self.value(DEEPEST)
    }

    /// The members of the next value, or that value itself if it is no object.
    pub(crate) fn members(&mut self, take: Take) -> Option<Json> {
        self.skip_space();
        if self.rest.starts_with('{') {
            self.object(take)?;
            return Some(Json::Null);
        }
        self.next()
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.skip_space();
        let before = self.rest;
        match self.rest.as_bytes().first()? {
            b'n' => return self.word("null").map(|()| Json::Null),
            b't' => return self.word("true").map(|()| Json::Bool(true)),
            b'f' => return self.word("false").map(|()| Json::Bool(false)),
            b'"' => return self.string().map(Json::Text),
            b'[' => self.list(depth.checked_sub(1)?)?,
            b'{' => {
                let depth = depth.checked_sub(1)?;
                self.object(&mut |_, reader| reader.value(depth).map(drop))?;
            }
            _ => self.number()?,
        }
        let (written, _) = cut(before, before.len() - self.rest.len());
        Some(Json::Other(written.to_owned()))
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        self.word("[")?;
        if self.sees("]") {
            return Some(());
        }
        loop {
            self.value(depth)?;
            if self.sees("]") {
                return Some(());
            }
            self.word(",")?;
        }
    }

    fn object(&mut self, take: Take) -> Option<()> {
        self.word("{")?;
        if self.sees("}") {
            return Some(());
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.skip_space();
            self.word(":")?;
            take(key, self)?;
            if self.sees("}") {
                return Some(());
            }
            self.word(",")?;
        }
    }

    fn string(&mut self) -> Option<String> {
        self.word("\"")?;
        let mut string = String::new();
        loop {
            let plain = self
                .rest
                .find(|character| matches!(character, '"' | '\\' | '\0'..='\u{1f}'))?;
            string.push_str(self.take(plain));
            match self.rest.as_bytes().first()? {
                b'"' => {
                    self.take(1);
                    return Some(string);
                }
                b'\\' => string.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        self.take(1);
        let kind = *self
            .rest
            .as_bytes()
            .first()
            .filter(|byte| byte.is_ascii())?;
        self.take(1);
        Some(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => return self.unicode_escape(),
            _ => return None,
        })
    }

    /// Half a surrogate pair is refused: it is no character, and saving it again would change it.
    fn unicode_escape(&mut self) -> Option<char> {
        let high = self.four_hex_digits()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        self.word("\\u")?;
        let low = self.four_hex_digits()?;
        let low = (0xdc00..0xe000).contains(&low).then_some(low - 0xdc00)?;
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)
    }

    fn four_hex_digits(&mut self) -> Option<u32> {
        let digits = self.rest.as_bytes().get(..4)?;
        let code = digits.iter().try_fold(0, |code, byte| {
            Some(code * 16 + char::from(*byte).to_digit(16)?)
        })?;
        self.take(4);
        Some(code)
    }

    fn number(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|character| !matches!(character, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'));
        let number = self.take(length.unwrap_or(self.rest.len()));
        is_number(number).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    /// Whether nothing but space is left.
    fn ends(&mut self) -> bool {
        self.skip_space();
        self.rest.is_empty()
    }

    /// Whether this sign comes next, after any space; it is taken if so.
    fn sees(&mut self, sign: &str) -> bool {
        self.skip_space();
        self.word(sign).is_some()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\t', '\r']);
    }

    fn take(&mut self, length: usize) -> &'text str {
        let (taken, rest) = cut(self.rest, length);
        self.rest = rest;
        taken
    }
}

/// The grammar of RFC 8259: sign, whole part without leading zeros, fraction, exponent.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    digits(whole) && !leading_zero && fraction.is_none_or(digits) && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_keep_their_text() {
        let text = r#"{"a":[1.50,-0,1e400,123456789012345678901234567890],"b":null}"#;
        assert_eq!(Json::parse(text).expect("it is JSON").write(), text);
    }

    #[test]
    fn what_is_not_json_is_refused() {
        let wrong = [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "01",
            "1.",
            ".5",
            "+1",
            "nul",
            "\"",
            "\"\n\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "1 2",
            "\"\\é\"",
        ];
        for text in wrong {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&nested(DEEPEST)).is_some());
        assert!(Json::parse(&nested(DEEPEST + 1)).is_none());
        assert!(Json::parse(&"[".repeat(1_000_000)).is_none());
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn another_implementation_reads_what_is_written(value in any_json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let ours = Json::parse(&text.expect("it can be written")).expect("it can be read");
            let theirs: serde_json::Value = serde_json::from_str(&ours.write()).expect("they read it");
            prop_assert_eq!(theirs, value);
            prop_assert_eq!(Json::parse(&ours.write()), Some(ours));
        }

        #[test]
        fn both_accept_the_same_texts(text in r#"[\[\]{}:,"\\untrefalsb0-9eE+. -]{0,24}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            // Numbers too large for a float are JSON all the same; only there the two differ.
            let too_large = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            prop_assert_eq!(Json::parse(&text).is_some(), theirs.is_ok() || too_large, "{}", text);
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            let _ = Json::parse(&text);
        }
    }
}
