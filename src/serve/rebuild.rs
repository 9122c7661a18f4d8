//! Builds the site again and again, and tells the terminal and the browsers.

use tokio::sync::watch::Sender;

use crate::command::{print_report, say};
use crate::diagnostic::{Diagnostic, Report};
use crate::serve::shown::Shown;
use crate::serve::watch::Watch;
use crate::{Built, Options, build_tracked};

/// Builds at once, and then after every change, without end.
pub fn forever(options: &Options, shown: &Sender<Shown>) {
    let mut folders = vec![options.site.clone()];
    let mut told = String::new();
    loop {
        // The watch begins before the build reads, so that no change falls between the two.
        let watch = Watch::begin(&folders);
        let built = build_tracked(options);
        if built.folders != folders {
            folders = built.folders;
            continue;
        }
        let report = with_unwatched(&built.report, &watch);
        let text = report.render(options.lenient, false);
        if text != told {
            print_report(&report, options.lenient);
            told = text;
        }
        show(&built, options.lenient, shown);
        watch.wait();
    }
}

/// Says on the terminal which folders will not be noticed to change.
fn with_unwatched(report: &Report, watch: &Watch) -> Report {
    let mut report = report.clone();
    for (folder, reason) in &watch.unwatched {
        let problem = Diagnostic::file(
            folder.display().to_string(),
            format!("changes will not be noticed: {reason}"),
            "let the system watch more files (on Linux: fs.inotify.max_user_watches) and start again",
        );
        report.push(problem.tolerable());
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
