//! What is known of a site before any page is rendered: what a full build and a rebuild share.

use std::collections::HashMap;

use rayon::prelude::*;
use toml::value::Date;

use super::assets::{ThemeFile, assets, picture_sizes};
use super::settings::{base_url, read_config, read_theme};
use super::{Options, Purpose};
use crate::compose::{Composer, Plan};
use crate::diagnostic::{Diagnostic, Report};
use crate::output::{self, Outputs};
use crate::render::Templates;
use crate::site::{Parsed, Site};
use crate::source::{Content, Sources};
use crate::theme::Theme;
use crate::view::Assets;
use crate::{feed, letter, offline, rules, sitemap};

/// What is known of a site before any page is rendered.
pub struct Ground {
    /// The site.
    pub site: Site,
    /// What all pages share.
    pub plan: Plan,
    /// The address that the site will be published at, ending with `/`.
    pub base_url: Option<String>,
    pub(super) theme: Theme,
    pub(super) templates: Templates,
    /// The theme's own files: address, name, content.
    theme_files: Vec<ThemeFile>,
    pub(super) assets: Assets,
    /// By address, in pixels.
    picture_sizes: HashMap<String, (usize, usize)>,
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
        let noting = options.purpose == Purpose::Preview;
        let templates = Templates::parse(&theme, &theme_folder, noting, report);
        let site = Site::assemble(sources, config, &theme, parsed, report);
        if site.pages.iter().all(|page| page.text.is_empty()) {
            report.push(Diagnostic::file(
                options.site.display().to_string(),
                "the folder holds no page",
                "add a Markdown file, such as index.md",
            ));
            return None;
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
    pub(super) fn clashes(&self) -> bool {
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
