//! The words of a rendered page that a search can find, as blocks that no phrase reaches across.
//!
//! It reads what templates mark with `data-search`. `templates/search.js` reads the same page in the same way to verify
//! a find and to quote it; the two must agree.

use memchr::{memchr, memmem};

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

/// The attribute that says what is searched.
const MARK: &str = "data-search";

/// A rendered page as text. What templates write is UTF-8; of anything else there is nothing to search.
pub fn of_bytes(html: &[u8]) -> &str {
    simdutf8::basic::from_utf8(html).unwrap_or_default()
}

/// The blocks of a page's HTML, in order.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    each_block(html, |field, text| {
        let text = text.to_owned();
        blocks.push(Block { field, text });
    });
    blocks
}

/// Hands over the blocks of a page's HTML, in order.
pub fn each_block(html: &str, found: impl FnMut(Field, &str)) {
    let mut reader = Reader {
        found,
        text: String::new(),
        heading: None,
        region: None,
        skipped: None,
    };
    let mut marks = memmem::find_iter(html.as_bytes(), MARK);
    let mut next_mark = marks.next();
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => {
                let comment = &rest[4..];
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            Some(c) if c.is_ascii_alphabetic() || matches!(c, b'/' | b'!') => {}
            _ => {
                reader.text("<");
                rest = &rest[1..];
                continue;
            }
        }
        let start = html.len() - rest.len();
        let length = tag_end(rest);
        let tag = &rest[1..length];
        rest = rest.get(length + 1..).unwrap_or_default();
        // Most tags of a page stand outside of what is searched, and most of these change nothing.
        if reader.is_outside() && !may_be_skipped(tag) {
            while next_mark.is_some_and(|mark| mark < start) {
                next_mark = marks.next();
            }
            let Some(mark) = next_mark else {
                // Nothing that is left is searched.
                break;
            };
            if mark > start + length {
                continue;
            }
        }
        reader.tag(tag);
    }
    reader.text(rest);
    reader.end_block();
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

struct Reader<'a, F> {
    found: F,
    text: String,
    heading: Option<Field>,
    region: Option<Open<'a>>,
    skipped: Option<Open<'a>>,
}

impl<'a, F: FnMut(Field, &str)> Reader<'a, F> {
    /// Whether nothing that is open is searched or skipped.
    fn is_outside(&self) -> bool {
        self.region.is_none() && self.skipped.is_none()
    }

    fn text(&mut self, text: &str) {
        if self.region.is_some() && self.skipped.is_none() {
            push_unescaped(&mut self.text, text);
        }
    }

    /// `tag` is what stands between `<` and `>`.
    fn tag(&mut self, tag: &'a str) {
        let closing = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let name_end = tag
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || byte == b'/')
            .unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        if let Some(skipped) = &mut self.skipped {
            if skipped.closed_by(name, closing) {
                self.skipped = None;
            }
            return;
        }
        let element = Element::of(name);
        let begins = self.region.is_none() && !closing && has_attribute(attributes, &[MARK]);
        let within = begins || self.region.is_some();
        // Whatever a script or template holds is no markup of the page, wherever it stands.
        if !closing && (element == Element::Skipped || (within && is_skipped(attributes))) {
            if !VOID.contains(&name) {
                self.skipped = Some(Open { name, inside: 0 });
            }
            return;
        }
        match &mut self.region {
            None if begins => self.region = Some(Open { name, inside: 0 }),
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
        if element == Element::Inline {
            return;
        }
        self.end_block();
        if let Element::Heading(field) = element {
            self.heading = (!closing).then_some(field);
        }
    }

    fn end_block(&mut self) {
        if !self.text.trim_start().is_empty() {
            (self.found)(self.heading.unwrap_or(Field::Text), &self.text);
        }
        self.text.clear();
    }
}

/// What an element does to the words in and around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Inline,
    Skipped,
    Heading(Field),
    Block,
}

impl Element {
    fn of(name: &str) -> Self {
        match name {
            "h1" => Self::Heading(Field::Title),
            "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading(Field::Heading),
            name if is_one_of(INLINE_NAMES, name) => Self::Inline,
            name if is_one_of(SKIPPED_NAMES, name) => Self::Skipped,
            _ => Self::Block,
        }
    }
}

/// Whether a tag may begin an element of those that are skipped: going by its first letter.
fn may_be_skipped(tag: &str) -> bool {
    let first = tag.as_bytes().first();
    SKIPPED.iter().any(|name| name.as_bytes().first() == first)
}

/// Whether an element's attributes leave it out.
fn is_skipped(attributes: &str) -> bool {
    !attributes.is_empty()
        && has_attribute(
            attributes,
            &["hidden", "data-search-skip", "class=\"cite\""],
        )
}

/// Names as numbers, which are compared at once.
const INLINE_NAMES: &[u64] = &numbers::<{ INLINE.len() }>(INLINE);
const SKIPPED_NAMES: &[u64] = &numbers::<{ SKIPPED.len() }>(SKIPPED);

const fn numbers<const COUNT: usize>(names: &[&str]) -> [u64; COUNT] {
    let mut numbers = [0; COUNT];
    let mut at = 0;
    while at < COUNT {
        numbers[at] = number(names[at].as_bytes());
        at += 1;
    }
    numbers
}

/// A name of at most eight bytes.
const fn number(name: &[u8]) -> u64 {
    let mut number = 0;
    let mut at = 0;
    while at < name.len() {
        number = number << 8 | name[at] as u64;
        at += 1;
    }
    number
}

fn is_one_of(names: &[u64], name: &str) -> bool {
    name.len() <= 8 && names.contains(&number(name.as_bytes()))
}

/// Where a tag ends that begins at the text's start; a `>` between quotes does not count.
fn tag_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Most tags are shorter than what a longer stride would pay for.
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return at,
            quote @ (b'"' | b'\'') => match memchr(*quote, &bytes[at + 1..]) {
                Some(length) => at += length + 2,
                None => break,
            },
            _ => at += 1,
        }
    }
    text.len()
}

/// Whether a tag has one of these attributes; a name is meant whatever its value.
fn has_attribute(attributes: &str, names: &[&str]) -> bool {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        if matches!(byte, b'"' | b'\'') {
            // What stands between quotes is a value.
            at += memchr(byte, &bytes[at..]).map_or(bytes.len(), |end| end + 1);
        } else if byte.is_ascii_whitespace()
            && matches!(bytes.get(at), Some(b'c' | b'd' | b'h'))
            && names.iter().any(|name| begins_with(&bytes[at..], name))
        {
            return true;
        }
    }
    false
}

/// Whether an attribute begins here and goes no further than its name.
fn begins_with(attributes: &[u8], name: &str) -> bool {
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    attributes
        .strip_prefix(name.as_bytes())
        .is_some_and(|after| !after.first().is_some_and(goes_on))
}

/// Appends a text with its character references resolved. Names other than those that recourse writes stand for signs,
/// which do not count.
fn push_unescaped(plain: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest
            .bytes()
            .position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
        match length.map(|length| rest.split_at(length)) {
            Some((name, after)) if after.starts_with(';') => {
                plain.push(character(name));
                rest = &after[1..];
            }
            _ => plain.push('&'),
        }
    }
    plain.push_str(rest);
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
            <span data-search-skip>必填</span><template><div>源</div></template><input hidden>有<div hidden>藏</div><div>a &#65; &#x4e2d;</div></div><p>外</p>\
            <p data-search hidden>藏</p><p>外</p>";
        assert_eq!(
            texts(html),
            [
                (Field::Text, "有".to_owned()),
                (Field::Text, "a A 中".to_owned())
            ]
        );
    }

    #[test]
    fn what_only_speaks_of_the_mark_begins_nothing() {
        let html = "<p>data-search</p><!-- <p data-search>无</p> --><script>'<p data-search>无</p>'</script>\
            <a title=\"data-search\">外</a><p class=\"data-search\">外</p><p data-searched>外</p><br><p id=a\ndata-search>有</p><p>外</p>\
            <h2 data-search=\"1\">题</h2><p>data-search";
        assert_eq!(
            texts(html),
            [
                (Field::Text, "有".to_owned()),
                (Field::Heading, "题".to_owned())
            ]
        );
    }

    #[test]
    fn the_script_reads_pages_in_the_same_way() {
        let script = include_str!("../../templates/search.js");
        for (name, list) in [("INLINE", INLINE), ("SKIPPED", SKIPPED), ("VOID", VOID)] {
            let written = format!("const {name} = names('{}');", list.join(" "));
            assert!(script.contains(&written), "not in the script: {written}");
        }
        assert!(script.contains("/\\s(hidden|data-search-skip)(?![\\w-])/"));
        assert!(script.contains("' class=\"cite\"'"));
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
