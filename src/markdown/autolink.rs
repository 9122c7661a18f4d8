//! Finds addresses written plainly in text, by GFM's rules; a Chinese character or punctuation mark ends one.

use std::ops::Range;

use memchr::memchr3_iter;

use super::han::is_cjk;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    /// What the link needs before the text to be an address.
    pub(super) prefix: &'static str,
}

/// All addresses in a text, in order. `decoded` are the stretches that were entities in the source: an address
/// does not end in one.
pub(super) fn find(text: &str, decoded: &[Range<usize>]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let mut done = 0;
    for at in memchr3_iter(b':', b'.', b'@', text.as_bytes()) {
        if at < done {
            continue;
        }
        let found = match text.as_bytes()[at] {
            b':' => with_scheme(text, at, done, decoded),
            b'.' => with_www(text, at, done, decoded),
            _ => email(text, at, done),
        };
        if let Some(found) = found {
            done = found.range.end;
            all.push(found);
        }
    }
    all
}

fn with_scheme(text: &str, colon: usize, done: usize, decoded: &[Range<usize>]) -> Option<Found> {
    let before = &text[done..colon];
    let scheme_length = before
        .bytes()
        .rev()
        .take(6)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let scheme = &before[before.len() - scheme_length..];
    let known = ["http", "https", "ftp"]
        .iter()
        .any(|name| scheme.eq_ignore_ascii_case(name));
    if !known || !text[colon..].starts_with("://") {
        return None;
    }
    let host = colon + 3;
    host_end(&text[host..], false)?;
    let end = address_end(text, host, decoded);
    (end > host).then_some(Found {
        range: colon - scheme_length..end,
        prefix: "",
    })
}

fn with_www(text: &str, dot: usize, done: usize, decoded: &[Range<usize>]) -> Option<Found> {
    let start = dot.checked_sub(3).filter(|&start| start >= done)?;
    let www = text.as_bytes()[start..dot].eq_ignore_ascii_case(b"www");
    let before = text.get(..start)?.chars().next_back();
    let free = before.is_none_or(|character| {
        !character.is_ascii() || character.is_whitespace() || "*_~(".contains(character)
    });
    if !www || !free {
        return None;
    }
    host_end(&text[start..], true)?;
    let end = address_end(text, start, decoded);
    (end > dot + 1).then_some(Found {
        range: start..end,
        prefix: "http://",
    })
}

/// Where the host ends, if it is one: parts joined by dots, no `_` in the last two.
fn host_end(text: &str, needs_dot: bool) -> Option<usize> {
    let in_host = |character: char| {
        character.is_alphanumeric() && !is_cjk(character) || matches!(character, '-' | '_' | '.')
    };
    let end = text
        .find(|character| !in_host(character))
        .unwrap_or(text.len());
    let host = text[..end].trim_end_matches('.');
    let mut parts = host.rsplit('.');
    let plain = parts.by_ref().take(2).all(|part| !part.contains('_'));
    let dotted = host.contains('.') || !needs_dot;
    let begun = host.starts_with(|character: char| character.is_alphanumeric());
    (plain && dotted && begun).then_some(end)
}

/// Where an address that begins here ends, without the punctuation of the sentence around it.
fn address_end(text: &str, start: usize, decoded: &[Range<usize>]) -> usize {
    let stops = |character: char| {
        character.is_whitespace() || character == '<' || character.is_control() || is_cjk(character)
    };
    let whole = text[start..]
        .find(stops)
        .map_or(text.len(), |length| start + length);
    let address = &text.as_bytes()[start..whole];
    let opened = address.iter().filter(|&&byte| byte == b'(').count();
    let mut closed = address.iter().filter(|&&byte| byte == b')').count();
    let mut end = whole;
    while end > start {
        let before = decoded.partition_point(|range| range.end <= end);
        let entity = decoded[..before].last();
        if let Some(entity) = entity.filter(|entity| entity.end == end && entity.start >= start) {
            end = entity.start;
            continue;
        }
        match text.as_bytes()[end - 1] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            b';' => match entity_start(&text[start..end]) {
                Some(length) => end = start + length,
                None => end -= 1,
            },
            _ => break,
        }
    }
    end
}

/// Where a trailing `&name;` begins.
fn entity_start(address: &str) -> Option<usize> {
    let name = address[..address.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    (name.ends_with('&') && name.len() + 1 < address.len()).then(|| name.len() - 1)
}

fn email(text: &str, at: usize, done: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_".contains(byte);
    let start = at
        - bytes[done..at]
            .iter()
            .rev()
            .take_while(|byte| local(byte))
            .count();
    let host_length = bytes[at + 1..].iter().take_while(|byte| host(byte)).count();
    let domain = text[at + 1..at + 1 + host_length].trim_end_matches('.');
    let sound = domain.contains('.')
        && !domain.starts_with('.')
        && !domain.contains("..")
        && !domain.ends_with(['-', '_']);
    // `git@example.org:project.git` and `user@host/path` are no e-mail addresses, but GFM links their beginning too.
    let found = start < at && sound && !text[..start].ends_with('/');
    found.then(|| {
        let mailto = text[done..start].ends_with("mailto:");
        Found {
            range: if mailto {
                start - "mailto:".len()
            } else {
                start
            }..at + 1 + domain.len(),
            prefix: if mailto { "" } else { "mailto:" },
        }
    })
}
