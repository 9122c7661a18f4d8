//! Writes the parser's events as HTML with holes: the state of the page so far, and the plain blocks.

use std::mem::take;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::document::{Document, Fenced, Fill, Hole, Options, Problem};
use super::escape::{push_attribute, push_text};
use super::flanking::Marked;
use super::footnotes::Notes;
use super::images::OpenImage;
use super::prose::Prose;
use super::tables::Table;
use super::tasks::{Lists, Task};
use super::text::Run;
use super::{han, slug};

/// The page so far.
pub(super) struct Writer<'a> {
    pub(super) marked: &'a Marked<'a>,
    pub(super) options: &'a Options<'a>,
    pub(super) document: Document,
    /// Text that may go on in the next event.
    pub(super) run: Run,
    /// The last character a reader saw in this block.
    pub(super) last: Option<char>,
    /// A line break that is a space or nothing, depending on what follows.
    pub(super) line_break: Option<Place>,
    /// Words without markup, while `collecting`.
    pub(super) plain: String,
    pub(super) collecting: bool,
    /// How many links are open, and whether one in raw HTML is.
    pub(super) links: usize,
    pub(super) raw_link: bool,
    /// The citation after the text being written, and where it stands in the parsed source.
    pub(super) reference: Option<(String, Range<usize>)>,
    pub(super) image: Option<OpenImage>,
    /// Text before this offset of the source was read as attributes.
    pub(super) read_until: usize,
    pub(super) lists: Lists,
    pub(super) task: Option<Task>,
    pub(super) table: Table,
    pub(super) notes: Notes,
    pub(super) prose: Prose,
    block: Block,
    /// Whether inside `[@fact]`, whose own text is not shown.
    citing: bool,
}

/// A block whose text is not read as inline Markdown.
enum Block {
    None,
    Code,
    /// A block that recourse reads itself, and what it is.
    Ours(Ours, Fenced),
    /// Raw HTML, and for each of its lines where it begins here and in the author's text.
    Html(String, Vec<(usize, usize)>),
}

/// What a block is that recourse reads itself.
#[derive(Clone, Copy)]
enum Ours {
    Letter,
    Directory,
}

/// A place in the HTML, and how many holes stand before it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) html: usize,
    pub(super) hole: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        marked: &'a Marked<'a>,
        options: &'a Options<'a>,
        problems: Vec<Problem>,
    ) -> Self {
        let size = marked.text.len();
        let html = String::with_capacity(size + size / 4);
        Self {
            marked,
            options,
            document: Document {
                html,
                problems,
                ..Document::default()
            },
            run: Run::default(),
            last: None,
            line_break: None,
            plain: String::new(),
            collecting: false,
            links: 0,
            raw_link: false,
            reference: None,
            image: None,
            read_until: 0,
            lists: Lists::default(),
            task: None,
            table: Table::default(),
            notes: Notes::default(),
            prose: Prose::new(options.prose),
            block: Block::None,
            citing: false,
        }
    }

    /// Writes what the parser found next.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.citing {
            self.citing = !matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
            return;
        }
        match event {
            Event::Text(text) => self.any_text(&text, range),
            Event::Html(html) => self.html_line(&html, &range),
            event => {
                self.flush_text();
                self.other_event(event, range);
            }
        }
    }

    fn other_event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Code(code) => self.code(&code, &range),
            Event::InlineHtml(html) => self.inline_html(&html, &range),
            Event::SoftBreak => {
                self.prose.push("\n", self.marked.original(range.start));
                self.settle_break('\0');
                self.line_break = Some(self.place());
            }
            Event::HardBreak if self.image.is_some() => self.push(" "),
            Event::HardBreak => {
                self.prose.push("\n", self.marked.original(range.start));
                self.push("<br />\n");
                self.last = None;
            }
            Event::Rule => {
                self.boundary();
                self.fresh_line();
                self.push("<hr />\n");
            }
            Event::TaskListMarker(ticked) => self.start_task(ticked, range),
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::Text(_) | Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.inline_tag("<em>"),
            Tag::Strong => self.inline_tag("<strong>"),
            Tag::Strikethrough => self.inline_tag("<del>"),
            Tag::Superscript => self.inline_tag("<sup>"),
            Tag::Subscript => self.inline_tag("<sub>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.citing = self.start_link(link_type, &dest_url, &title, &id, range);
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.citing = self.start_image(link_type, &dest_url, &title, &id, range);
            }
            block => {
                self.boundary();
                self.start_block(block, range);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::TableCell => self.prose.push("|", self.marked.original(range.start)),
            _ => self.prose.end_block(),
        }
        if !matches!(tag, Tag::HtmlBlock | Tag::TableRow | Tag::TableCell) {
            self.fresh_line();
        }
        match tag {
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                self.start_heading(
                    level as u8,
                    id.as_deref(),
                    &classes,
                    !attrs.is_empty(),
                    range,
                );
            }
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.block = Block::Html(String::new(), Vec::new()),
            Tag::List(start) => self.start_list(start),
            Tag::Item => self.start_item(),
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => self.push("<dd>"),
            Tag::FootnoteDefinition(name) => self.start_note(&name, range),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_table_head(),
            Tag::TableRow => self.start_table_row(),
            Tag::TableCell => self.start_cell(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.inline_tag("</em>"),
            TagEnd::Strong => self.inline_tag("</strong>"),
            TagEnd::Strikethrough => self.inline_tag("</del>"),
            TagEnd::Superscript => self.inline_tag("</sup>"),
            TagEnd::Subscript => self.inline_tag("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(&range),
            block => {
                self.boundary();
                self.end_block(block, range);
            }
        }
    }

    fn end_block(&mut self, tag: TagEnd, range: Range<usize>) {
        if tag != TagEnd::TableCell {
            self.prose.end_block();
        }
        match tag {
            TagEnd::Paragraph if take(&mut self.lists.in_label) => self.push("\n"),
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(None) => self.push("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.push("</div>\n"),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.end_verbatim(&range),
            TagEnd::List(ordered) => self.end_list(ordered),
            TagEnd::Item => self.end_item(),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::Table => self.push("</tbody></table></div>\n"),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let texts = &self.options.texts;
        let (class, title) = match kind {
            None => return self.push("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", texts.note),
            Some(BlockQuoteKind::Tip) => ("tip", texts.tip),
            Some(BlockQuoteKind::Important) => ("important", texts.important),
            Some(BlockQuoteKind::Warning) => ("warning", texts.warning),
            Some(BlockQuoteKind::Caution) => ("caution", texts.caution),
        };
        self.push("<div class=\"alert alert-");
        self.push(class);
        self.push("\" role=\"note\">\n");
        if !title.is_empty() {
            self.push("<p class=\"alert-title\">");
            push_text(&mut self.document.html, title);
            self.push("</p>\n");
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.marked.clean(info),
            CodeBlockKind::Indented => "".into(),
        };
        let language = info.split_whitespace().next().unwrap_or_default();
        let ours = match language {
            "letter" => Some(Ours::Letter),
            "facts" => Some(Ours::Directory),
            _ => None,
        };
        if let Some(ours) = ours {
            let empty = Fenced {
                source: String::new(),
                span: 0..0,
            };
            self.block = Block::Ours(ours, empty);
            return;
        }
        self.block = Block::Code;
        self.push("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.push(" class=\"language-");
            push_attribute(&mut self.document.html, language);
            self.push("\"");
        }
        self.push(">");
    }

    fn any_text(&mut self, text: &str, range: Range<usize>) {
        match &mut self.block {
            Block::Code => push_text(&mut self.document.html, &self.marked.clean(text)),
            Block::Ours(_, block) => {
                if block.source.is_empty() {
                    block.span.start = self.marked.original(range.start);
                }
                block.span.end = self.marked.original(range.end);
                self.marked.push_clean(&mut block.source, text);
            }
            Block::None | Block::Html(..) => self.text(text, range),
        }
    }

    fn html_line(&mut self, line: &str, range: &Range<usize>) {
        if let Block::Html(html, origins) = &mut self.block {
            origins.push((html.len(), self.marked.original(range.start)));
            self.marked.push_clean(html, line);
        }
    }

    fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let html = self.marked.clean(html);
        if self.image.is_some() {
            push_attribute(&mut self.document.html, &html);
        } else {
            self.raw_html(&html, &[(0, self.marked.original(range.start))]);
        }
    }

    fn end_verbatim(&mut self, range: &Range<usize>) {
        match std::mem::replace(&mut self.block, Block::None) {
            Block::Html(html, origins) => self.raw_html(&html, &origins),
            Block::Ours(ours, mut block) => {
                if block.source.is_empty() {
                    block.span = self.marked.span(range);
                }
                let (blocks, fill): (_, fn(usize) -> Fill) = match ours {
                    Ours::Letter => (&mut self.document.letters, Fill::Letter),
                    Ours::Directory => (&mut self.document.directories, Fill::Directory),
                };
                let fill = fill(blocks.len());
                blocks.push(block);
                self.hole(fill);
                self.push("\n");
            }
            Block::Code | Block::None => self.push("</code></pre>\n"),
        }
    }

    /// Between blocks: nothing that was waiting for more text gets any.
    fn boundary(&mut self) {
        self.settle_break('\0');
        self.last = None;
        self.finish_task();
    }

    /// Decides what a line break is, now that it is known what follows: between Chinese characters nothing.
    pub(super) fn settle_break(&mut self, next: char) {
        let Some(place) = self.line_break.take() else {
            return;
        };
        if self.last.is_some_and(|last| han::joins(last, next)) {
            return;
        }
        self.insert(place, if self.image.is_some() { " " } else { "\n" });
        if self.collecting && self.image.is_none() {
            self.plain.push('\n');
        }
    }

    pub(super) fn push(&mut self, html: &str) {
        self.document.html.push_str(html);
    }

    /// Emphasis and its like, which an image's description cannot have.
    fn inline_tag(&mut self, html: &str) {
        if self.image.is_none() {
            self.push(html);
        }
    }

    pub(super) fn fresh_line(&mut self) {
        let html = &mut self.document.html;
        if !html.is_empty() && !html.ends_with('\n') {
            html.push('\n');
        }
    }

    pub(super) fn hole(&mut self, fill: Fill) {
        let at = self.document.html.len();
        self.document.holes.push(Hole { at, fill });
    }

    pub(super) fn place(&self) -> Place {
        Place {
            html: self.document.html.len(),
            hole: self.document.holes.len(),
        }
    }

    /// Inserts HTML at a place not far back.
    pub(super) fn insert(&mut self, place: Place, html: &str) {
        self.replace(place, place, html);
    }

    /// Replaces the HTML between two places that have no hole between them.
    pub(super) fn replace(&mut self, from: Place, to: Place, html: &str) {
        let moved = |at: &mut usize| *at = *at - to.html + from.html + html.len();
        self.document.html.replace_range(from.html..to.html, html);
        for hole in &mut self.document.holes[to.hole..] {
            moved(&mut hole.at);
        }
        if self.notes.open() {
            return;
        }
        let headings = self.document.headings.iter_mut().rev();
        for heading in headings.take_while(|heading| heading.html.start >= to.html) {
            moved(&mut heading.html.start);
            moved(&mut heading.html.end);
        }
    }

    pub(super) fn problem(&mut self, span: Range<usize>, message: impl Into<String>, remedy: &str) {
        self.document.problems.push(Problem {
            message: message.into(),
            remedy: remedy.to_owned(),
            span,
            lenient: true,
        });
    }

    /// The finished page.
    pub(super) fn finish(mut self) -> Document {
        self.flush_text();
        self.write_notes();
        let mut ids = slug::Ids::default();
        self.name_headings(&mut ids);
        self.document.prose = self.prose.finished;
        self.document.html.shrink_to_fit();
        self.document
    }
}
