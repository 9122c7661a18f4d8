//! The work grows with the input, never with its square.
//!
//! Growth is told by two builds of which one has four times the input, in processor time: linear work takes about four
//! times as long, quadratic sixteen. The bound lies between the two. A file of its own, since the time is that of the
//! whole process.

mod common;
use common::SiteFolder;

use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use recourse::output::Outputs;
use recourse::progress::Progress;
use recourse::{Options, Purpose, build};
use toml::value::Date;

/// The processor time of a build, and its report.
fn build_of(files: &[(String, String)]) -> (Duration, String) {
    let site = SiteFolder::new();
    for (path, text) in files {
        site.write(path, text);
    }
    let options = Options {
        site: site.site(),
        base_url: None,
        lenient: false,
        date: Date {
            year: 2026,
            month: 3,
            day: 1,
        },
        purpose: Purpose::Folder,
    };
    let spent = || {
        let usage = getrusage(UsageWho::RUSAGE_SELF).expect("the system tells");
        let time: TimeVal = usage.user_time() + usage.system_time();
        Duration::from_micros(time.tv_sec() as u64 * 1_000_000 + time.tv_usec() as u64)
    };
    let before = spent();
    let nowhere = || Ok(Outputs::nowhere());
    let (_, report) = build(&options, &Progress::silent(), nowhere);
    let text = report.render(false, false);
    (spent() - before, text)
}

/// Fails if four times the input takes more than nine times as long. What is over in a moment is not judged.
fn grows_evenly(what: &str, make: impl Fn(usize) -> String) {
    let page = |size: usize| vec![("index.md".to_owned(), make(size))];
    let mut size = 500;
    loop {
        let (little, _) = build_of(&page(size));
        if little < Duration::from_millis(150) && size < 64_000 {
            size *= 2;
            continue;
        }
        let (much, _) = build_of(&page(size * 4));
        let base = little.max(Duration::from_millis(150));
        assert!(
            much < base * 9,
            "{what}: {size} take {little:?}, four times as many {much:?}"
        );
        return;
    }
}

fn repeated(size: usize, part: impl Fn(usize) -> String) -> String {
    (0..size).map(part).collect()
}

#[test]
fn work_grows_with_the_input() {
    grows_evenly("paragraphs", |size| {
        repeated(size, |number| format!("第{number}段，先冻结账户。\n\n"))
    });
    grows_evenly("headings", |size| {
        repeated(size, |number| format!("## 节 {number}\n\n"))
    });
    grows_evenly("headings of one name", |size| {
        repeated(size, |_| "## 节\n\n".to_owned())
    });
    grows_evenly("links to headings", |size| {
        let links = repeated(size, |number| format!("[节](#节-{number})\n"));
        let headings = repeated(size, |number| format!("\n## 节 {number}\n"));
        format!("{links}\n{headings}")
    });
    grows_evenly("broken links", |size| {
        repeated(size, |number| format!("[甲](nowhere-{number}.md)\n"))
    });
    grows_evenly("checklist items", |size| {
        repeated(size, |number| format!("- [ ] 截图 {{#item-{number}}}\n"))
    });
    grows_evenly("footnotes", |size| {
        repeated(size, |number| {
            format!("话[^{number}]\n\n[^{number}]: 注\n\n")
        })
    });
    grows_evenly("open brackets", |size| "[a](".repeat(size));
    grows_evenly("emphasis", |size| "冻**结_。~~".repeat(size));
    grows_evenly("lines in deep quotes", |size| {
        format!("{}a\n{}", ">".repeat(90), "b\n".repeat(size))
    });
}
