//! The tags of a rendered page, one after another. It only has to read what templates write.

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words, with their character references.
    Text(&'a str),
    /// A tag.
    Tag(Tag<'a>),
    /// A comment, the doctype, or what stands inside of a script or style.
    Other(&'a str),
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// All of it, with its signs.
    pub whole: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Whether it closes an element.
    pub closing: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// `text` begins with `<`, and what stands there until the next `>` outside of quotes is the tag.
    fn read(text: &'a str) -> Self {
        let whole = &text[..end(text)];
        let inner = whole[1..].trim_end_matches('>');
        let closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name_end = inner
            .find(|c: char| c.is_ascii_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        Self {
            whole,
            name,
            closing,
            attributes,
        }
    }

    /// Its attributes: their names, and their values with character references.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes(self.attributes)
    }

    /// The value of an attribute; empty if it has none.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.attributes().find(|(own, _)| *own == name)?;
        Some(found.1)
    }

    /// Whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        let classes = self.get("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|own| own == class)
    }

    /// Whether no closing tag belongs to it.
    pub fn is_void(&self) -> bool {
        const VOID: [&str; 13] = [
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
            "track", "wbr",
        ];
        // Elements of a picture close themselves.
        VOID.contains(&self.name) || self.whole.ends_with("/>")
    }
}

/// Walks over the attributes of a tag.
pub struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self
            .0
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let name_end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, rest) = rest.split_at(name_end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = rest.strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let value = &value[1..];
                value.split_once(quote).unwrap_or((value, ""))
            }
            _ => {
                let end = value
                    .find(|c: char| c.is_ascii_whitespace())
                    .unwrap_or(value.len());
                value.split_at(end)
            }
        };
        self.0 = rest;
        Some((name, value))
    }
}

/// The pieces of a page; put together again they are the page.
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces {
        rest: html,
        raw: None,
    }
}

/// Walks over a page.
pub struct Pieces<'a> {
    rest: &'a str,
    /// The element whose content is no markup.
    raw: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(name) = self.raw.take() {
            let end = self.rest.find(&format!("</{name}"));
            let content = self.take(end.unwrap_or(self.rest.len()));
            if !content.is_empty() {
                return Some(Piece::Other(content));
            }
        }
        if let Some(comment) = self.rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(self.rest.len(), |at| at + 7);
            return Some(Piece::Other(self.take(end)));
        }
        if self.rest.starts_with("<!") {
            return Some(Piece::Other(self.take(end(self.rest))));
        }
        let is_tag = |text: &str| {
            text.starts_with('<')
                && text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        };
        if is_tag(self.rest) {
            let tag = Tag::read(self.rest);
            self.take(tag.whole.len());
            if !tag.closing && ["script", "style"].contains(&tag.name) {
                self.raw = Some(tag.name);
            }
            return Some(Piece::Tag(tag));
        }
        let next = self.rest.bytes().skip(1).position(|byte| byte == b'<');
        let length = next.map_or(self.rest.len(), |at| at + 1);
        Some(Piece::Text(self.take(length)))
    }
}

/// Where a tag ends that begins at the text's start; a `>` between quotes does not count.
fn end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(piece: Piece<'_>) -> &str {
        match piece {
            Piece::Text(text) | Piece::Other(text) => text,
            Piece::Tag(tag) => tag.whole,
        }
    }

    #[test]
    fn tags_have_their_names_and_attributes() {
        let html = "<!doctype html>甲<a class=\"x anchor\" hidden href='b>c'>乙</a><br/><script>a<b</script>";
        let pieces: Vec<Piece> = pieces(html).collect();
        assert_eq!(
            pieces.iter().copied().map(whole).collect::<Vec<_>>(),
            [
                "<!doctype html>",
                "甲",
                "<a class=\"x anchor\" hidden href='b>c'>",
                "乙",
                "</a>",
                "<br/>",
                "<script>",
                "a<b",
                "</script>"
            ]
        );
        let Piece::Tag(tag) = pieces[2] else {
            panic!("a tag")
        };
        assert_eq!(
            tag.attributes().collect::<Vec<_>>(),
            [("class", "x anchor"), ("hidden", ""), ("href", "b>c")]
        );
        assert!(tag.has_class("anchor") && !tag.has_class("anch") && !tag.is_void());
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_page(html in "(<|>|/|!|-|\"|'|=| |a|script|style|甲|&amp;){0,40}") {
            let pieces: Vec<Piece> = pieces(&html).collect();
            prop_assert_eq!(pieces.iter().copied().map(whole).collect::<String>(), html.clone());
            for piece in pieces {
                if let Piece::Tag(tag) = piece {
                    prop_assert!(tag.attributes().count() <= tag.whole.len());
                }
            }
        }
    }
}
