//! Takes raw HTML apart as a browser would, tag by tag. It judges nothing.

use std::ops::Range;

/// A stretch of raw HTML. All ranges are bytes of the text that was given.
#[derive(Debug)]
pub(super) enum Piece {
    /// Text, a comment or a declaration.
    Text(Range<usize>),
    /// An opening or closing tag.
    Tag(Tag),
    /// A tag or comment that does not end here, so that it would swallow what follows.
    Open(Range<usize>),
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    pub(super) name: Range<usize>,
    pub(super) closing: bool,
    pub(super) attributes: Vec<Attribute>,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    /// Without its quotes.
    pub(super) value: Option<Range<usize>>,
    /// Name, sign and value with its quotes.
    pub(super) range: Range<usize>,
}

/// The pieces of a text, in order and without gaps.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut from, mut search) = (0, 0);
    while let Some(at) = html[search..].find('<').map(|length| search + length) {
        let (end, piece) = match markup(html, at) {
            Markup::None => {
                search = at + 1;
                continue;
            }
            Markup::Silent(end) => {
                search = end;
                continue;
            }
            Markup::Tag(tag) => (tag.range.end, Piece::Tag(tag)),
            Markup::Open => (html.len(), Piece::Open(at..html.len())),
        };
        if from < at {
            pieces.push(Piece::Text(from..at));
        }
        pieces.push(piece);
        (from, search) = (end, end);
    }
    if from < html.len() {
        pieces.push(Piece::Text(from..html.len()));
    }
    pieces
}

enum Markup {
    /// A mere `<`.
    None,
    /// A comment or declaration, and its end.
    Silent(usize),
    Tag(Tag),
    Open,
}

fn markup(html: &str, at: usize) -> Markup {
    let rest = &html.as_bytes()[at + 1..];
    match rest {
        [b'!', b'-', b'-', ..] => comment_end(html, at + 4).map_or(Markup::Open, Markup::Silent),
        [b'/', letter, ..] if letter.is_ascii_alphabetic() => tag(html, at, true),
        [letter, ..] if letter.is_ascii_alphabetic() => tag(html, at, false),
        [b'!' | b'?', ..] | [b'/', _, ..] => match html[at..].find('>') {
            Some(length) => Markup::Silent(at + length + 1),
            None => Markup::Open,
        },
        _ => Markup::None,
    }
}

/// Browsers end a comment at `-->`, at `--!>`, and at once in `<!-->` and `<!--->`.
fn comment_end(html: &str, start: usize) -> Option<usize> {
    let text = &html[start..];
    if let Some(at_once) = [">", "->"].iter().find(|end| text.starts_with(**end)) {
        return Some(start + at_once.len());
    }
    let mut from = 0;
    while let Some(dashes) = text[from..].find("--").map(|length| from + length) {
        for end in ["-->", "--!>"] {
            if text[dashes..].starts_with(end) {
                return Some(start + dashes + end.len());
            }
        }
        from = dashes + 1;
    }
    None
}

fn tag(html: &str, at: usize, closing: bool) -> Markup {
    let bytes = html.as_bytes();
    let until = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..]
            .iter()
            .position(|&byte| stop(byte))
            .map(|length| from + length)
    };
    let name_start = at + 1 + usize::from(closing);
    let ends_name = |byte: u8| is_space(byte) || byte == b'/' || byte == b'>';
    let Some(name_end) = until(name_start, &ends_name) else {
        return Markup::Open;
    };
    let mut attributes = Vec::new();
    let mut position = name_end;
    loop {
        let Some(start) = until(position, &|byte| !is_space(byte) && byte != b'/') else {
            return Markup::Open;
        };
        if bytes[start] == b'>' {
            return Markup::Tag(Tag {
                range: at..start + 1,
                name: name_start..name_end,
                closing,
                attributes,
            });
        }
        // A name may begin with `=`.
        let Some(end) = until(start + 1, &|byte| ends_name(byte) || byte == b'=') else {
            return Markup::Open;
        };
        let Some(sign) = until(end, &|byte| !is_space(byte)) else {
            return Markup::Open;
        };
        let mut attribute = Attribute {
            name: start..end,
            value: None,
            range: start..end,
        };
        position = end;
        if bytes[sign] == b'=' {
            let Some((value, after)) = value(html, sign + 1) else {
                return Markup::Open;
            };
            attribute.value = Some(value);
            attribute.range.end = after;
            position = after;
        }
        attributes.push(attribute);
    }
}

/// A value and where the text goes on after it.
fn value(html: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let bytes = html.as_bytes();
    let position = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..]
            .iter()
            .position(|&byte| stop(byte))
            .map(|length| from + length)
    };
    let first = position(start, &|byte| !is_space(byte))?;
    match bytes[first] {
        quote @ (b'"' | b'\'') => {
            let end = position(first + 1, &|byte| byte == quote)?;
            Some((first + 1..end, end + 1))
        }
        _ => {
            let end = position(first, &|byte| is_space(byte) || byte == b'>')?;
            Some((first..end, end))
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// The value as a browser reads it: character references resolved.
pub(super) fn decode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((character, length)) => {
                text.push(character);
                rest = &rest[length..];
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

/// The character a reference stands for, and its length after `&`. Numbers need no `;`. Of the names, those
/// that stand for ASCII are known: no other can hide what an address is.
fn reference(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let (digits, radix) = hex.map_or((number, 10), |digits| (digits, 16));
        let length = digits
            .bytes()
            .take_while(|byte| char::from(*byte).is_digit(radix))
            .count();
        if length == 0 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..length], radix).ok();
        let character = code
            .and_then(char::from_u32)
            .filter(|&c| c != '\0')
            .unwrap_or('\u{FFFD}');
        let end = text.len() - digits.len() + length;
        return Some((character, end + usize::from(text[end..].starts_with(';'))));
    }
    const BARE: [(&str, char); 6] = [
        ("amp", '&'),
        ("AMP", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("nbsp", '\u{A0}'),
    ];
    const NAMED: [(&str, char); 30] = [
        ("apos;", '\''),
        ("Tab;", '\t'),
        ("NewLine;", '\n'),
        ("colon;", ':'),
        ("sol;", '/'),
        ("bsol;", '\\'),
        ("period;", '.'),
        ("comma;", ','),
        ("semi;", ';'),
        ("num;", '#'),
        ("quest;", '?'),
        ("equals;", '='),
        ("percnt;", '%'),
        ("plus;", '+'),
        ("commat;", '@'),
        ("lpar;", '('),
        ("rpar;", ')'),
        ("lsqb;", '['),
        ("lbrack;", '['),
        ("rsqb;", ']'),
        ("rbrack;", ']'),
        ("lcub;", '{'),
        ("rcub;", '}'),
        ("lowbar;", '_'),
        ("excl;", '!'),
        ("ast;", '*'),
        ("dollar;", '$'),
        ("Hat;", '^'),
        ("grave;", '`'),
        ("verbar;", '|'),
    ];
    let bare = BARE.iter().find(|(name, _)| text.starts_with(name));
    if let Some((name, character)) = bare {
        let ended = usize::from(text[name.len()..].starts_with(';'));
        // `?a=1&lt=2` in an address is no `<`.
        let goes_on =
            text[name.len()..].starts_with(|c: char| c == '=' || c.is_ascii_alphanumeric());
        return (ended == 1 || !goes_on).then_some((*character, name.len() + ended));
    }
    let named = NAMED.iter().find(|(name, _)| text.starts_with(name));
    named.map(|(name, character)| (*character, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_browsers_do() {
        for (value, text) in [
            ("JaVa&#115;cript&#58;x", "JaVascript:x"),
            ("java&#115cript&colon;x", "javascript:x"),
            ("?a=1&amp;b=2&c=3", "?a=1&b=2&c=3"),
            ("?a=1&lt=2&ltx", "?a=1&lt=2&ltx"),
            ("&#0;&#x110000;&unknown;&", "\u{FFFD}\u{FFFD}&unknown;&"),
        ] {
            assert_eq!(decode(value), text);
        }
    }

    #[test]
    fn pieces_cover_the_text() {
        for html in [
            "a<b c='d>' e=f/>g</b>h",
            "<!-- <a> --!><i>",
            "<!--><i>",
            "<![CDATA[>]]>",
            "<?php > ?>",
            "< a",
            "<a",
            "<a b",
            "<a b=",
            "<a b='",
            "</>",
            "</ a>",
            "<a/b=c/d>",
            "<!-- a",
            "<a =b=c>",
        ] {
            let mut end = 0;
            for piece in pieces(html) {
                let (Piece::Text(range) | Piece::Open(range) | Piece::Tag(Tag { range, .. })) =
                    piece;
                assert_eq!(range.start, end, "{html}");
                end = range.end;
            }
            assert_eq!(end, html.len(), "{html}");
        }
    }
}
