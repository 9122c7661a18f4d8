//! Makes HTML of pages, and puts it in its place.

use xxhash_rust::xxh3::Xxh3;

use super::ground::Ground;
use crate::compose::Composer;
use crate::diagnostic::{Diagnostic, Report};
use crate::output::{Made, Outputs};
use crate::render::Prepared;
use crate::search::{self, grams::Grams};
use crate::single_file;
use crate::view::View;

/// Makes HTML.
pub struct Renderer<'a> {
    ground: &'a Ground,
    composer: &'a Composer<'a>,
    /// By language.
    shared: Vec<Prepared>,
    /// By language, differs with what all its pages are made from.
    looks: Vec<u128>,
}

/// A page that was rendered.
pub struct Rendered {
    /// Where its HTML went; nothing if a template failed.
    pub made: Option<Made>,
    /// What a search can find on it; nothing if it is left out.
    pub grams: Option<Grams>,
    /// What is wrong.
    pub problems: Report,
}

impl<'a> Renderer<'a> {
    /// Nothing if no template can be shown what it needs.
    pub fn new(
        ground: &'a Ground,
        composer: &'a Composer<'a>,
        report: &mut Report,
    ) -> Option<Self> {
        let languages = ground.site.languages.iter();
        let shared: Result<Vec<_>, Diagnostic> = languages
            .map(|language| ground.templates.prepare(&composer.shared(language)))
            .collect();
        let looks = (ground.site.languages.iter())
            .map(|language| {
                let mut digest = Xxh3::new();
                digest.update(&ground.look.to_le_bytes());
                // What cannot be written as JSON cannot be shown to a template either.
                let _ = serde_json::to_writer(&mut digest, &composer.shared(language));
                digest.digest128()
            })
            .collect();
        match shared {
            Ok(shared) => Some(Self {
                ground,
                composer,
                shared,
                looks,
            }),
            Err(problem) => {
                report.push(problem);
                None
            }
        }
    }

    /// Makes a page's view and renders it.
    pub fn page(&self, index: usize, outputs: &Outputs) -> Rendered {
        let mut problems = Report::default();
        let view = self.view(index, &mut problems);
        let html = self.html(index, &view, &mut problems);
        let grams = html
            .as_ref()
            .filter(|_| search::includes(&self.ground.site.pages[index]))
            .map(|html| Grams::of(search::text::of_bytes(html)));
        let made = html.and_then(|html| self.make(index, html, outputs, &mut problems));
        Rendered {
            made,
            grams,
            problems,
        }
    }

    /// What a page's template sees.
    pub fn view(&self, index: usize, problems: &mut Report) -> View<'a> {
        self.composer.view(index, problems)
    }

    /// A page's HTML; nothing if a template failed.
    pub fn html(&self, index: usize, view: &View, problems: &mut Report) -> Option<Vec<u8>> {
        let template = match view.page.kind {
            "home" => "home.html",
            _ => "page.html",
        };
        let shared = &self.shared[self.ground.site.pages[index].language];
        let html = self.ground.templates.render(template, shared, view);
        html.map_err(|problem| problems.push(problem)).ok()
    }

    /// Puts a page's HTML in its place.
    pub fn make(
        &self,
        index: usize,
        html: Vec<u8>,
        outputs: &Outputs,
        problems: &mut Report,
    ) -> Option<Made> {
        let page = &self.ground.site.pages[index];
        let made = outputs.make(&page.address, html, &page.path);
        made.map_err(|problem| problems.push(problem)).ok()
    }

    /// The sheets of paper, and the page for addresses that do not exist.
    pub fn other_pages(&self, outputs: &mut Outputs, report: &mut Report) {
        let templates = &self.ground.templates;
        for (address, language, sheets) in self.composer.sheet_pages(report) {
            match templates.render("sheets.html", &self.shared[language], &sheets) {
                Ok(html) => outputs.add(&address, html, "sheets.html", report),
                Err(problem) => report.push(problem),
            }
        }
        if let Some(made) = self.not_found(outputs, report) {
            outputs.add_made(made, report);
        }
    }

    /// The whole site in one file, if it is wanted. It holds the files that were added before.
    pub fn single_file(&self, outputs: &mut Outputs, report: &mut Report) {
        let Ground {
            site,
            theme,
            assets,
            ..
        } = self.ground;
        let Some(name) = &site.config.single_file else {
            return;
        };
        let html = single_file::view(site, theme, assets, outputs).and_then(|view| {
            let templates = &self.ground.templates;
            templates.render("single-file.html", &self.shared[0], &view)
        });
        match html {
            Ok(html) => outputs.add(name, html, "single_file", report),
            Err(problem) => report.push(problem),
        }
    }

    /// The page for addresses that do not exist; nothing if its template failed.
    pub fn not_found(&self, outputs: &Outputs, report: &mut Report) -> Option<Made> {
        let base_url = self.ground.base_url.as_deref();
        let not_found = self.composer.not_found_view(base_url);
        let templates = &self.ground.templates;
        let html = templates.render("404.html", &self.shared[0], &not_found);
        let made = html.and_then(|html| outputs.make("404.html", html, "404.html"));
        made.map_err(|problem| report.push(problem)).ok()
    }

    /// Differs with everything that a page's HTML is made from.
    pub fn digest(&self, index: usize, view: &View) -> u128 {
        let mut digest = Xxh3::new();
        digest.update(&self.looks[self.ground.site.pages[index].language].to_le_bytes());
        let _ = serde_json::to_writer(&mut digest, view);
        digest.digest128()
    }
}
