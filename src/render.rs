//! Turns views into HTML. The only module that names Tera.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

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
}

/// What all pages of a language share, as templates take it.
pub struct Prepared(Context);

impl Templates {
    /// Parses every `.html` file of the theme. `folder` names the theme's folder in messages.
    pub fn parse(theme: &Theme, folder: &str, report: &mut Report) -> Self {
        let mut templates = Self {
            tera: Tera::new(),
            texts: theme.files.clone(),
            folder: folder.to_owned(),
        };
        let files: Vec<(&str, &str)> = theme
            .files
            .iter()
            .filter(|(name, _)| name.ends_with(".html"))
            .map(|(name, text)| (name.as_str(), &**text))
            .collect();
        if let Err(error) = templates.tera.add_raw_templates(files) {
            report.push(templates.problem("", &error));
        }
        templates
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
                match self.texts.get(at.filename()) {
                    Some(text) => problem.at(text, at.span().range.clone()),
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

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
