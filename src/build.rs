//! One build, from the folder to the files, as a list of steps.

mod assets;
mod ground;
mod renderer;
mod settings;

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use toml::value::Date;

use crate::diagnostic::{Diagnostic, Report};
use crate::output::Outputs;
use crate::progress::Progress;
use crate::search::{self, grams::Grams};
use crate::site::{self, Site};
use crate::source::{self, Sources};

pub use ground::Ground;
pub use renderer::{Rendered, Renderer};
pub use settings::{read_config, theme_folder};

use settings::read_theme;

/// What to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// The address that it will be published at; otherwise the site's own setting.
    pub base_url: Option<String>,
    /// Whether what still leaves a readable page only warns.
    pub lenient: bool,
    /// The day that it is built for: what is not in force then is refused. Nothing that is written depends on it.
    pub date: Date,
    /// What it is built for.
    pub purpose: Purpose,
}

/// What a site is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be published as a folder.
    Folder,
    /// To be looked at by an editor, who must not be shown what an earlier build left in the browser.
    Preview,
    /// To be given away as [`single_file::NAME`].
    SingleFile,
}

/// Builds a site. Its files go where `open` says, as they are made; it is asked only when nothing speaks against the
/// site yet. The files are listed unless the report refuses the build.
pub fn build(
    options: &Options,
    progress: &Progress,
    open: impl FnOnce() -> Result<Outputs, Diagnostic>,
) -> (Option<Outputs>, Report) {
    let mut report = Report::default();
    progress.begin("reading", 0);
    let (sources, problems) = source::read(&options.site, site::is_text);
    report.append(problems);
    progress.begin("parsing", 0);
    let outputs = Ground::lay(options, &sources, None, &mut report)
        .and_then(|ground| build_on(ground, &sources, options, progress, open, &mut report));
    report.sort();
    let outputs = outputs.filter(|_| !report.refuses(options.lenient));
    (outputs, report)
}

/// Reads a site without building it, for whoever only looks at what it says.
pub fn read(options: &Options) -> (Sources, Site, Report) {
    let mut report = Report::default();
    let (sources, problems) = source::read(&options.site, site::is_text);
    report.append(problems);
    let config = read_config(options, &sources, &mut report);
    let (theme, _) = read_theme(options, &config, &mut report);
    let mut site = Site::assemble(&sources, config, &theme, None, &mut report);
    for problems in std::mem::take(&mut site.problems) {
        report.append(problems);
    }
    report.sort();
    (sources, site, report)
}

fn build_on(
    mut ground: Ground,
    sources: &Sources,
    options: &Options,
    progress: &Progress,
    open: impl FnOnce() -> Result<Outputs, Diagnostic>,
    report: &mut Report,
) -> Option<Outputs> {
    report.append(ground.check(sources));
    let of_texts = std::mem::take(&mut ground.site.problems);
    for problems in ground.check_pages(options.date).into_iter().chain(of_texts) {
        report.append(problems);
    }
    // The words were held against the facts and are not needed any more; nor is what parsing left of them.
    for page in &mut ground.site.pages {
        if let Some(page) = Arc::get_mut(page) {
            page.forget_words();
        }
    }
    let mut outputs = if report.refuses(options.lenient) || ground.clashes() {
        Outputs::nowhere()
    } else {
        open().unwrap_or_else(|problem| {
            report.push(problem);
            Outputs::nowhere()
        })
    };
    if outputs.keeps_nothing() && ground.site.config.single_file.is_some() {
        // That file is made from the others.
        outputs = Outputs::in_memory();
    }
    ground.add_files(sources, &mut outputs, report);
    let composer = ground.composer(report);
    let renderer = Renderer::new(&ground, &composer, report)?;
    progress.begin("rendering", ground.site.pages.len());
    let pages: Vec<Rendered> = (0..ground.site.pages.len())
        .into_par_iter()
        .map(|page| {
            let rendered = renderer.page(page, &outputs);
            progress.one_more();
            rendered
        })
        .collect();
    progress.begin("making the search index", 0);
    let mut grams = Vec::with_capacity(pages.len());
    for page in pages {
        report.append(page.problems);
        if let Some(made) = page.made {
            outputs.add_made(made, report);
        }
        grams.push(page.grams);
    }
    let grams: Vec<Option<&Grams>> = grams.iter().map(Option::as_ref).collect();
    let listings = search::listings(&ground.site);
    search::check(&listings, &grams, report);
    search::add(&listings, &grams, &mut outputs, report);
    renderer.other_pages(&mut outputs, report);
    ground.add_lists(&composer, &mut outputs, report);
    renderer.single_file(&mut outputs, report);
    ground.add_worker(&mut outputs, report);
    outputs.check(report);
    Some(outputs)
}
