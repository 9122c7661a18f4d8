//! One build, from the folder to the files, as a list of steps.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use toml::value::Date;
use xxhash_rust::xxh3::Xxh3;

use crate::compose::{Composer, Plan};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Report};
use crate::output::{self, Made, Outputs};
use crate::progress::Progress;
use crate::render::{Prepared, Templates};
use crate::search::{self, grams::Grams};
use crate::site::{Parsed, Site};
use crate::source::{Content, Sources};
use crate::theme::Theme;
use crate::view::{Assets, View};
use crate::{
    css, feed, letter, offline, rules, script, single_file, site, sitemap, source, theme, tool,
};

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
            page.document.prose = Vec::new();
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
    let renderer = ground.renderer(&composer, report)?;
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

/// A file of the theme: its address, its name, its content.
type ThemeFile = (String, &'static str, Vec<u8>);

/// What is known of a site before any page is rendered.
pub struct Ground {
    /// The site.
    pub site: Site,
    /// What all pages share.
    pub plan: Plan,
    /// The address that the site will be published at, ending with `/`.
    pub base_url: Option<String>,
    theme: Theme,
    templates: Templates,
    /// The theme's own files: address, name, content.
    theme_files: Vec<ThemeFile>,
    assets: Assets,
    /// By address, in pixels.
    picture_sizes: HashMap<String, (usize, usize)>,
    /// Differs with the templates.
    look: u128,
}

impl Ground {
    /// Reads what belongs to the site as a whole, parses its pages and puts them in order; `None` if there is no page.
    pub fn lay(
        options: &Options,
        sources: &Sources,
        parsed: Option<&mut Parsed>,
        report: &mut Report,
    ) -> Option<Self> {
        let config = read_config(options, sources, report);
        let base_url = base_url(options, &config, report);
        let (theme, theme_folder) = read_theme(options, &config, report);
        let templates = Templates::parse(&theme, &theme_folder, report);
        let site = Site::assemble(sources, config, &theme, parsed, report);
        if site.pages.iter().all(|page| page.text.is_empty()) {
            report.push(Diagnostic::file(
                options.site.display().to_string(),
                "the folder holds no page",
                "add a Markdown file, such as index.md",
            ));
            return None;
        }
        let mut look = Xxh3::new();
        for (name, text) in &theme.files {
            look.update(name.as_bytes());
            look.update(&text.len().to_le_bytes());
            look.update(text.as_bytes());
        }
        let (assets, theme_files) = assets(&theme, site.config.offline);
        Some(Self {
            plan: Plan::new(&site, report),
            picture_sizes: picture_sizes(&site, sources),
            site,
            base_url,
            theme,
            templates,
            theme_files,
            assets,
            look: look.digest128(),
        })
    }

    /// The pages that may show a page's title or description: in their navigation, their list, or a link.
    pub fn showing(&self, page: usize) -> Vec<usize> {
        self.plan.showing(&self.site, page)
    }

    /// The pages that have links to a place on a page.
    pub fn linking_to(&self, page: usize) -> Vec<usize> {
        let pages = self.site.pages.iter().enumerate();
        pages
            .filter(|(_, from)| self.plan.has_link(&self.site, from, page))
            .map(|(index, _)| index)
            .collect()
    }

    /// Holds the site as a whole against the rules.
    pub fn check(&self, sources: &Sources) -> Report {
        let mut report = Report::default();
        let samples = letter::samples::write(&self.site, sources, &mut report);
        rules::check_site(
            &self.site,
            sources,
            &self.plan.listed(),
            &samples,
            &mut report,
        );
        letter::unused::check(&self.site, &mut report);
        report
    }

    /// Holds each page against the rules, in the order of the site's pages.
    pub fn check_pages(&self, date: Date) -> Vec<Report> {
        let rules = rules::Rules::of(&self.site.facts, date);
        let pages = self.site.pages.par_iter();
        pages.map(|page| rules.check(page)).collect()
    }

    /// Whether two files would stand at one address, or one in the way of another's folder, so that not even a staging
    /// folder could hold them.
    fn clashes(&self) -> bool {
        let files = self.site.files.iter();
        let files = files.map(|(path, address)| (address.as_str(), path.as_str()));
        let pages = self.site.pages.iter();
        let pages = pages.map(|page| (page.address.as_str(), page.path.as_str()));
        let ours = self.theme_files.iter();
        let ours = ours.map(|(address, name, _)| (address.as_str(), *name));
        let mut problems = Report::default();
        output::check_addresses(files.chain(pages).chain(ours), &mut problems);
        !problems.is_empty()
    }

    /// Adds the theme's files, the manifests, and the files that are copied as they are.
    pub fn add_files(&self, sources: &Sources, outputs: &mut Outputs, report: &mut Report) {
        for (address, name, bytes) in &self.theme_files {
            outputs.add(address, bytes.clone(), name, report);
        }
        offline::add_manifests(&self.site, &self.theme, &self.assets, outputs, report);
        let files = self.site.files.iter();
        let files = files.map(|(path, address)| (address.clone(), path.clone(), path));
        let content = |path: &String| match &sources.files[path] {
            Content::Text(text) => Ok(text.as_bytes().to_vec()),
            Content::Other(other) => other.read(),
        };
        outputs.add_all(files.collect(), content, report);
    }

    /// What makes views of the pages.
    pub fn composer(&self, report: &mut Report) -> Composer<'_> {
        let sizes = self.picture_sizes.iter();
        Composer::new(
            &self.site,
            &self.plan,
            self.assets.clone(),
            sizes
                .map(|(address, size)| (address.as_str(), *size))
                .collect(),
            self.base_url.clone(),
            report,
        )
    }

    /// What makes HTML of the pages; `None` if no template can be shown what it needs.
    pub fn renderer<'a>(
        &'a self,
        composer: &'a Composer<'a>,
        report: &mut Report,
    ) -> Option<Renderer<'a>> {
        let languages = 0..self.site.languages.len();
        let prepared: Result<Vec<_>, Diagnostic> = languages
            .map(|language| InLanguage::prepare(self, composer, language))
            .collect();
        match prepared {
            Ok(languages) => Some(Renderer {
                ground: self,
                composer,
                languages,
            }),
            Err(problem) => {
                report.push(problem);
                None
            }
        }
    }

    /// Adds the files that list others.
    pub fn add_lists(&self, composer: &Composer, outputs: &mut Outputs, report: &mut Report) {
        sitemap::add(&self.site, self.base_url.as_deref(), outputs, report);
        feed::add(composer, self.base_url.as_deref(), outputs, report);
    }

    /// Adds the worker that keeps the site on a device, or that ends one. It knows the files that were added before.
    pub fn add_worker(&self, outputs: &mut Outputs, report: &mut Report) {
        offline::add_worker(&self.site, &self.theme, &self.assets, outputs, report);
    }
}

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
    words: [(String, String); 2],
    /// Differs with what all the pages are made from.
    look: u128,
}

impl InLanguage {
    fn prepare(ground: &Ground, composer: &Composer, language: usize) -> Result<Self, Diagnostic> {
        let templates = &ground.templates;
        let shared = composer.shared(language, "", "");
        let search = shared.text.get("search").and_then(|it| it.get("script"));
        let search = serde_json::to_string(&search).unwrap_or_default();
        let prepared = templates.prepare(&shared)?;
        let tool = templates.render("tool.html", &prepared, &BTreeMap::<(), ()>::new())?;
        let words = [("tool.txt", tool), ("words.json", search)]
            .map(|(name, text)| (output::hashed_address(name, text.as_bytes()), text));
        let shared = composer.shared(language, &words[0].0, &words[1].0);
        let mut digest = Xxh3::new();
        digest.update(&ground.look.to_le_bytes());
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
    pub page: String,
    /// The address and the text of what it holds only while the tool runs.
    beside: Option<(String, String)>,
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
    /// Makes a page's view and renders it.
    pub fn page(&self, index: usize, outputs: &Outputs) -> Rendered {
        let mut problems = Report::default();
        let view = self.view(index, &mut problems);
        let html = self.html(index, view, &mut problems);
        let grams = html
            .as_ref()
            .filter(|_| search::includes(&self.ground.site.pages[index]))
            .map(|html| Grams::of(&search::text::blocks(&html.page)));
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
        let needs_more = view.page.case.is_some() || !page.document.letters.is_empty();
        let beside = needs_more
            .then(|| render("beside.html", &view))
            .transpose()
            .map(|beside| {
                let beside = beside?;
                let name = format!("{}.txt", view.page.kind);
                // Two pages may hold the same.
                let differs = [&page.address, "\n", &beside].concat();
                let address = output::hashed_address(&name, differs.as_bytes());
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

    /// Puts a page's HTML in its place.
    pub fn make(
        &self,
        index: usize,
        html: Html,
        outputs: &Outputs,
        problems: &mut Report,
    ) -> Option<Made> {
        let page = &self.ground.site.pages[index];
        let made = outputs.make(&page.address, html.page.into_bytes(), &page.path);
        let made = made.and_then(|made| match html.beside {
            Some((address, text)) => {
                let beside = outputs.make(&address, text.into_bytes(), &page.path)?;
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
            .map(|(address, text)| (address, text.as_str()))
            .collect();
        for (address, text) in words {
            outputs.add(address, text, "the interface's words", report);
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
        let made = html.and_then(|html| outputs.make("404.html", html.into_bytes(), "404.html"));
        made.map_err(|problem| report.push(problem)).ok()
    }

    /// Differs with everything that a page's HTML is made from.
    pub fn digest(&self, index: usize, view: &View) -> u128 {
        let mut digest = Xxh3::new();
        digest.update(
            &self.languages[self.ground.site.pages[index].language]
                .look
                .to_le_bytes(),
        );
        let _ = serde_json::to_writer(&mut digest, view);
        digest.digest128()
    }
}

/// The site's settings as they hold for what it is built for.
pub fn read_config(options: &Options, sources: &Sources, report: &mut Report) -> Config {
    let mut config = Config::read(sources, report);
    if options.purpose != Purpose::Folder {
        config.offline = false;
        config.single_file = None;
    }
    if options.purpose == Purpose::SingleFile {
        config.single_file = Some(single_file::NAME.to_owned());
    }
    config
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
fn read_theme(options: &Options, config: &Config, report: &mut Report) -> (Theme, String) {
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

/// The theme's files that pages use: their addresses, and address, name and content of each.
fn assets(theme: &Theme, offline: bool) -> (Assets, Vec<ThemeFile>) {
    let mut files = Vec::new();
    let mut add = |name: &'static str, bytes: &[u8]| {
        let address = output::hashed_address(name, bytes);
        files.push((address.clone(), name, bytes.to_vec()));
        address
    };
    let style = |name| css::shortened(theme.file(name));
    let script = |name| script::without_comments(theme.file(name));
    let assets = Assets {
        style: add("style.css", style("style.css").as_bytes()),
        work: add("work.css", style("work.css").as_bytes()),
        tool: add("tool.css", style("tool.css").as_bytes()),
        facts: add("facts.css", style("facts.css").as_bytes()),
        found: add("search.css", style("search.css").as_bytes()),
        sheet: add("sheet.css", style("sheet.css").as_bytes()),
        icon: add("icon.svg", theme.file("icon.svg").as_bytes()),
        script: add("recourse.js", tool::SCRIPT.as_bytes()),
        module: add("recourse.wasm", tool::MODULE),
        reading: add("reading.js", theme.file("reading.js").as_bytes()),
        reader: add("reader.js", theme.file("reader.js").as_bytes()),
        read_aloud: add("read-aloud.js", theme.file("read-aloud.js").as_bytes()),
        search_box: add("search-box.js", theme.file("search-box.js").as_bytes()),
        search: add("search.js", script("search.js").as_bytes()),
        offline: offline.then(|| add("offline.js", theme.file("offline.js").as_bytes())),
    };
    (assets, files)
}

/// Width and height of every picture, in pixels, by address.
fn picture_sizes(site: &Site, sources: &Sources) -> HashMap<String, (usize, usize)> {
    site.files
        .par_iter()
        .filter_map(|(path, address)| match &sources.files[path] {
            Content::Other(other) => Some((address.clone(), other.picture_size()?)),
            Content::Text(_) => None,
        })
        .collect()
}
