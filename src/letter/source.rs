//! A letter's source: what its page says, with shared passages in the places of `{include name}`, and where each piece was
//! written. Whoever reads it need not know that there are passages.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use casework::letter::Template;

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::markdown::Fenced;
use crate::similar;
use crate::source::Sources;

/// How a passage's file ends; it lies beside the letters that include it.
pub const ENDING: &str = ".passage.txt";

/// What stands before a passage to make a letter of it.
const TITLE: &str = "# -\n\n";

/// The passages that letters share, by the paths of their files.
#[derive(Debug, Default)]
pub struct Passages(BTreeMap<String, Arc<str>>);

impl Passages {
    /// Reads all passages. One with mistakes in its form is reported, and stands empty.
    pub fn read(sources: &Sources, report: &mut Report) -> Self {
        let mut passages = BTreeMap::new();
        for path in sources.files.keys().filter(|path| path.ends_with(ENDING)) {
            let Some(text) = sources.text(path) else {
                continue;
            };
            let mut letter = String::from(TITLE);
            for line in text.split_inclusive('\n') {
                match included(line) {
                    // A blank line of the same length: places stay as they are.
                    Some(_) => letter.extend(line.bytes().map(|byte| match byte {
                        b'\n' => '\n',
                        _ => ' ',
                    })),
                    None => letter.push_str(line),
                }
            }
            let mistakes = Template::parse(&letter).err().unwrap_or_default();
            for mistake in &mistakes {
                let place = |place: usize| place.saturating_sub(TITLE.len()).min(text.len());
                let span = place(mistake.span.start)..place(mistake.span.end);
                report.push(
                    Diagnostic::file(path, mistake.message(), mistake.remedy()).at(text, span),
                );
            }
            let usable = if mistakes.is_empty() { text } else { "" };
            passages.insert(path.clone(), Arc::from(usable));
        }
        Self(passages)
    }

    /// The paths of all passages.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The names of the passages beside a page.
    fn beside<'a>(&'a self, page: &str) -> impl Iterator<Item = &'a str> {
        let folder = address::folder(page).to_owned();
        self.paths().filter_map(move |path| {
            let name = path.strip_prefix(&folder)?.strip_suffix(ENDING)?;
            (!name.contains('/')).then_some(name)
        })
    }
}

/// A letter's source.
#[derive(Debug)]
pub struct Source {
    /// The source, passages included.
    pub text: String,
    /// The letter's page.
    page: String,
    /// Where each part of the text comes from, in order; the first begins at its beginning.
    pieces: Vec<Piece>,
}

/// A part of a letter's source that was written in one place.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the letter's source.
    at: usize,
    file: File,
    /// Where it begins in the file.
    start: usize,
}

/// A file that a letter is made from: a page or a passage.
#[derive(Debug, Clone)]
struct File {
    path: String,
    text: Arc<str>,
}

/// A place in a file that a letter is made from.
#[derive(Debug, Clone)]
pub struct Place {
    file: File,
    span: Range<usize>,
    /// The letter's page, if the place is in a passage.
    letter: Option<String>,
}

impl Place {
    /// A problem in this place.
    pub fn problem(&self, what: impl Into<String>, remedy: impl Into<String>) -> Diagnostic {
        let what = match &self.letter {
            Some(letter) => format!("{} (as {letter} includes it)", what.into()),
            None => what.into(),
        };
        Diagnostic::file(&self.file.path, what, remedy).at(&self.file.text, self.span.clone())
    }
}

impl Source {
    /// Puts a letter together. `start` is where the block begins in the text of the page.
    pub fn new(
        page: &str,
        text: &Arc<str>,
        block: &Fenced,
        start: usize,
        passages: &Passages,
        report: &mut Report,
    ) -> Self {
        let mut source = Self {
            text: String::new(),
            page: page.to_owned(),
            pieces: Vec::new(),
        };
        let file = File {
            path: page.to_owned(),
            text: Arc::clone(text),
        };
        let mut maker = Maker {
            source: &mut source,
            passages,
            open: Vec::new(),
            report,
        };
        maker.add(&file, &block.source, start);
        source
    }

    /// The passages that it includes.
    pub fn passages(&self) -> impl Iterator<Item = &str> {
        let files = self.pieces.iter().map(|piece| piece.file.path.as_str());
        files.filter(|path| *path != self.page)
    }

    /// Where a part of the source was written.
    pub fn place(&self, span: &Range<usize>) -> Place {
        let after = self.pieces.partition_point(|piece| piece.at <= span.start);
        let piece = &self.pieces[after.max(1) - 1];
        let end = piece.file.text.len();
        let place = |at: usize| (piece.start + at.saturating_sub(piece.at)).min(end);
        Place {
            file: piece.file.clone(),
            span: place(span.start)..place(span.end),
            letter: (piece.file.path != self.page).then(|| self.page.clone()),
        }
    }

    /// A problem with a part of the source.
    pub fn problem(
        &self,
        span: &Range<usize>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Diagnostic {
        self.place(span).problem(what, remedy)
    }
}

/// Puts a letter together.
struct Maker<'a> {
    source: &'a mut Source,
    passages: &'a Passages,
    /// The passages that are being added, the outermost first.
    open: Vec<String>,
    report: &'a mut Report,
}

impl Maker<'_> {
    /// Adds what stands in a file from `start` on, line by line.
    fn add(&mut self, file: &File, text: &str, mut start: usize) {
        self.begin_piece(file, start);
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            match included(line) {
                Some(name) => {
                    self.include(name, file, start..start + line.trim_end().len());
                    self.begin_piece(file, end);
                }
                None => self.source.text.push_str(line),
            }
            start = end;
        }
    }

    fn begin_piece(&mut self, file: &File, start: usize) {
        self.source.pieces.push(Piece {
            at: self.source.text.len(),
            file: file.clone(),
            start,
        });
    }

    fn include(&mut self, name: &str, file: &File, line: Range<usize>) {
        let path = format!("{}{name}{ENDING}", address::folder(&self.source.page));
        let mut refuse = |what: String, remedy: String| {
            let problem = Diagnostic::file(&file.path, what, remedy);
            self.report.push(problem.at(&file.text, line.clone()));
        };
        let Some(text) = self.passages.0.get(&path) else {
            let known = self.passages.beside(&self.source.page);
            let remedy = similar::remedy(name, known, &format!("write it in `{path}`"));
            return refuse(format!("there is no passage `{name}`"), remedy);
        };
        if self.open.contains(&path) {
            let what = format!("the passage `{name}` includes itself");
            return refuse(what, "take this line out".to_owned());
        }
        let passage = File {
            path: path.clone(),
            text: Arc::clone(text),
        };
        // A passage is whole in itself: no paragraph goes on in it.
        self.source.text.push('\n');
        self.open.push(path);
        self.add(&passage, text, 0);
        self.open.pop();
        self.source.text.push_str("\n\n");
    }
}

/// The passage that a line includes.
fn included(line: &str) -> Option<&str> {
    let inside = line.trim().strip_prefix("{include")?.strip_suffix('}')?;
    let name = inside.trim();
    (inside.starts_with(char::is_whitespace) && !name.is_empty() && !name.contains(['{', '}']))
        .then_some(name)
}
