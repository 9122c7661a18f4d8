//! The settings and the theme, as they hold for what a site is built for.

use std::path::{Path, PathBuf};

use super::{Options, Purpose};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Report};
use crate::single_file;
use crate::source::{self, Sources};
use crate::theme::{self, Theme};

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
pub(super) fn base_url(options: &Options, config: &Config, report: &mut Report) -> Option<String> {
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
pub(super) fn read_theme(
    options: &Options,
    config: &Config,
    report: &mut Report,
) -> (Theme, String) {
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
