//! What is wrong with a site, said so that an editor can mend it: file, line, what, and what to do.
//!
//! Every step adds to one [`Report`]; nothing stops at the first error.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use memchr::memchr_iter;
use xxhash_rust::xxh3::Xxh3;

/// Whether a readable site remains in spite of the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// An input that others rest on cannot be read: what would follow from that is not reported.
    Unreadable,
    /// Refuses the build, always.
    Error,
    /// Refuses the build, but only warns with `--lenient`: a readable page remains.
    Tolerable,
}

/// The place in a file that a diagnostic speaks of.
#[derive(Debug, Clone)]
pub struct Place {
    /// The whole text of the file.
    pub text: Arc<str>,
    /// Bytes of `text`.
    pub span: Range<usize>,
}

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Whether `--lenient` may pass over it.
    pub severity: Severity,
    /// The file, below the site's folder, with `/` between its parts.
    pub path: String,
    /// Where in the file, if the problem has one place.
    pub place: Option<Place>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it: lower case, no full stop.
    pub remedy: String,
}

impl Diagnostic {
    /// A problem with a file as a whole.
    pub fn file(
        path: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            path: path.into(),
            place: None,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// Says where in the file: `span` is in bytes of `text`.
    #[must_use]
    pub fn at(mut self, text: &Arc<str>, span: Range<usize>) -> Self {
        self.place = Some(Place {
            text: Arc::clone(text),
            span,
        });
        self
    }

    /// An error in a TOML file.
    pub fn toml(path: impl Into<String>, text: &Arc<str>, error: &toml::de::Error) -> Self {
        Self::file(path, toml_message(error), "correct the entry")
            .at(text, error.span().unwrap_or(0..0))
    }

    /// Says that others rest on the file, and that it cannot be read.
    #[must_use]
    pub fn unreadable(mut self) -> Self {
        self.severity = Severity::Unreadable;
        self
    }

    /// Lets `--lenient` pass over it.
    #[must_use]
    pub fn tolerable(mut self) -> Self {
        self.severity = Severity::Tolerable;
        self
    }

    /// The line (from 1) that the problem stands on, or 0 for the whole file.
    pub fn line(&self) -> usize {
        self.place.as_ref().map_or(0, |place| {
            let start = floor(&place.text, place.span.start);
            1 + place.text[..start].matches('\n').count()
        })
    }
}

/// What a TOML error says, in the report's style.
pub fn toml_message(error: &toml::de::Error) -> String {
    error.message().trim_end_matches('.').to_owned()
}

/// All the problems of one run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds one problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all the problems of another report.
    pub fn append(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// The problems, sorted by file and place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether the build must be refused.
    pub fn refuses(&self, lenient: bool) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| !lenient || diagnostic.severity != Severity::Tolerable)
    }

    /// Sorts by file and place, so that the same input gives the same report. Where an input that others rest on cannot be
    /// read, only that remains: hundreds of names that are not there would hide the one mistake.
    pub fn sort(&mut self) {
        let unreadable = |d: &Diagnostic| d.severity == Severity::Unreadable;
        if self.diagnostics.iter().any(unreadable) {
            self.diagnostics.retain(unreadable);
        }
        self.diagnostics.sort_by(|a, b| {
            let start = |d: &Diagnostic| d.place.as_ref().map_or(0, |place| place.span.start);
            (&a.path, start(a), &a.message).cmp(&(&b.path, start(b), &b.message))
        });
    }

    /// Differs with everything that the report says.
    pub fn digest(&self) -> u64 {
        let mut digest = Xxh3::new();
        for diagnostic in &self.diagnostics {
            let start = diagnostic
                .place
                .as_ref()
                .map_or(0, |place| place.span.start);
            digest.update(&start.to_le_bytes());
            for words in [&diagnostic.path, &diagnostic.message, &diagnostic.remedy] {
                digest.update(&words.len().to_le_bytes());
                digest.update(words.as_bytes());
            }
        }
        digest.digest()
    }

    /// The report as text for a terminal: each problem with its line, then a count. What is wrong in the same way in many
    /// places is shown once, with a list of the places.
    pub fn render(&self, lenient: bool, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut alike: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            let words = (diagnostic.message.as_str(), diagnostic.remedy.as_str());
            alike.entry(words).or_default().push(index);
        }
        let mut lines = Lines::default();
        let lines: Vec<usize> = self.diagnostics.iter().map(|d| lines.of(d)).collect();
        let mut text = String::new();
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            let words = (diagnostic.message.as_str(), diagnostic.remedy.as_str());
            let places = match alike.get(&words) {
                Some(places) if places.len() > FEW => places.as_slice(),
                _ => &[],
            };
            if places.first().is_some_and(|first| *first != index) {
                continue;
            }
            text.push_str(&render_one(diagnostic, lines[index], lenient, &renderer));
            for other in places.iter().skip(1) {
                let line = lines[*other];
                let path = &self.diagnostics[*other].path;
                let _ = match line {
                    0 => write!(text, "\n also: {path}"),
                    line => write!(text, "\n also: {path}:{line}"),
                };
            }
            text.push_str("\n\n");
        }
        let errors = self.count(lenient, true);
        let warnings = self.count(lenient, false);
        let _ = writeln!(
            text,
            "{}",
            match (errors, warnings) {
                (0, w) => format!("{} found", plural(w, "warning")),
                (e, 0) => format!("{} found, nothing was written", plural(e, "error")),
                (e, w) => format!(
                    "{} and {} found, nothing was written",
                    plural(e, "error"),
                    plural(w, "warning")
                ),
            }
        );
        text
    }

    fn count(&self, lenient: bool, errors: bool) -> usize {
        self.diagnostics
            .iter()
            .filter(|d| (d.severity != Severity::Tolerable || !lenient) == errors)
            .count()
    }
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// So many problems of one kind are shown each for itself.
const FEW: usize = 3;

/// Counts lines, going on from the last place where it can: a long page may have thousands of problems.
#[derive(Default)]
struct Lines<'a> {
    text: Option<&'a Arc<str>>,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// The line (from 1) that a problem stands on, or 0 for a whole file.
    fn of(&mut self, diagnostic: &'a Diagnostic) -> usize {
        let Some(place) = &diagnostic.place else {
            return 0;
        };
        let at = floor(&place.text, place.span.start);
        let same = self.text.is_some_and(|text| Arc::ptr_eq(text, &place.text));
        if !same || at < self.at {
            (self.at, self.line) = (0, 1);
        }
        self.line += memchr_iter(b'\n', &place.text.as_bytes()[self.at..at]).count();
        (self.text, self.at) = (Some(&place.text), at);
        self.line
    }
}

/// `line` is the one that the problem stands on.
fn render_one(diagnostic: &Diagnostic, line: usize, lenient: bool, renderer: &Renderer) -> String {
    let level = if lenient && diagnostic.severity == Severity::Tolerable {
        Level::WARNING
    } else {
        Level::ERROR
    };
    let title = level.primary_title(&diagnostic.message);
    let help = Level::HELP.message(&diagnostic.remedy);
    match &diagnostic.place {
        None => renderer.render(&[title.element(Origin::path(&diagnostic.path)).element(help)]),
        Some(place) => {
            let (excerpt, span) = excerpt(place);
            renderer.render(&[title
                .element(
                    Snippet::source(excerpt)
                        .path(&diagnostic.path)
                        .line_start(line)
                        .annotation(AnnotationKind::Primary.span(span)),
                )
                .element(help)])
        }
    }
}

/// The longest part of a line that is shown; a line may be megabytes long.
const SHOWN_BYTES: usize = 400;

/// The first line that the place touches, shortened, and the span inside of it.
fn excerpt(place: &Place) -> (&str, Range<usize>) {
    let text: &str = &place.text;
    let start = floor(text, place.span.start);
    let end = floor(text, place.span.end).max(start);
    let first = floor(text, start.saturating_sub(SHOWN_BYTES / 2));
    let last = floor(text, start + SHOWN_BYTES / 2).max(start);
    let shown_start = text[first..start]
        .rfind('\n')
        .map_or(first, |at| first + at + 1);
    let shown_end = text[start..last].find('\n').map_or(last, |at| start + at);
    let from = start - shown_start;
    let to = end.min(shown_end).max(start) - shown_start;
    (&text[shown_start..shown_end], from..to)
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_shown_with_file_line_and_remedy() {
        let text: Arc<str> = "第一行\n见[这里](没有.md)。\n".into();
        let start = text.find("没有").expect("the fixture has it");
        let mut report = Report::default();
        report.push(
            Diagnostic::file("guide/甲.md", "broken link `没有.md`", "correct the path")
                .at(&text, start..start + 9),
        );
        let shown = report.render(false, false);
        assert!(shown.contains("error: broken link `没有.md`"), "{shown}");
        assert!(shown.contains("guide/甲.md:2:"), "{shown}");
        assert!(shown.contains("help: correct the path"), "{shown}");
        assert!(
            shown.ends_with("1 error found, nothing was written\n"),
            "{shown}"
        );
    }

    #[test]
    fn what_is_wrong_alike_in_many_places_is_shown_once_with_every_place() {
        let text: Arc<str> = "一\n二\n三\n四\n五\n".into();
        let mut report = Report::default();
        for line in 0..5 {
            let problem = Diagnostic::file("a.md", "no file `x.md`", "mend it");
            report.push(problem.at(&text, line * 4..line * 4 + 3));
        }
        report.push(Diagnostic::file("b.md", "no file `x.md`", "mend it"));
        report.push(Diagnostic::file("c.md", "another", "mend it"));
        let shown = report.render(false, false);
        assert_eq!(shown.matches("error: ").count(), 2, "{shown}");
        assert!(shown.contains("a.md:1:"), "{shown}");
        for place in ["a.md:2", "a.md:3", "a.md:4", "a.md:5", "b.md"] {
            assert!(shown.contains(&format!("\n also: {place}\n")), "{shown}");
        }
        assert!(shown.contains("7 errors found"), "{shown}");
    }

    #[test]
    fn lenient_turns_only_tolerable_problems_into_warnings() {
        let mut report = Report::default();
        report.push(Diagnostic::file("a.md", "broken link", "mend it").tolerable());
        assert!(report.refuses(false));
        assert!(!report.refuses(true));
        assert!(
            report
                .render(true, false)
                .starts_with("warning: broken link")
        );
        report.push(Diagnostic::file("b.md", "not UTF-8", "save it as UTF-8"));
        assert!(report.refuses(true));
    }

    #[test]
    fn a_span_outside_the_text_or_inside_a_character_does_not_panic() {
        let text: Arc<str> = "汉字".into();
        for span in [0..99, 1..2, 6..6, 99..100] {
            let diagnostic = Diagnostic::file("a.md", "m", "r").at(&text, span);
            assert!(render_one(&diagnostic, 1, false, &Renderer::plain()).contains("a.md"));
        }
    }
}
