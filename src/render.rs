//! Turns views into HTML. The only module that names Tera.
//!
//! For a preview it also tells which templates a page's HTML was made with: each that only stands within others begins
//! with a call that notes it and writes nothing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::diagnostic::{Diagnostic, Report};
use crate::theme::Theme;
use crate::view::Shared;

/// How long a rendered page usually is at most, in bytes.
const USUAL: usize = 32 * 1024;

/// The templates, parsed.
pub struct Templates {
    tera: Tera,
    texts: BTreeMap<String, Arc<str>>,
    folder: String,
    /// Those that note when they are used, and digests of their texts.
    noted: Vec<Used>,
    /// Differs with all other templates, and with the names of all.
    fixed: u64,
}

/// A template that was used: its name, and a digest of its text.
pub type Used = (Arc<str>, u64);

thread_local! {
    /// The templates that this thread has used, by their places in [`Templates::noted`].
    static USED: RefCell<BTreeSet<usize>> = const { RefCell::new(BTreeSet::new()) };
}

/// Tags that stand for a whole template: a call before them could change what they do, or would never be made.
const WHOLE: [&str; 3] = ["extends", "block", "component"];

/// What all pages of a language share, as templates take it.
pub struct Prepared(Context);

/// A part of views, as templates take it, for many pages to share.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Ready(Value);

impl Ready {
    /// Makes it ready; what cannot be shown to a template is nothing to it.
    pub fn new(part: &impl Serialize) -> Self {
        Self(Value::try_from_serializable(part).unwrap_or_else(|_| Value::undefined()))
    }
}

impl Templates {
    /// Parses every `.html` file of the theme. `folder` names the theme's folder in messages; `noting` says whether
    /// anybody will ask which templates were used.
    pub fn parse(theme: &Theme, folder: &str, noting: bool, report: &mut Report) -> Self {
        let mut tera = Tera::new();
        let mut noted = Vec::new();
        let mut fixed = Xxh3::new();
        let files = theme.files.iter();
        let files: Vec<(&str, String)> = files
            .filter(|(name, _)| name.ends_with(".html"))
            .map(|(name, text)| {
                fixed.update(name.as_bytes());
                if !noting || has_tag(text, &WHOLE) {
                    fixed.update(&text.len().to_le_bytes());
                    fixed.update(text.as_bytes());
                    return (name.as_str(), text.to_string());
                }
                let number = noted.len();
                noted.push((name.as_str().into(), xxh3_64(text.as_bytes())));
                let note = move |_: Kwargs, _: &State| {
                    USED.with_borrow_mut(|used| used.insert(number));
                    ""
                };
                tera.register_function(function(number), note);
                (name.as_str(), note_of(number) + text)
            })
            .collect();
        let parsed = tera.add_raw_templates(files);
        let templates = Self {
            tera,
            texts: theme.files.clone(),
            folder: folder.to_owned(),
            noted,
            fixed: fixed.digest(),
        };
        if let Err(error) = parsed {
            report.push(templates.problem("", &error));
        }
        templates
    }

    /// Differs with the templates that do not note when they are used.
    pub fn fixed(&self) -> u64 {
        self.fixed
    }

    /// What some work gives, and the templates that it used, of those that note it.
    pub fn noting<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<Used>) {
        USED.take();
        let result = work();
        let used = USED.take().into_iter();
        let used = used.filter_map(|number| self.noted.get(number).cloned());
        (result, used.collect())
    }

    /// Whether all these templates are what they were.
    pub fn have_still(&self, used: &[Used]) -> bool {
        used.iter().all(|used| {
            let place = self.noted.binary_search_by(|noted| noted.0.cmp(&used.0));
            place.is_ok_and(|place| self.noted[place].1 == used.1)
        })
    }

    /// Makes ready what many views share, once for all of them.
    ///
    /// # Errors
    /// If it cannot be shown to a template.
    pub fn prepare(&self, shared: &Shared<'_>) -> Result<Prepared, Diagnostic> {
        Context::from_serialize(shared)
            .map(Prepared)
            .map_err(|error| self.problem("", &error))
    }

    /// Renders one view.
    ///
    /// # Errors
    /// With what is wrong in the template, and where.
    pub fn render(
        &self,
        template: &str,
        shared: &Prepared,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context =
            Context::from_serialize(view).map_err(|error| self.problem(template, &error))?;
        context.extend(shared.0.clone());
        let mut html = Vec::with_capacity(USUAL);
        self.tera
            .render_to(template, &context, &mut html)
            .map_err(|error| self.problem(template, &error))?;
        Ok(html)
    }

    fn problem(&self, template: &str, error: &tera::Error) -> Diagnostic {
        const REMEDY: &str = "correct the template; ARCHITECTURE.md lists what templates can use";
        match error.kind() {
            ErrorKind::SyntaxError(at) | ErrorKind::RenderingError(at) => {
                let problem = Diagnostic::file(
                    format!("{}/{}", self.folder, at.filename()),
                    lower_first(at.message()),
                    REMEDY,
                );
                let name = at.filename();
                let place = self.noted.binary_search_by(|noted| (*noted.0).cmp(name));
                let before = place.map_or(0, |place| note_of(place).len());
                let span = &at.span().range;
                let span = span.start.saturating_sub(before)..span.end.saturating_sub(before);
                match self.texts.get(name) {
                    Some(text) => problem.at(text, span),
                    None => problem,
                }
            }
            _ => Diagnostic::file(
                format!("{}/{template}", self.folder),
                lower_first(error.to_string().trim_end_matches('.')),
                REMEDY,
            ),
        }
    }
}

/// The function that notes a template's use.
fn function(number: usize) -> String {
    format!("recourse_uses_{number}")
}

/// What a template begins with to note its use.
fn note_of(number: usize) -> String {
    format!("{{{{{}()}}}}", function(number))
}

/// Whether a template has one of these tags.
fn has_tag(text: &str, tags: &[&str]) -> bool {
    text.split("{%").skip(1).any(|tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        tags.iter().any(|name| tag.starts_with(name))
    })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
