//! Builds a site in memory again and again, and each time only what the changes ask for.
//!
//! What comes out is, byte for byte, what a build from nothing would make:
//! - a file that did not change is not read again, and a page whose text did not change is not parsed again;
//! - where only the words of some pages changed, nothing that other pages could show of them, only those are rendered;
//! - otherwise every page's view is made, and those are rendered whose view is another than before;
//! - the search index is made when somebody asks for it, from rows that each page keeps.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::build::{Ground, Options, Purpose, Renderer, read_config, theme_folder};
use crate::diagnostic::Report;
use crate::output::{Made, Output, Outputs};
use crate::page::Page;
use crate::rules::Rules;
use crate::search::{self, Listing, grams::Grams};
use crate::site::{self, Parsed, Site};
use crate::source::{self, Changes, Sources};

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

/// A site in memory.
#[derive(Clone, Default)]
pub struct BuiltSite {
    /// Every file but those of the search index.
    pub outputs: Outputs,
    /// The address that the site will be published at, ending with `/`.
    pub base_url: Option<String>,
    /// What the search index is made from, and the index once somebody has asked for it.
    index: Arc<Index>,
}

#[derive(Default)]
struct Index {
    pages: Vec<Arc<Kept>>,
    listings: Arc<Vec<Listing>>,
    made: OnceLock<Outputs>,
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

/// A page as it was last rendered.
struct Kept {
    address: String,
    /// Differs with everything that its HTML is made from.
    digest: u128,
    /// Nothing if a template failed.
    made: Option<Made>,
    grams: Arc<OnceLock<Grams>>,
    /// Whether a search finds it.
    searched: bool,
    /// What was wrong with its view.
    problems: Report,
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

    /// Whether the changes are to the contents of files that were read before, and to nothing else.
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
        let Some(renderer) = ground.renderer(&composer, &mut problems) else {
            self.unread = problems;
            return;
        };
        let known: HashMap<&str, &Kept> = last
            .iter()
            .flat_map(|last| &last.pages)
            .map(|kept| (kept.address.as_str(), &**kept))
            .collect();
        let pages: Vec<Arc<Kept>> = (0..pages)
            .into_par_iter()
            .map(|index| {
                let page = &ground.site.pages[index];
                let known = known.get(page.address.as_str()).copied();
                Arc::new(Kept::renewed(known, index, page, &renderer, &outputs))
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
        let Some(renderer) = last.ground.renderer(&composer, &mut said) else {
            return;
        };
        let (pages, outputs) = (&last.pages, &last.outputs);
        let renewed: Vec<(usize, Kept)> = to_render
            .into_par_iter()
            .map(|index| {
                let page = &last.ground.site.pages[index];
                let kept = Kept::renewed(Some(&pages[index]), index, page, &renderer, outputs);
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
            last.pages[index] = Arc::new(kept);
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
                index: Arc::new(Index {
                    pages: last.pages.clone(),
                    listings: Arc::clone(&last.listings),
                    made: OnceLock::new(),
                }),
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

/// Whether other pages show a page by the same words.
fn same_names(old: &Page, new: &Page) -> bool {
    let names = |page: &Page| (page.nav_title().to_owned(), page.front.description.clone());
    old.title == new.title && names(old) == names(new)
}

/// Whether a page is one of many and its new text changes nothing that other pages show of it, apart from its names and
/// its anchors.
fn looks_the_same(site: &Site, index: usize, new: &Page) -> bool {
    let old = &site.pages[index];
    // Checklists, letters and lists of facts turn up on other pages in many ways.
    let plain = |page: &Page| {
        page.front.kind == crate::front_matter::Kind::Page
            && page.document.items.is_empty()
            && page.document.letters.is_empty()
            && page.document.directories.is_empty()
    };
    let others = |page: &Page| {
        let mut front = page.front.clone();
        front.title = None;
        front.nav_title = None;
        front.description = None;
        format!("{front:?}")
    };
    let cited = |page: &Page| -> Vec<String> {
        let citations = page.document.citations.iter();
        citations.map(|citation| citation.fact.clone()).collect()
    };
    let is_root = |language: &site::Language| language.tree.root.page == index;
    plain(old)
        && plain(new)
        && others(old) == others(new)
        && old.text.is_empty() == new.text.is_empty()
        && cited(old) == cited(new)
        && !site.languages.iter().any(is_root)
        && !site.is_urgent(old)
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

/// What a search can find on each page, read from those that were not read yet.
fn grams(pages: &[Arc<Kept>]) -> Vec<Option<&Grams>> {
    pages.par_iter().map(|page| page.grams()).collect()
}

impl Kept {
    /// The page as it is now, rendered only if that differs from what is known of it.
    fn renewed(
        known: Option<&Self>,
        index: usize,
        page: &Page,
        renderer: &Renderer,
        outputs: &Outputs,
    ) -> Self {
        let mut problems = Report::default();
        let view = renderer.view(index, &mut problems);
        let digest = renderer.digest(index, &view);
        let known = known.filter(|known| known.digest == digest && known.made.is_some());
        let (made, grams) = match known {
            Some(known) => (known.made.clone(), Arc::clone(&known.grams)),
            None => {
                let html = renderer.html(index, view, &mut problems);
                let made = html.and_then(|html| renderer.make(index, html, outputs, &mut problems));
                (made, Arc::default())
            }
        };
        Self {
            address: page.address.clone(),
            digest,
            made,
            grams,
            searched: search::includes(page),
            problems,
        }
    }

    fn grams(&self) -> Option<&Grams> {
        let html = self.made.as_ref().filter(|_| self.searched)?.bytes()?;
        let html = || String::from_utf8_lossy(html);
        Some(
            self.grams
                .get_or_init(|| Grams::of(&search::text::blocks(&html()))),
        )
    }
}

impl BuiltSite {
    /// A file by its address, those of the search index too; a folder's address gives its `index.html`.
    pub fn find(&self, path: &str) -> Option<&Output> {
        self.outputs
            .get(path)
            .or_else(|| search::is_file(path).then(|| self.index().get(path))?)
    }

    /// The files of the search index, made when they are first asked for.
    pub fn index(&self) -> &Outputs {
        self.index.made.get_or_init(|| {
            let mut outputs = Outputs::in_memory();
            // No two parts of an index have one address.
            let mut report = Report::default();
            let grams = grams(&self.index.pages);
            search::add(&self.index.listings, &grams, &mut outputs, &mut report);
            outputs
        })
    }

    /// Differs with every byte of the site.
    pub fn version(&self) -> u64 {
        let files = self.outputs.iter().map(|(path, output)| {
            let digest = output.digest.to_le_bytes();
            xxh3_64(&[path.as_bytes(), &digest].concat())
        });
        // A site without words to search for others is found by its pages alone.
        let listings = self.index.listings.iter().map(Listing::digest);
        files.chain(listings).fold(0, u64::wrapping_add)
    }
}
