//! What a parsed page is: HTML with holes, and everything in it that the rest of the site must know.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::prose::Passage;

/// One page's body, parsed; what depends on the rest of the site is left open as parts to be filled.
/// Every `span` is a range of bytes in the body as the author wrote it.
#[derive(Debug, Default)]
pub struct Document {
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Links and images, from Markdown and from raw HTML, in order.
    pub links: Vec<Link>,
    /// Facts cited, in order, with repetitions.
    pub citations: Vec<Citation>,
    /// What a reader reads, block by block, with what each block cites.
    pub prose: Vec<Passage>,
    /// Checklist items that have an id.
    pub items: Vec<Item>,
    /// Letters' sources.
    pub letters: Vec<Fenced>,
    /// What the page asks of the facts, as TOML.
    pub directories: Vec<Fenced>,
    /// Further ids a link may point at: `id` and `name` attributes in raw HTML, checklist items and footnotes.
    pub anchors: Vec<String>,
    /// What is wrong with the text.
    pub problems: Vec<Problem>,
    /// Where the labels of checklist items stand in the HTML, by the items' ids; made when the first is asked for.
    pub(super) labels: OnceLock<HashMap<String, Range<usize>>>,
}

/// A stretch of finished HTML, or a hole with the index of what belongs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Finished HTML.
    Html(&'a str),
    /// The address of [`Document::links`]`[i]`, escaped, inside a quoted attribute; see [`super::push_address`].
    Href(usize),
    /// Where ` width="…" height="…"` may be written for the image [`Document::links`]`[i]`.
    ImageSize(usize),
    /// The reference mark of [`Document::citations`]`[i]`.
    Reference(usize),
    /// The printed value of [`Document::citations`]`[i]`.
    Value(usize),
    /// The letter [`Document::letters`]`[i]`.
    Letter(usize),
    /// The facts that [`Document::directories`]`[i]` asks for.
    Directory(usize),
}

/// A place in the HTML where something is missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hole {
    pub(super) at: usize,
    pub(super) fill: Fill,
}

/// What is missing in a hole.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fill {
    Href(usize),
    ImageSize(usize),
    Reference(usize),
    Value(usize),
    Letter(usize),
    Directory(usize),
    /// A heading's id: settled when all headings are known, so never seen outside.
    HeadingId(usize),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id a link names after `#`, not percent-encoded.
    pub id: String,
    /// Its words, without markup.
    pub text: String,
    /// Bytes of the page's body.
    pub span: Range<usize>,
    pub(super) explicit: bool,
    pub(super) html: Range<usize>,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as the author meant it: entities and escapes resolved.
    pub target: String,
    /// Link or image.
    pub kind: LinkKind,
    /// Bytes of the page's body.
    pub span: Range<usize>,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Something to go to.
    Link,
    /// Something shown or played within the page.
    Image,
}

/// A fact cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The fact's id.
    pub fact: String,
    /// How it is cited.
    pub kind: CitationKind,
    /// Bytes of the page's body.
    pub span: Range<usize>,
}

/// How a fact is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationKind {
    /// `[@fact]`: a reference mark.
    Reference,
    /// `[=fact]`: the fact's value itself.
    Value,
}

impl CitationKind {
    /// Reads `@fact` or `=fact`; any other text between brackets is none of ours.
    pub(super) fn of(reference: &str) -> Option<(Self, &str)> {
        let (kind, fact) = match reference.split_at_checked(1)? {
            ("@", fact) => (Self::Reference, fact),
            ("=", fact) => (Self::Value, fact),
            _ => return None,
        };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (!fact.is_empty() && fact.bytes().all(plain)).then_some((kind, fact))
    }
}

/// A checklist item with a permanent id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Unique in the page, never renamed.
    pub id: String,
    /// Ids it had before.
    pub was: Vec<String>,
    /// Whether it is a piece of evidence.
    pub evidence: bool,
    /// Its words, without markup.
    pub text: String,
    /// Bytes of the page's body.
    pub span: Range<usize>,
}

/// A fenced block marked `letter` or `facts`, which recourse reads itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fenced {
    /// The text between the fences.
    pub source: String,
    /// Bytes of the page's body: the text without its fences.
    pub span: Range<usize>,
}

/// Something wrong with the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Bytes of the page's body.
    pub span: Range<usize>,
    /// Whether a safe, readable page remains, so that this may be a mere warning.
    pub lenient: bool,
}

/// What the caller knows about the page.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The checklist's name, the page's file stem; it starts every `data-item`.
    pub checklist: &'a str,
    /// Whether a checklist item without an id is a problem.
    pub items_need_ids: bool,
    /// Whether to gather [`Document::prose`].
    pub prose: bool,
    /// Words of the interface.
    pub texts: Texts<'a>,
    pub(super) additions: bool,
}

impl<'a> Options<'a> {
    /// Options for a page whose checklist has this name.
    pub fn new(checklist: &'a str, texts: Texts<'a>) -> Self {
        Self {
            checklist,
            items_need_ids: false,
            prose: true,
            texts,
            additions: true,
        }
    }

    /// CommonMark and GFM alone: raw HTML passes untouched and plain text holds no links. Only to compare with
    /// their own examples.
    #[doc(hidden)]
    pub fn without_additions(self) -> Self {
        Self {
            additions: false,
            ..self
        }
    }
}

/// Words of the interface that a page's body shows; an empty one is left out.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// Title of `> [!NOTE]`.
    pub note: &'a str,
    /// Title of `> [!TIP]`.
    pub tip: &'a str,
    /// Title of `> [!IMPORTANT]`.
    pub important: &'a str,
    /// Title of `> [!WARNING]`.
    pub warning: &'a str,
    /// Title of `> [!CAUTION]`.
    pub caution: &'a str,
    /// Name of the list of footnotes.
    pub footnotes: &'a str,
    /// Name of the link from a footnote back to the text.
    pub back: &'a str,
    /// Name of the link to a heading; empty: headings have no such link.
    pub anchor: &'a str,
}

impl Default for Texts<'static> {
    fn default() -> Self {
        Self {
            note: "说明",
            tip: "提示",
            important: "重要",
            warning: "注意",
            caution: "紧急",
            footnotes: "脚注",
            back: "回到正文",
            anchor: "",
        }
    }
}

impl Document {
    /// Widens every span to whole characters. Where a raw tag runs over the lines of a block quote, the parser hands
    /// over its text without the quote's marks, and a span counted in it can end inside of a character.
    pub(super) fn round_spans(&mut self, body: &str) {
        let spans = (self.headings.iter_mut().map(|heading| &mut heading.span))
            .chain(self.links.iter_mut().map(|link| &mut link.span))
            .chain(self.citations.iter_mut().map(|citation| &mut citation.span))
            .chain(self.items.iter_mut().map(|item| &mut item.span))
            .chain(self.letters.iter_mut().map(|letter| &mut letter.span))
            .chain(self.problems.iter_mut().map(|problem| &mut problem.span));
        for span in spans {
            span.start = span.start.min(body.len());
            while !body.is_char_boundary(span.start) {
                span.start -= 1;
            }
            span.end = span.end.clamp(span.start, body.len());
            while !body.is_char_boundary(span.end) {
                span.end += 1;
            }
        }
    }

    /// The page's HTML in order, stretch by stretch, with the holes between.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.parts_within(0..self.html.len())
    }

    /// The first heading, if nothing stands before it.
    pub fn opening_heading(&self) -> Option<&Heading> {
        let first = self.headings.first()?;
        (first.html.start == 0).then_some(first)
    }

    /// The parts behind a heading.
    pub fn parts_after(&self, heading: &Heading) -> impl Iterator<Item = Part<'_>> {
        self.parts_within(heading.html.end..self.html.len())
    }

    /// The parts before the first heading of level two or above; all of them when there is none.
    pub fn lead_parts(&self) -> impl Iterator<Item = Part<'_>> {
        let first = self.headings.iter().find(|heading| heading.level <= 2);
        self.parts_within(0..first.map_or(self.html.len(), |heading| heading.html.start))
    }

    /// The parts of a checklist item's label: the words beside its box, without the blocks below them.
    pub fn label_parts(&self, item: &Item) -> impl Iterator<Item = Part<'_>> {
        let label = self.labels().get(&item.id).cloned();
        label.into_iter().flat_map(|label| self.parts_inside(label))
    }

    fn labels(&self) -> &HashMap<String, Range<usize>> {
        self.labels.get_or_init(|| {
            const OPENING: &str = "<label for=\"item-";
            let mut labels = HashMap::new();
            for (at, _) in self.html.match_indices(OPENING) {
                let rest = &self.html[at + OPENING.len()..];
                if let Some((id, after)) = rest.split_once("\">") {
                    let start = self.html.len() - after.len();
                    let length = after.find("</label>").unwrap_or(after.len());
                    let place = start..start + length;
                    labels.entry(id.to_owned()).or_insert(place);
                }
            }
            labels
        })
    }

    /// The parts of the first box of a kind, such as `caution`: what is inside of it, with its title.
    pub fn alert_parts(&self, kind: &str) -> impl Iterator<Item = Part<'_>> {
        let opening = format!("<div class=\"alert alert-{kind}\" role=\"note\">");
        let alert = self.html.find(&opening).map(|at| {
            let start = at + opening.len();
            start..start + inside(&self.html[start..])
        });
        alert.into_iter().flat_map(|alert| self.parts_inside(alert))
    }

    /// The parts of a range; a hole at its end belongs to what follows.
    fn parts_within(&self, range: Range<usize>) -> impl Iterator<Item = Part<'_>> {
        let last = self.holes.partition_point(|hole| hole.at < range.end);
        self.parts_until(range, last)
    }

    /// The parts between the tags of an element; a hole before its end tag is still inside of it.
    fn parts_inside(&self, range: Range<usize>) -> impl Iterator<Item = Part<'_>> {
        let last = self.holes.partition_point(|hole| hole.at <= range.end);
        self.parts_until(range, last)
    }

    /// The parts of a range with its holes before the one with this index.
    fn parts_until(&self, range: Range<usize>, last: usize) -> impl Iterator<Item = Part<'_>> {
        let first = self.holes.partition_point(|hole| hole.at < range.start);
        let mut from = range.start;
        self.holes[first..last]
            .iter()
            .map(Some)
            .chain([None])
            .flat_map(move |hole| {
                let to = hole.map_or(range.end, |hole| hole.at);
                let html = Part::Html(&self.html[from..to]);
                from = to;
                [Some(html), hole.map(|hole| self.part(hole.fill))]
            })
            .flatten()
            .filter(|part| *part != Part::Html(""))
    }

    fn part(&self, fill: Fill) -> Part<'_> {
        match fill {
            Fill::Href(index) => Part::Href(index),
            Fill::ImageSize(index) => Part::ImageSize(index),
            Fill::Reference(index) => Part::Reference(index),
            Fill::Value(index) => Part::Value(index),
            Fill::Letter(index) => Part::Letter(index),
            Fill::Directory(index) => Part::Directory(index),
            Fill::HeadingId(index) => Part::Html(&self.headings[index].id),
        }
    }
}

/// How far it is to the end tag of the `<div>` that has just begun.
fn inside(html: &str) -> usize {
    let mut open = 1;
    for (at, _) in html.match_indices('<') {
        let tag = &html[at..];
        if tag.starts_with("</div>") {
            open -= 1;
        } else if tag.starts_with("<div") {
            open += 1;
        }
        if open == 0 {
            return at;
        }
    }
    html.len()
}
