//! What is wrong with a site, said so that an editor can mend it: file, line, what, and what to do.
//!
//! Every step adds to one [`Report`]; nothing stops at the first error.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

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

    /// The report as text for a terminal: each problem with its line, then a count.
    pub fn render(&self, lenient: bool, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut text = String::new();
        for diagnostic in &self.diagnostics {
            text.push_str(&render_one(diagnostic, lenient, &renderer));
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

fn render_one(diagnostic: &Diagnostic, lenient: bool, renderer: &Renderer) -> String {
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
            let (excerpt, first_line, span) = excerpt(place);
            renderer.render(&[title
                .element(
                    Snippet::source(excerpt)
                        .path(&diagnostic.path)
                        .line_start(first_line)
                        .annotation(AnnotationKind::Primary.span(span)),
                )
                .element(help)])
        }
    }
}

/// The longest part of a line that is shown; a line may be megabytes long.
const SHOWN_BYTES: usize = 400;

/// The first line that the place touches, shortened, its number, and the span inside of it.
fn excerpt(place: &Place) -> (&str, usize, Range<usize>) {
    let text: &str = &place.text;
    let start = floor(text, place.span.start);
    let end = floor(text, place.span.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let shown_start = floor(text, line_start.max(start.saturating_sub(SHOWN_BYTES / 2)));
    let shown_end = floor(text, line_end.min(start + SHOWN_BYTES / 2));
    let number = 1 + text[..line_start].matches('\n').count();
    let from = start - shown_start;
    let to = end.min(shown_end).max(start) - shown_start;
    (&text[shown_start..shown_end], number, from..to)
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
            assert!(render_one(&diagnostic, false, &Renderer::plain()).contains("a.md"));
        }
    }
}
