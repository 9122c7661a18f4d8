//! Builds a site in memory again and again, and each time only what the changes ask for.
//!
//! What comes out is, byte for byte, what a build from nothing would make:
//! - a file that did not change is not read again, and a page whose text did not change is not parsed again;
//! - where only the words of some pages changed, nothing that other pages could show of them, only those are rendered;
//! - otherwise the views are made of those pages of which something is other than before that they are made from, and
//!   those are rendered whose view is another, or a template that they were made with;
//! - the search index is made when somebody asks for it, from rows that each page keeps.

mod built;
mod kept;
mod reach;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::build::{Ground, Options, Purpose, Renderer, read_config, theme_folder};
use crate::compose::Inputs;
use crate::diagnostic::Report;
use crate::output::Outputs;
use crate::page::Page;
use crate::rules::Rules;
use crate::search::{self, Listing};
use crate::site::{self, Parsed};
use crate::source::{self, Changes, Sources};

pub use built::BuiltSite;
use built::Index;
use kept::{Kept, grams};
use reach::{looks_the_same, same_names};

/// A site that is built again and again.
pub struct Builder {
    options: Options,
    sources: Sources,
    /// What was wrong with reading them.
    unread: Report,
    parsed: Parsed,
    last: Option<Last>,
}

/// What one build made, and what it went by.
#[derive(Default)]
pub struct Built {
    /// The site, unless the report refuses it.
    pub site: Option<BuiltSite>,
    /// What there is to mend.
    pub report: Report,
    /// The folders that were read: the site's, and that of its own templates.
    pub folders: Vec<PathBuf>,
}

/// What the last build left, whether it was refused or not.
struct Last {
    ground: Ground,
    /// By the pages' numbers.
    pages: Vec<Arc<Kept>>,
    /// What is wrong with each page, apart from its view.
    page_problems: Vec<Report>,
    /// What is wrong with the site as a whole.
    problems: Report,
    listings: Arc<Vec<Listing>>,
    outputs: Outputs,
}

impl Builder {
    /// Nothing is read yet. Whatever the options say, this is a preview: what others are given as a whole, such as the
    /// list of all that is kept on a device, would have to be made again with every change.
    pub fn new(options: Options) -> Self {
        Self {
            options: Options {
                purpose: Purpose::Preview,
                ..options
            },
            sources: Sources::default(),
            unread: Report::default(),
            parsed: Parsed::default(),
            last: None,
        }
    }

    /// Whether the changes are to files in folders that were read before, and to nothing else.
    pub fn knows(&self, changes: &Changes) -> bool {
        self.sources.known(&self.options.site, changes).is_some()
    }

    /// Builds the site as it is now. `changes` are those since the last time.
    pub fn build(&mut self, changes: &Changes) -> Built {
        let sources = std::mem::take(&mut self.sources);
        let again = source::read_again(sources, &self.options.site, site::is_text, changes);
        self.sources = again.sources;
        let few = again.changed.filter(|_| self.unread.is_empty());
        self.unread = again.report;
        let few = few.and_then(|paths| self.only_words(&paths));
        match few {
            Some(pages) => self.build_few(pages),
            None => self.build_whole(),
        }
        self.built()
    }

    /// Everything, with whatever is still good of the last time.
    fn build_whole(&mut self) {
        let last = self.last.take();
        let mut problems = self.unread.clone();
        let parsed = Some(&mut self.parsed);
        let ground = Ground::lay(&self.options, &self.sources, parsed, &mut problems);
        let Some(mut ground) = ground else {
            self.unread = problems;
            return;
        };
        let mut page_problems = ground.check_pages(self.options.date);
        for (all, own) in page_problems.iter_mut().zip(&mut ground.site.problems) {
            all.append(std::mem::take(own));
        }
        problems.append(ground.check(&self.sources));
        let mut outputs = Outputs::in_memory();
        ground.add_files(&self.sources, &mut outputs, &mut problems);
        let composer = ground.composer(&mut problems);
        let pages = ground.site.pages.len();
        let Some(renderer) = Renderer::new(&ground, &composer, &mut problems) else {
            page_problems
                .into_iter()
                .for_each(|own| problems.append(own));
            self.unread = problems;
            return;
        };
        let known: HashMap<&str, &Arc<Kept>> = last
            .iter()
            .flat_map(|last| &last.pages)
            .map(|kept| (kept.page.address.as_str(), kept))
            .collect();
        let inputs = Inputs::of(&composer);
        let pages: Vec<Arc<Kept>> = (0..pages)
            .into_par_iter()
            .map(|index| {
                let page = &ground.site.pages[index];
                let known = known.get(page.address.as_str()).copied();
                let inputs = renderer.inputs(index, &inputs);
                Kept::renewed(known, index, page, inputs, &renderer, &outputs)
            })
            .collect();
        for made in pages.iter().filter_map(|page| page.made.as_ref()) {
            outputs.add_made(made.clone(), &mut problems);
        }
        renderer.other_pages(&mut outputs, &mut problems);
        ground.add_lists(&composer, &mut outputs, &mut problems);
        ground.add_worker(&mut outputs, &mut problems);
        outputs.check(&mut problems);
        self.last = Some(Last {
            pages,
            page_problems,
            problems,
            outputs,
            listings: Arc::new(search::listings(&ground.site)),
            ground,
        });
    }

    /// The changed pages, parsed, if nothing but their own HTML and that of pages with links to them can change.
    fn only_words(&self, paths: &[String]) -> Option<Vec<(usize, Page, Report)>> {
        let site = &self.last.as_ref()?.ground.site;
        paths
            .iter()
            .map(|path| {
                let text = self.sources.text(path)?;
                let index = site.pages.iter().position(|page| page.path == *path)?;
                let (page, report) = site.parse_again(index, text);
                let same = looks_the_same(site, index, &page);
                same.then_some((index, page, report))
            })
            .collect()
    }

    /// Some pages whose words have changed.
    fn build_few(&mut self, changed: Vec<(usize, Page, Report)>) {
        let Some(last) = &mut self.last else { return };
        let mut to_render: Vec<usize> = Vec::new();
        for (index, page, report) in changed {
            let before = &last.ground.site.pages[index];
            if !same_names(before, &page) {
                to_render.extend(last.ground.showing(index));
            }
            if !before.anchors().eq(page.anchors()) {
                to_render.extend(last.ground.linking_to(index));
            }
            to_render.push(index);
            let page = Arc::new(page);
            self.parsed.keep_one(&page, &report);
            last.ground.site.pages[index] = Arc::clone(&page);
            last.page_problems[index] = report;
            let rules = Rules::of(&last.ground.site.facts, self.options.date);
            last.page_problems[index].append(rules.check(&page));
        }
        to_render.sort_unstable();
        to_render.dedup();
        // What is wrong with the site as a whole was said before.
        let mut said = Report::default();
        let composer = last.ground.composer(&mut said);
        let Some(renderer) = Renderer::new(&last.ground, &composer, &mut said) else {
            return;
        };
        let (pages, outputs) = (&last.pages, &last.outputs);
        let renewed: Vec<(usize, Arc<Kept>)> = to_render
            .into_par_iter()
            .map(|index| {
                let page = &last.ground.site.pages[index];
                let known = Some(&pages[index]);
                let kept = Kept::renewed(known, index, page, None, &renderer, outputs);
                (index, kept)
            })
            .collect();
        let not_found = renderer.not_found(outputs, &mut said);
        if let Some(made) = not_found {
            last.outputs.replace(&made);
        }
        for (index, kept) in renewed {
            if let Some(made) = &kept.made {
                last.outputs.replace(made);
            }
            last.pages[index] = kept;
        }
    }

    fn built(&self) -> Built {
        let mut built = Built {
            folders: self.folders(),
            ..Built::default()
        };
        let Some(last) = &self.last else {
            built.report = self.unread.clone();
            built.report.sort();
            return built;
        };
        built.report = last.report();
        if !built.report.refuses(self.options.lenient) {
            built.site = Some(BuiltSite {
                outputs: last.outputs.clone(),
                base_url: last.ground.base_url.clone(),
                index: Arc::new(Index::of(last.pages.clone(), Arc::clone(&last.listings))),
            });
        }
        built
    }

    fn folders(&self) -> Vec<PathBuf> {
        // What is wrong with the settings was reported when they were used.
        let config = read_config(&self.options, &self.sources, &mut Report::default());
        let own = config.templates.as_ref();
        let own = own.map(|folder| theme_folder(&self.options.site, folder));
        [self.options.site.clone()].into_iter().chain(own).collect()
    }
}

impl Last {
    /// Everything that is wrong.
    fn report(&self) -> Report {
        let mut report = self.problems.clone();
        let of_views = self.pages.iter().map(|page| &page.problems);
        for problems in self.page_problems.iter().chain(of_views) {
            if !problems.is_empty() {
                report.append(problems.clone());
            }
        }
        if self.listings.iter().any(Listing::has_synonyms) {
            search::check(&self.listings, &grams(&self.pages), &mut report);
        }
        report.sort();
        report
    }
}
