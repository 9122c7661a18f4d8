//! The words of a rendered page that a search can find, as blocks that no phrase reaches across.
//!
//! It reads what templates mark with `data-search`. `templates/search.js` reads the same page in the same way to verify
//! a find and to quote it; the two must agree.

use std::borrow::Cow;

use memchr::memchr;

/// Where on a page a block stands. A later one ranks higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Body text.
    Text,
    /// A heading.
    Heading,
    /// The page's title.
    Title,
}

/// A paragraph, heading, list item, table cell or the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub field: Field,
    /// Its words, as the page shows them.
    pub text: String,
}

/// Elements that stand within a line, so that a phrase may reach across their ends.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "input",
    "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub",
    "sup", "time", "u", "var", "wbr",
];

/// Elements whose words are the interface's, or not to be read.
const SKIPPED: &[&str] = &[
    "button", "noscript", "script", "select", "style", "template", "textarea",
];

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// The blocks of a page's HTML, in order.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            reader.text("<");
            rest = &rest[1..];
            continue;
        }
        let end = tag_end(rest);
        reader.tag(&rest[1..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    reader.text(rest);
    reader.end_block();
    reader.blocks
}

/// An element that is open, and how many of its own name are open inside of it.
struct Open<'a> {
    name: &'a str,
    inside: usize,
}

impl Open<'_> {
    /// Whether this tag closes the element.
    fn closed_by(&mut self, name: &str, closing: bool) -> bool {
        if name != self.name {
            return false;
        }
        if !closing {
            self.inside += 1;
            return false;
        }
        if self.inside > 0 {
            self.inside -= 1;
            return false;
        }
        true
    }
}

#[derive(Default)]
struct Reader<'a> {
    blocks: Vec<Block>,
    text: String,
    heading: Option<Field>,
    region: Option<Open<'a>>,
    skipped: Option<Open<'a>>,
}

impl<'a> Reader<'a> {
    fn text(&mut self, text: &str) {
        if self.region.is_some() && self.skipped.is_none() {
            self.text.push_str(&unescape(text));
        }
    }

    /// `tag` is what stands between `<` and `>`.
    fn tag(&mut self, tag: &'a str) {
        let closing = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let name_end = tag
            .find(|c: char| c.is_ascii_whitespace() || c == '/')
            .unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        if let Some(skipped) = &mut self.skipped {
            if skipped.closed_by(name, closing) {
                self.skipped = None;
            }
            return;
        }
        match &mut self.region {
            None if closing => return,
            // Whatever a script or template holds is no markup of the page.
            None if is_one_of(SKIPPED, name) => {
                self.skipped = Some(Open { name, inside: 0 });
                return;
            }
            None if has_attribute(attributes, "data-search") => {
                self.region = Some(Open { name, inside: 0 });
            }
            None => return,
            Some(region) => {
                if region.closed_by(name, closing) {
                    self.end_block();
                    self.heading = None;
                    self.region = None;
                    return;
                }
            }
        }
        if !closing && is_skipped(name, attributes) {
            if !is_one_of(VOID, name) {
                self.skipped = Some(Open { name, inside: 0 });
            }
            return;
        }
        if is_one_of(INLINE, name) {
            return;
        }
        self.end_block();
        if let Some(field) = heading(name) {
            self.heading = (!closing).then_some(field);
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            let field = self.heading.unwrap_or(Field::Text);
            self.blocks.push(Block { field, text });
        }
    }
}

fn heading(name: &str) -> Option<Field> {
    match name {
        "h1" => Some(Field::Title),
        "h2" | "h3" | "h4" | "h5" | "h6" => Some(Field::Heading),
        _ => None,
    }
}

fn is_skipped(name: &str, attributes: &str) -> bool {
    is_one_of(SKIPPED, name)
        || !attributes.is_empty()
            && (has_attribute(attributes, "hidden")
                || has_attribute(attributes, "data-search-skip")
                || attributes.contains("class=\"cite\""))
}

/// `names` are sorted.
fn is_one_of(names: &[&str], name: &str) -> bool {
    names.binary_search(&name).is_ok()
}

/// Where a tag ends that begins at the text's start; a `>` between quotes does not count.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Whether a tag has an attribute of this name, whatever its value.
fn has_attribute(attributes: &str, name: &str) -> bool {
    let mut rest = attributes.as_bytes();
    while !rest.is_empty() {
        let begins = rest[0].is_ascii_whitespace();
        if matches!(rest[0], b'"' | b'\'') {
            // What stands between quotes is a value.
            let end = memchr(rest[0], &rest[1..]);
            rest = end.map_or(&[], |end| &rest[end + 2..]);
            continue;
        }
        rest = &rest[1..];
        if begins && let Some(after) = rest.strip_prefix(name.as_bytes()) {
            let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
            if !after.first().is_some_and(goes_on) {
                return true;
            }
        }
    }
    false
}

/// Resolves character references. Names other than those that recourse writes stand for signs, which do not count.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let reference = rest
            .split_once(';')
            .filter(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#'));
        match reference {
            Some((name, after)) => {
                plain.push(character(name));
                rest = after;
            }
            None => plain.push('&'),
        }
    }
    plain.push_str(rest);
    plain.into()
}

fn character(name: &str) -> char {
    let number = name.strip_prefix('#').and_then(|number| {
        match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        }
        .ok()
    });
    number.and_then(char::from_u32).unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<(Field, String)> {
        blocks(html)
            .into_iter()
            .map(|block| (block.field, block.text))
            .collect()
    }

    #[test]
    fn blocks_end_where_lines_end_and_know_their_field() {
        let html = "<nav>目录</nav><h1 data-search>被<b>盗</b>刷</h1><article class=\"x\" data-search>\
            <h2 id=\"a\">先冻结 <a class=\"anchor\" href=\"#a\"></a></h2><ul><li>甲&amp;乙</li><li>丙<sup class=\"cite\">\
            <a href=\"#r\">1</a></sup>丁</li></ul><table><tr><td>一</td><td>二</td></tr></table></article><footer>脚</footer>";
        let text = |text: &str| (Field::Text, text.to_owned());
        assert_eq!(
            texts(html),
            [
                (Field::Title, "被盗刷".to_owned()),
                (Field::Heading, "先冻结 ".to_owned()),
                text("甲 乙"),
                text("丙丁"),
                text("一"),
                text("二"),
            ]
        );
    }

    #[test]
    fn what_is_hidden_or_belongs_to_the_interface_is_left_out() {
        let html = "<template><p data-search>无</p></template><div data-search><p hidden>藏</p><button>按</button>\
            <span data-search-skip>必填</span><template><div>源</div></template><input hidden>有<div>a &#65; &#x4e2d;</div></div><p>外</p>";
        assert_eq!(
            texts(html),
            [
                (Field::Text, "有".to_owned()),
                (Field::Text, "a A 中".to_owned())
            ]
        );
    }

    #[test]
    fn the_script_reads_pages_in_the_same_way() {
        let script = include_str!("../../templates/search.js");
        assert!(script.contains(&format!("/^({})$/", INLINE.join("|"))));
        let skipped = SKIPPED.join(", ");
        assert!(script.contains(&format!("'{skipped}, [hidden], [data-search-skip], .cite'")));
    }

    #[test]
    fn broken_markup_is_read_to_its_end() {
        for html in [
            "<p data-search>a < b <",
            "<p data-search>a<b",
            "<p data-search>a<!-- b",
            "<p data-search title=\">\">a",
            "</",
            "<p data-search>&#x110000;&#;&",
        ] {
            assert!(blocks(html).len() <= 1, "{html}");
        }
    }
}
