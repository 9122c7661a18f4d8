//! One page: its source, its address, what it says of itself, its parsed body. Knows nothing of other pages.

use std::sync::{Arc, OnceLock};

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::{self, FrontMatter, Kind};
use crate::html;
use crate::letter::source::{Passages, Source};
use crate::markdown::{self, Document, Heading, Part, Passage};
use crate::rules::numbers::{self, Found};

/// A page of the site.
#[derive(Debug)]
pub struct Page {
    /// The source file below the site's folder; a folder's path, with its last `/`, for a section without a text.
    pub path: String,
    /// The address below the site's top, such as `guide/steps.html`.
    pub address: String,
    /// Index into the site's languages.
    pub language: usize,
    /// What the page says of itself.
    pub front: FrontMatter,
    /// The title: from the front matter, else the first heading, else the file's name.
    pub title: String,
    /// The whole source text.
    pub text: Arc<str>,
    /// Where the body begins in `text`, in bytes.
    pub body_start: usize,
    /// The parsed body.
    pub document: Document,
    /// The sources of its letters, in order.
    pub letters: Vec<Source>,
    /// The numbers of [`Page::anchors`], sorted by what they are; made when the first link asks.
    anchor_order: OnceLock<Vec<u32>>,
    /// The passages of its words that have numbers or marks, by their places in the document, and those numbers; found
    /// when the rules first ask.
    numbers: OnceLock<Vec<(u32, Box<[Found]>)>>,
}

impl Page {
    /// Parses a page. `address` is where it will stand; `with_prose` tells whether its words are held against facts.
    pub fn parse(
        path: &str,
        address: String,
        language: usize,
        text: &Arc<str>,
        texts: markdown::Texts<'_>,
        passages: &Passages,
        with_prose: bool,
    ) -> (Self, Report) {
        let mut report = Report::default();
        let (front, body) = front_matter::read(path, text, &mut report);
        let body_start = body.start;
        let mut options = markdown::Options::new(address::stem(path), texts);
        options.prose = with_prose;
        options.items_need_ids = front.kind == Kind::Situation;
        let document = markdown::parse(&text[body], &options);
        for problem in &document.problems {
            let span = problem.span.start + body_start..problem.span.end + body_start;
            let diagnostic =
                Diagnostic::file(path, problem.message.clone(), problem.remedy.clone())
                    .at(text, span);
            report.push(if problem.lenient {
                diagnostic.tolerable()
            } else {
                diagnostic
            });
        }
        let mut letters = Vec::new();
        for block in &document.letters {
            let start = body_start + block.span.start;
            let source = Source::new(path, text, block, start, passages, &mut report);
            letters.push(source);
        }
        let title = front.title.clone().unwrap_or_else(|| {
            document
                .headings
                .iter()
                .min_by_key(|heading| heading.level)
                .map(|heading| heading.text.clone())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| title_from_path(path))
        });
        let page = Self {
            path: path.to_owned(),
            address,
            language,
            front,
            title,
            text: Arc::clone(text),
            body_start,
            document,
            letters,
            anchor_order: OnceLock::new(),
            numbers: OnceLock::new(),
        };
        (page, report)
    }

    /// A section without a text of its own: its page only lists what is below.
    pub fn listing(folder: &str, address: String, language: usize) -> Self {
        Self {
            path: folder.to_owned(),
            address,
            language,
            front: FrontMatter::default(),
            title: title_from_path(folder.trim_end_matches('/')),
            text: "".into(),
            body_start: 0,
            document: Document::default(),
            letters: Vec::new(),
            anchor_order: OnceLock::new(),
            numbers: OnceLock::new(),
        }
    }

    /// Whether it is surely the same page, text and all. Those that only list what is below are made anew each time.
    pub fn is_same(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        Arc::ptr_eq(self, other)
            || self.text.is_empty()
                && other.text.is_empty()
                && (&self.path, &self.address, self.language)
                    == (&other.path, &other.address, other.language)
                && (&self.title, &self.front.description)
                    == (&other.title, &other.front.description)
    }

    /// A problem with a place in the body, given in bytes of the body.
    pub fn problem(
        &self,
        body_span: &std::ops::Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::file(&self.path, message, remedy).at(
            &self.text,
            body_span.start + self.body_start..body_span.end + self.body_start,
        )
    }

    /// Whether the body has a first-level heading, so that the template need not print the title.
    pub fn has_heading(&self) -> bool {
        self.document.headings.iter().any(|h| h.level == 1)
    }

    /// The heading that the title was taken from, where it opens the body on a lower level: the title stands in for it.
    pub fn title_heading(&self) -> Option<&Heading> {
        if self.front.title.is_some() || self.has_heading() {
            return None;
        }
        let heading = self.document.opening_heading()?;
        (heading.text == self.title).then_some(heading)
    }

    /// The body's parts, without a heading that the title stands in for.
    pub fn body(&self) -> Vec<Part<'_>> {
        match self.title_heading() {
            Some(heading) => self.document.parts_after(heading).collect(),
            None => self.document.parts().collect(),
        }
    }

    /// The words before the first section, without markup, at most `length` characters.
    pub fn opening(&self, length: usize) -> String {
        let html: String = self
            .document
            .lead_parts()
            .map(|part| match part {
                Part::Html(html) => html,
                _ => "",
            })
            .collect();
        let text = html::plain_text(&html);
        match text.char_indices().nth(length) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// Everything in the page that a link can point at.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.document
            .headings
            .iter()
            .map(|heading| heading.id.as_str())
            .chain(self.document.anchors.iter().map(String::as_str))
    }

    /// Whether a link can point at this anchor.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        let headings = &self.document.headings;
        let name = |number: u32| match headings.get(number as usize) {
            Some(heading) => heading.id.as_str(),
            None => &self.document.anchors[number as usize - headings.len()],
        };
        let order = self.anchor_order.get_or_init(|| {
            let count = headings.len() + self.document.anchors.len();
            let mut order: Vec<u32> = (0..count as u32).collect();
            order.sort_unstable_by_key(|number| name(*number));
            order
        });
        order
            .binary_search_by(|number| name(*number).cmp(anchor))
            .is_ok()
    }

    /// The passages of its words that have marks or numbers that only a fact may say, and those numbers.
    pub fn passages_with_numbers(&self) -> impl Iterator<Item = (&Passage, &[Found])> {
        let passages = &self.document.prose;
        let numbers = self.numbers.get_or_init(|| {
            (0..)
                .zip(passages)
                .map(|(at, passage)| (at, numbers::find(&passage.text).into_boxed_slice()))
                .filter(|(at, found)| !found.is_empty() || !passages[*at as usize].marks.is_empty())
                .collect()
        });
        let numbers = numbers.iter();
        numbers.map(|(at, found)| (&passages[*at as usize], &**found))
    }

    /// Lets go of its words, once they were held against the facts.
    pub fn forget_words(&mut self) {
        self.document.prose = Vec::new();
        self.numbers = OnceLock::new();
    }

    /// The title for narrow places.
    pub fn nav_title(&self) -> &str {
        self.front.nav_title.as_deref().unwrap_or(&self.title)
    }
}

/// Whether a file is a page.
pub fn is_page(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".markdown")
}

/// Whether a page stands for its whole folder.
pub fn is_index(path: &str) -> bool {
    let stem = address::stem(path);
    stem == "index" || stem.eq_ignore_ascii_case("readme")
}

/// The address of a page, from its path below its language's folder. A `README.md` stands for its folder only where no
/// `index.md` does.
pub fn address_of(path: &str, folder_has_index: bool) -> String {
    let folder = address::folder(path);
    let stem = address::stem(path);
    if stem == "index" || is_index(path) && !folder_has_index {
        format!("{folder}index.html")
    } else {
        format!("{folder}{stem}.html")
    }
}

/// A file's name as a title: `ch01-02_what-is` → `ch01 02 what is`.
fn title_from_path(path: &str) -> String {
    let name = if is_page(path) && is_index(path) {
        address::file(address::folder(path).trim_end_matches('/'))
    } else if is_page(path) {
        address::stem(path)
    } else {
        address::file(path)
    };
    if name.is_empty() {
        return "index".to_owned();
    }
    name.replace(['-', '_'], " ")
}

/// The name that a page is sorted by among its siblings.
pub fn name(page: &Page) -> &str {
    address::stem(&page.address)
}
