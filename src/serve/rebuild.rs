//! Builds the site again and again, and tells the terminal and the browsers.

use std::borrow::Cow;

use tokio::sync::watch::Sender;

use crate::Options;
use crate::command::{print_report, say};
use crate::diagnostic::{Diagnostic, Report};
use crate::rebuild::{Builder, Built};
use crate::serve::shown::Shown;
use crate::serve::watch::Watch;
use crate::source::Changes;

/// Builds at once, and then after every change, without end.
pub fn forever(options: &Options, shown: &Sender<Shown>) {
    let mut builder = Builder::new(options.clone());
    let mut folders = vec![options.site.clone()];
    let mut watch = None;
    let mut changes = Changes::Unknown;
    let mut told = Report::default().digest();
    loop {
        // A watch begins before the build reads, so that no change falls between the two. The old one serves as long as
        // nothing but files in known folders has changed: otherwise those may be others by now, even under the same names.
        let watching = match watch.take() {
            Some(watching) if builder.knows(&changes) => watching,
            _ => Watch::begin(&folders),
        };
        let built = builder.build(&changes);
        if built.folders != folders {
            folders = built.folders;
            changes = Changes::Unknown;
            continue;
        }
        let report = with_unwatched(&built.report, &watching);
        // Thousands of warnings take longer to say than a page to build.
        let digest = report.digest();
        if digest != told {
            print_report(&report, options.lenient);
            told = digest;
        }
        show(&built, options.lenient, shown);
        changes = watching.wait();
        watch = Some(watching);
    }
}

/// Says on the terminal which folders will not be noticed to change.
fn with_unwatched<'a>(report: &'a Report, watch: &Watch) -> Cow<'a, Report> {
    let mut report = Cow::Borrowed(report);
    for (folder, reason) in &watch.unwatched {
        let problem = Diagnostic::file(
            folder.display().to_string(),
            format!("changes will not be noticed: {reason}"),
            "let the system watch more files (on Linux: fs.inotify.max_user_watches) and start again",
        );
        report.to_mut().push(problem.tolerable());
    }
    report
}

fn show(built: &Built, lenient: bool, shown: &Sender<Shown>) {
    let before = shown.borrow().clone();
    let after = before.after(built, lenient);
    if (&after.version, &after.problems) == (&before.version, &before.problems) {
        return;
    }
    let is_first = before.version.is_empty();
    if !is_first && after.problems.is_empty() {
        say("rebuilt");
    }
    shown.send_replace(after);
}
