//! recourse turns a folder of Markdown, checklists and letter templates into a static site.
//!
//! The way of a site, step by step:
//! 1. [`source`] reads the folder;
//! 2. [`config`], [`theme`], [`facts`] and [`fields`] read what belongs to the site as a whole;
//! 3. [`page`] parses each page ([`front_matter`], [`markdown`]), in parallel, knowing nothing of the others;
//! 4. [`tree`] orders them, [`site`] holds everything;
//! 5. [`rules`] holds what the pages say against the facts;
//! 6. [`links`] resolves every link and [`compose`] makes each page's [`view`];
//! 7. [`render`] turns views into HTML;
//! 8. [`search`] makes the index of what they say, [`output`] collects the files, in memory;
//! 9. [`write`](mod@write) puts them in place in one step.
//!
//! Every step adds to one [`diagnostic::Report`]. If it refuses the build, nothing is written.

pub mod address;
pub mod case;
pub mod case_page;
pub mod command;
pub mod compose;
pub mod compress;
pub mod config;
pub mod diagnostic;
pub mod directory;
pub mod facts;
pub mod feed;
pub mod fields;
pub mod front_matter;
pub mod hosts;
pub mod html;
pub mod letter;
pub mod links;
pub mod markdown;
pub mod offline;
pub mod output;
pub mod page;
pub mod print;
pub mod qr;
pub mod render;
pub mod rules;
pub mod search;
pub mod serve;
pub mod similar;
pub mod single_file;
pub mod site;
pub mod sitemap;
pub mod source;
pub mod structured_data;
pub mod theme;
pub mod tone;
pub mod tool;
pub mod tree;
pub mod view;
pub mod write;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use toml::value::Date;

use compose::Composer;
use config::Config;
use diagnostic::{Diagnostic, Report};
use output::Outputs;
use render::Templates;
use site::Site;
use source::{Content, Sources};
use theme::Theme;
use view::Assets;

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

/// What a build made, and what it went by.
#[derive(Debug, Default)]
pub struct Built {
    /// The files, unless the report refuses the build.
    pub outputs: Option<Outputs>,
    /// What there is to mend.
    pub report: Report,
    /// The folders that the build read: the site's, and that of its own templates.
    pub folders: Vec<PathBuf>,
    /// The address that the site will be published at, ending with `/`.
    pub base_url: Option<String>,
}

/// Builds a site in memory. The files are there unless the report refuses the build.
pub fn build(options: &Options) -> (Option<Outputs>, Report) {
    let built = build_tracked(options);
    (built.outputs, built.report)
}

/// Builds a site in memory, and also tells what a server has to know to build it again.
pub fn build_tracked(options: &Options) -> Built {
    let mut built = Built::default();
    let outputs = build_into(options, &mut built);
    built.report.sort();
    built.outputs = outputs.filter(|_| !built.report.refuses(options.lenient));
    built
}

/// Reads a site without building it, for whoever only looks at what it says.
pub fn read(options: &Options) -> (Sources, Site, Report) {
    let mut report = Report::default();
    let (sources, problems) = source::read(&options.site, site::is_text);
    report.append(problems);
    let config = Config::read(&sources, &mut report);
    let (theme, _) = theme(options, &config, &mut report);
    let site = Site::assemble(&sources, config, &theme, &mut report);
    report.sort();
    (sources, site, report)
}

fn build_into(options: &Options, built: &mut Built) -> Option<Outputs> {
    let report = &mut built.report;
    built.folders.push(options.site.clone());
    let (sources, problems) = source::read(&options.site, site::is_text);
    report.append(problems);
    let mut config = Config::read(&sources, report);
    if options.purpose != Purpose::Folder {
        config.offline = false;
        config.single_file = None;
    }
    if options.purpose == Purpose::SingleFile {
        config.single_file = Some(single_file::NAME.to_owned());
    }
    let base_url = base_url(options, &config, report);
    built.base_url.clone_from(&base_url);
    let own_templates = config.templates.as_ref();
    built
        .folders
        .extend(own_templates.map(|folder| theme_folder(&options.site, folder)));
    let (theme, theme_folder) = theme(options, &config, report);
    let templates = Templates::parse(&theme, &theme_folder, report);
    let site = Site::assemble(&sources, config, &theme, report);
    if site.pages.iter().all(|page| page.text.is_empty()) {
        report.push(Diagnostic::file(
            options.site.display().to_string(),
            "the folder holds no page",
            "add a Markdown file, such as index.md",
        ));
        return None;
    }
    let mut outputs = Outputs::default();
    let assets = add_assets(&theme, site.config.offline, &mut outputs, report);
    offline::add_manifests(&site, &theme, &assets, &mut outputs, report);
    add_files(&site, &sources, &mut outputs, report);
    let composer = Composer::new(
        &site,
        assets.clone(),
        image_sizes(&site, &sources),
        base_url.clone(),
        report,
    );
    let samples = letter::samples::write(&site, &sources, report);
    rules::check(
        &site,
        &sources,
        &composer.listed(),
        &samples,
        options.date,
        report,
    );
    letter::unused::check(&site, report);
    let pages = render_pages(&composer, &site, &templates, report);
    search::add(&site, &pages, &mut outputs, report);
    for (page, html) in site.pages.iter().zip(pages) {
        outputs.add(&page.address, html.into_bytes(), &page.path, report);
    }
    for (address, sheets) in composer.sheet_pages(report) {
        match templates.render("sheets.html", &sheets) {
            Ok(html) => outputs.add(&address, html.into_bytes(), "sheets.html", report),
            Err(problem) => report.push(problem),
        }
    }
    let not_found = composer.not_found_view(base_url.as_deref());
    match templates.render("404.html", &not_found) {
        Ok(html) => outputs.add("404.html", html.into_bytes(), "404.html", report),
        Err(problem) => report.push(problem),
    }
    sitemap::add(&site, base_url.as_deref(), &mut outputs, report);
    feed::add(&composer, base_url.as_deref(), &mut outputs, report);
    single_file::add(&site, &theme, &templates, &assets, &mut outputs, report);
    offline::add_worker(&site, &theme, &assets, &mut outputs, report);
    outputs.check(report);
    Some(outputs)
}

/// The base address, ending with `/`.
fn base_url(options: &Options, config: &Config, report: &mut Report) -> Option<String> {
    if let Some(url) = &options.base_url
        && let Err(problem) = config::check_base_url(url)
    {
        report.push(Diagnostic::file(
            "--base-url",
            problem,
            "write it like `https://example.org/guide/`",
        ));
    }
    let url = options.base_url.as_ref().or(config.base_url.as_ref())?;
    Some(format!("{}/", url.trim_end_matches('/')))
}

/// The theme, and the name of its folder in messages.
fn theme(options: &Options, config: &Config, report: &mut Report) -> (Theme, String) {
    let Some(folder) = &config.templates else {
        return (
            Theme::load(&Sources::default(), "templates", report),
            "templates".to_owned(),
        );
    };
    let (own, problems) = source::read(&theme_folder(&options.site, folder), theme::is_text);
    report.append(problems);
    (Theme::load(&own, folder, report), folder.clone())
}

/// Where a site's own templates are.
pub fn theme_folder(site: &Path, folder: &str) -> PathBuf {
    site.join(folder)
}

fn add_assets(theme: &Theme, offline: bool, outputs: &mut Outputs, report: &mut Report) -> Assets {
    let mut add = |name: &str, bytes: &[u8]| outputs.add_hashed(name, bytes, report);
    Assets {
        style: add("style.css", theme.file("style.css").as_bytes()),
        work: add("work.css", theme.file("work.css").as_bytes()),
        sheet: add("sheet.css", theme.file("sheet.css").as_bytes()),
        icon: add("icon.svg", theme.file("icon.svg").as_bytes()),
        script: add("recourse.js", tool::SCRIPT.as_bytes()),
        module: add("recourse.wasm", tool::MODULE),
        reading: add("reading.js", theme.file("reading.js").as_bytes()),
        reader: add("reader.js", theme.file("reader.js").as_bytes()),
        read_aloud: add("read-aloud.js", theme.file("read-aloud.js").as_bytes()),
        search_box: add("search-box.js", theme.file("search-box.js").as_bytes()),
        search: add("search.js", theme.file("search.js").as_bytes()),
        offline: offline.then(|| add("offline.js", theme.file("offline.js").as_bytes())),
    }
}

fn add_files(site: &Site, sources: &Sources, outputs: &mut Outputs, report: &mut Report) {
    for (path, address) in &site.files {
        let bytes = match &sources.files[path] {
            Content::Text(text) => text.as_bytes().into(),
            Content::Bytes(bytes) => bytes.clone(),
        };
        outputs.add(address, bytes, path, report);
    }
}

/// Width and height of every picture, in pixels, by address.
fn image_sizes<'a>(site: &'a Site, sources: &Sources) -> HashMap<&'a str, (usize, usize)> {
    site.files
        .iter()
        .filter_map(|(path, address)| match &sources.files[path] {
            Content::Bytes(bytes) => {
                let size = imagesize::blob_size(bytes).ok()?;
                Some((address.as_str(), (size.width, size.height)))
            }
            Content::Text(_) => None,
        })
        .collect()
}

/// The HTML of every page, in the order of the site's pages; empty where a template failed.
fn render_pages(
    composer: &Composer,
    site: &Site,
    templates: &Templates,
    report: &mut Report,
) -> Vec<String> {
    let rendered: Vec<(String, Report)> = (0..site.pages.len())
        .into_par_iter()
        .map(|index| {
            let mut problems = Report::default();
            let view = composer.view(index, &mut problems);
            let template = match view.page.kind {
                "home" => "home.html",
                _ => "page.html",
            };
            let html = templates.render(template, &view).unwrap_or_else(|problem| {
                problems.push(problem);
                String::new()
            });
            (html, problems)
        })
        .collect();
    rendered
        .into_iter()
        .map(|(html, problems)| {
            report.append(problems);
            html
        })
        .collect()
}
