//! The commands: what each does, and what it prints.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::{Diagnostic, Report};
use crate::{Options, serve, write};

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
    },
    /// Find everything that a build would refuse, and write nothing
    Check {
        #[command(flatten)]
        site: SiteArgs,
        /// Also see whether this output folder could be written
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Build, serve on this machine only, and rebuild at every change
    Serve {
        #[command(flatten)]
        site: SiteArgs,
        /// The port; by default the first free one from 3000
        #[arg(long)]
        port: Option<u16>,
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
}

impl SiteArgs {
    fn options(&self) -> Options {
        Options {
            site: self.site.clone(),
            base_url: self.base_url.clone(),
            lenient: self.lenient,
        }
    }
}

/// Runs the command, prints what there is to say, and gives the exit code: 1 if anything was refused.
pub fn run(command: &Command) -> ExitCode {
    let succeeded = match &command.action {
        Action::Build { site, out } => build(&site.options(), out),
        Action::Check { site, out } => check(&site.options(), out.as_deref()),
        Action::Serve { site, port } => serve::run(&site.options(), *port),
    };
    if succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn build(options: &Options, target: &Path) -> bool {
    let (outputs, mut report) = crate::build(options);
    let written = match outputs {
        Some(outputs) => write::write(&outputs, &options.site, target)
            .map(|()| outputs.len())
            .map_err(|problem| report.push(problem)),
        None => {
            // The target is looked at even so, to report everything in one run.
            if let Err(problem) = write::check_target(&options.site, target) {
                report.push(problem);
            }
            Err(())
        }
    };
    print_report(&report, options.lenient);
    match written {
        Ok(files) => {
            say(&format!("wrote {files} files to {}", target.display()));
            true
        }
        Err(()) => false,
    }
}

fn check(options: &Options, target: Option<&Path>) -> bool {
    let (outputs, mut report) = crate::build(options);
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
