//! The commands: what each does, and what it prints.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use casework::date::Date as Day;
use clap::{Args, Parser, Subcommand};
use toml::value::{Date, Datetime};

use crate::diagnostic::{Diagnostic, Report};
use crate::hosts::Host;
use crate::letter::samples;
use crate::output::Outputs;
use crate::progress::Progress;
use crate::rules::{items, review};
use crate::write::{self, Staging};
use crate::{Options, Purpose, serve, single_file};

/// Turns Markdown, checklists and letter templates into a static site.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Build the site into a folder
    Build {
        #[command(flatten)]
        site: SiteArgs,
        /// The folder to write; it is only replaced if an earlier build made it
        #[arg(long, value_name = "DIR", default_value = "dist")]
        out: PathBuf,
        /// Instead write the whole site into one HTML file, which works by double click
        #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "compress"])]
        single_file: Option<PathBuf>,
        /// Also write each file compressed beside it, as FILE.br and FILE.gz, for hosts that send those
        #[arg(long)]
        compress: bool,
    },
    /// Find everything that a build would refuse, and write nothing
    Check {
        #[command(flatten)]
        site: SiteArgs,
        /// Also see whether this output folder could be written
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Instead list the facts that are due for review, those only second-hand, and the numbers that pages excuse
        #[arg(long, conflicts_with_all = ["out", "record_items"])]
        facts: bool,
        /// Instead list the branches of letters that no sample case takes
        #[arg(long, conflicts_with_all = ["out", "facts", "record_items"])]
        letters: bool,
        /// Instead add the checklists' ids to `items.toml`, so that none of them is ever lost unnoticed
        #[arg(long, conflicts_with = "out")]
        record_items: bool,
    },
    /// Build, serve on this machine only, and rebuild at every change
    Serve {
        #[command(flatten)]
        site: SiteArgs,
        /// The port; by default the first free one from 3000
        #[arg(long)]
        port: Option<u16>,
    },
    /// Print a configuration for a host, with the headers that a site should be sent with
    Host {
        /// The host
        host: Host,
    },
}

#[derive(Debug, Args)]
struct SiteArgs {
    /// The site's folder
    #[arg(value_name = "SITE_DIR", default_value = "content")]
    site: PathBuf,
    /// The address that the site will be published at
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Only warn of what still leaves a readable page, such as a broken link
    #[arg(long)]
    lenient: bool,
    /// The day to go by in what is in force and what is due for review; by default today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
}

impl SiteArgs {
    fn options(&self) -> Options {
        Options {
            site: self.site.clone(),
            base_url: self.base_url.clone(),
            lenient: self.lenient,
            date: self.date.unwrap_or_else(today),
            purpose: Purpose::Folder,
        }
    }
}

/// Runs the command, prints what there is to say, and gives the exit code: 1 if anything was refused.
pub fn run(command: &Command) -> ExitCode {
    let succeeded = match &command.action {
        Action::Build {
            site,
            single_file: Some(file),
            ..
        } => {
            let options = Options {
                purpose: Purpose::SingleFile,
                ..site.options()
            };
            build_single_file(&options, file)
        }
        Action::Build {
            site,
            out,
            compress,
            ..
        } => build(&site.options(), out, *compress),
        Action::Check {
            site, facts: true, ..
        } => list_facts(&site.options()),
        Action::Check {
            site,
            letters: true,
            ..
        } => list_letters(&site.options()),
        Action::Check {
            site,
            record_items: true,
            ..
        } => record_items(&site.options()),
        Action::Check { site, out, .. } => check(&site.options(), out.as_deref()),
        Action::Serve { site, port } => serve::run(&site.options(), *port),
        Action::Host { host } => {
            say(host.configuration().trim_end());
            true
        }
    };
    if succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn build(options: &Options, target: &Path, compressed: bool) -> bool {
    let progress = Progress::on_terminal();
    let (mut asked, mut staging) = (false, None);
    let (outputs, mut report) = crate::build(options, &progress, || {
        asked = true;
        let begun = Arc::new(Staging::begin(&options.site, target)?);
        staging = Some(Arc::clone(&begun));
        Ok(Outputs::in_store(begun, compressed))
    });
    let written = match (outputs, &staging) {
        (Some(outputs), Some(staging)) => staging
            .finish(&outputs)
            .map(|()| outputs.len())
            .map_err(|problem| report.push(problem)),
        _ if asked => Err(()),
        _ => {
            // The target is looked at even so, to report everything in one run.
            report_target(
                &mut report,
                write::check_target(&options.site, target).err(),
            );
            Err(())
        }
    };
    drop(progress);
    print_report(&report, options.lenient);
    match written {
        Ok(files) => {
            say(&format!("wrote {files} files to {}", target.display()));
            true
        }
        Err(()) => false,
    }
}

fn build_single_file(options: &Options, file: &Path) -> bool {
    let progress = Progress::on_terminal();
    let (outputs, mut report) = crate::build(options, &progress, || Ok(Outputs::in_memory()));
    drop(progress);
    let html = outputs.as_ref().and_then(|it| it.read(single_file::NAME));
    let written = match &html {
        Some(html) => write::write_file(html, &options.site, file, single_file::MARK),
        None => write::check_file(&options.site, file, single_file::MARK),
    };
    let refused = html.is_none() || written.is_err();
    report_target(&mut report, written.err());
    print_report(&report, options.lenient);
    if let Some(html) = html.filter(|_| !refused) {
        let kilobytes = html.len().div_ceil(1000);
        say(&format!("wrote {kilobytes} KB to {}", file.display()));
    }
    !refused
}

fn check(options: &Options, target: Option<&Path>) -> bool {
    let nowhere = || Ok(Outputs::nowhere());
    let (outputs, mut report) = crate::build(options, &Progress::on_terminal(), nowhere);
    let target_problem = target.and_then(|out| write::check_target(&options.site, out).err());
    let refused = outputs.is_none() || target_problem.is_some();
    report_target(&mut report, target_problem);
    print_report(&report, options.lenient);
    if let Some(outputs) = outputs.filter(|_| !refused) {
        say(&format!(
            "nothing to mend; a build would write {} files",
            outputs.len()
        ));
    }
    !refused
}

/// Prints what editors have to look at again. That something is due is no failure.
fn list_facts(options: &Options) -> bool {
    let (_, site, report) = crate::read(options);
    if report.refuses(true) {
        print_report(&report, true);
        return false;
    }
    say(review::list(&site, options.date).trim_end());
    true
}

/// Prints how much of each letter its sample cases try. A case that is wrong is a failure.
fn list_letters(options: &Options) -> bool {
    let (sources, site, mut report) = crate::read(options);
    let samples = samples::write(&site, &sources, &mut report);
    if report.refuses(true) {
        print_report(&report, true);
        return false;
    }
    say(samples.list().trim_end());
    true
}

/// Adds the ids of today to each language's record.
fn record_items(options: &Options) -> bool {
    let (sources, site, mut report) = crate::read(options);
    if !report.refuses(true) {
        report = Report::default();
        for language in 0..site.languages.len() {
            let written = items::record(&site, &sources, language).and_then(|record| {
                let Some((path, text)) = record else {
                    return Ok(());
                };
                write::replace(&options.site.join(&path), &text)?;
                say(&format!("recorded the checklist items in {path}"));
                Ok(())
            });
            if let Err(problem) = written {
                report.push(problem);
            }
        }
    }
    print_report(&report, true);
    report.is_empty()
}

fn parse_date(text: &str) -> Result<Date, String> {
    let date = text.parse::<Datetime>().ok();
    date.filter(|date| date.time.is_none())
        .and_then(|date| date.date)
        .ok_or_else(|| "write it as 2026-11-22".to_owned())
}

/// The only look at the clock.
fn today() -> Date {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let days = u32::try_from(seconds / 86_400).unwrap_or(u32::MAX);
    let day = Day::new(1970, 1, 1).and_then(|epoch| epoch.plus_days(days));
    day.map_or(
        Date {
            year: 9999,
            month: 12,
            day: 31,
        },
        |day| Date {
            year: day.year(),
            month: day.month(),
            day: day.day(),
        },
    )
}

fn report_target(report: &mut Report, problem: Option<Diagnostic>) {
    if let Some(problem) = problem {
        report.push(problem);
    }
}

/// Prints the report to standard error, in colour on a terminal.
pub fn print_report(report: &Report, lenient: bool) {
    if !report.is_empty() {
        let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let _ = io::stderr().write_all(report.render(lenient, color).as_bytes());
    }
}

/// Prints a line to standard output; a closed pipe is no failure.
pub fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
