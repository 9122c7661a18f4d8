//! Writes text so that HTML shows it as it is.

use memchr::memchr3;

/// Appends text between tags.
pub fn push_text(out: &mut String, mut text: &str) {
    while let Some(at) = memchr3(b'<', b'>', b'&', text.as_bytes()) {
        out.push_str(&text[..at]);
        out.push_str(entity(text.as_bytes()[at]));
        text = &text[at + 1..];
    }
    out.push_str(text);
}

/// Appends the value of a quoted attribute.
pub fn push_attribute(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'') {
            out.push_str(&text[from..at]);
            out.push_str(entity(byte));
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}

/// Appends an address as the value of a quoted attribute, percent-encoded where CommonMark's own examples are.
pub fn push_address(out: &mut String, address: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in address.bytes() {
        match byte {
            b'&' | b'\'' => out.push_str(entity(byte)),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"-_.!~*()+,;:@/?%#$=".contains(&byte) => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

fn entity(byte: u8) -> &'static str {
    match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => "&amp;",
    }
}
