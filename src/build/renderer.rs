//! Makes HTML of pages, and puts it in its place.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::Xxh3;

use super::ground::Ground;
use crate::compose::{Composer, Inputs};
use crate::diagnostic::{Diagnostic, Report};
use crate::output::{self, Made, Outputs};
use crate::render::{Prepared, Used};
use crate::search::{self, grams::Grams};
use crate::single_file;
use crate::view::View;

/// Makes HTML.
pub struct Renderer<'a> {
    ground: &'a Ground,
    composer: &'a Composer<'a>,
    languages: Vec<InLanguage>,
}

/// What the pages of a language share.
struct InLanguage {
    shared: Prepared,
    /// What every page with the tool holds while that runs, and the words of the search: addresses, and the files themselves.
    words: [(String, Vec<u8>); 2],
    /// Differs with what all the pages are made from, templates that note their use left aside.
    look: u128,
}

impl InLanguage {
    fn prepare(ground: &Ground, composer: &Composer, language: usize) -> Result<Self, Diagnostic> {
        let templates = &ground.templates;
        let shared = composer.shared(language, "", "");
        let search = shared.text.get("search").and_then(|it| it.get("script"));
        let search = serde_json::to_vec(&search).unwrap_or_default();
        let prepared = templates.prepare(&shared)?;
        let tool = templates.render("tool.html", &prepared, &BTreeMap::<(), ()>::new())?;
        let words = [("tool.txt", tool), ("words.json", search)]
            .map(|(name, text)| (output::hashed_address(name, &text), text));
        let shared = composer.shared(language, &words[0].0, &words[1].0);
        let mut digest = Xxh3::new();
        digest.update(&templates.fixed().to_le_bytes());
        // What cannot be written as JSON cannot be shown to a template either.
        let _ = serde_json::to_writer(&mut digest, &shared);
        Ok(Self {
            shared: templates.prepare(&shared)?,
            words,
            look: digest.digest128(),
        })
    }
}

/// A page's HTML.
pub struct Html {
    /// The page itself.
    pub page: Vec<u8>,
    /// The address and the text of what it holds only while the tool runs.
    beside: Option<(String, Vec<u8>)>,
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
        let languages = 0..ground.site.languages.len();
        let prepared: Result<Vec<_>, Diagnostic> = languages
            .map(|language| InLanguage::prepare(ground, composer, language))
            .collect();
        match prepared {
            Ok(languages) => Some(Self {
                ground,
                composer,
                languages,
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
        let html = self.html(index, view, &mut problems);
        let grams = html
            .as_ref()
            .filter(|_| search::includes(&self.ground.site.pages[index]))
            .map(|html| Grams::of(search::text::of_bytes(&html.page)));
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
    pub fn html(&self, index: usize, mut view: View, problems: &mut Report) -> Option<Html> {
        let page = &self.ground.site.pages[index];
        let template = match view.page.kind {
            "home" => "home.html",
            _ => "page.html",
        };
        let shared = &self.languages[page.language].shared;
        let render = |template, view: &View| self.ground.templates.render(template, shared, view);
        let needs_more = view.page.case.is_some() || !page.letters.is_empty();
        let beside = needs_more
            .then(|| render("beside.html", &view))
            .transpose()
            .map(|beside| {
                let beside = beside?;
                let name = format!("{}.txt", view.page.kind);
                // Two pages may hold the same.
                let differs = [page.address.as_bytes(), b"\n", &beside].concat();
                let address = output::hashed_address(&name, &differs);
                view.page.beside.clone_from(&address);
                Some((address, beside))
            });
        let html = beside.and_then(|beside| {
            Ok(Html {
                page: render(template, &view)?,
                beside,
            })
        });
        html.map_err(|problem| problems.push(problem)).ok()
    }

    /// A page's HTML, and the templates that it was made with.
    pub fn html_noting(
        &self,
        index: usize,
        view: View,
        problems: &mut Report,
    ) -> (Option<Html>, Vec<Used>) {
        let templates = &self.ground.templates;
        templates.noting(|| self.html(index, view, problems))
    }

    /// Whether all these templates are what they were.
    pub fn have_still(&self, used: &[Used]) -> bool {
        self.ground.templates.have_still(used)
    }

    /// Puts a page's HTML in its place.
    pub fn make(
        &self,
        index: usize,
        html: Html,
        outputs: &Outputs,
        problems: &mut Report,
    ) -> Option<Made> {
        let page = &self.ground.site.pages[index];
        let made = outputs.make(&page.address, html.page, &page.path);
        let made = made.and_then(|made| match html.beside {
            Some((address, text)) => {
                let beside = outputs.make(&address, text, &page.path)?;
                Ok(made.behind(beside))
            }
            None => Ok(made),
        });
        made.map_err(|problem| problems.push(problem)).ok()
    }

    /// The sheets of paper, the scripts' words, and the page for addresses that do not exist.
    pub fn other_pages(&self, outputs: &mut Outputs, report: &mut Report) {
        let templates = &self.ground.templates;
        // Languages may have the same words.
        let words: BTreeMap<_, _> = (self.languages.iter())
            .flat_map(|language| &language.words)
            .map(|(address, text)| (address, text))
            .collect();
        for (address, text) in words {
            outputs.add(address, text.clone(), "the interface's words", report);
        }
        for (address, language, sheets) in self.composer.sheet_pages(report) {
            match templates.render("sheets.html", &self.languages[language].shared, &sheets) {
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
            templates.render("single-file.html", &self.languages[0].shared, &view)
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
        let html = templates.render("404.html", &self.languages[0].shared, &not_found);
        let made = html.and_then(|html| outputs.make("404.html", html, "404.html"));
        made.map_err(|problem| report.push(problem)).ok()
    }

    /// Differs with all that a page's HTML is made from beside the page itself and the templates that note their use;
    /// nothing where that is not known without the page's view.
    pub fn inputs(&self, index: usize, inputs: &Inputs) -> Option<u128> {
        let language = self.ground.site.pages[index].language;
        let own = u128::from(inputs.digest(index)?);
        Some(self.languages[language].look ^ own)
    }

    /// Differs with everything that a page's HTML is made from but the templates that note their use.
    pub fn digest(&self, index: usize, view: &View) -> u128 {
        let mut digest = Xxh3::new();
        let language = self.ground.site.pages[index].language;
        digest.update(&self.languages[language].look.to_le_bytes());
        let _ = serde_json::to_writer(&mut digest, view);
        digest.digest128()
    }
}
