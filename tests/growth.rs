//! The work grows with the input, never with its square.
//!
//! Growth is told by two builds of which one has four times the input, in processor time: linear work takes about four
//! times as long, quadratic sixteen. The bound lies between the two. A file of its own, since the time is that of the
//! whole process.

mod common;
use common::SiteFolder;

use std::sync::{Mutex, PoisonError};
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
    pages_grow_evenly(what, |size| vec![("index.md".to_owned(), make(size))]);
}

fn pages_grow_evenly(what: &str, make: impl Fn(usize) -> Vec<(String, String)>) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut size = 500;
    loop {
        let (little, _) = build_of(&make(size));
        if little < Duration::from_millis(150) && size < 64_000 {
            size *= 2;
            continue;
        }
        let (much, _) = build_of(&make(size * 4));
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

#[test]
fn work_grows_with_the_pages() {
    let small = |number: usize| format!("# 第 {number} 页\n\n先冻结。\n");
    pages_grow_evenly("pages in one folder", |size| {
        let pages = (0..size).map(|number| (format!("p{number}.md"), small(number)));
        pages.collect()
    });
    pages_grow_evenly("pages in folders", |size| {
        let path = |number: usize| format!("f{}/p{number}.md", number / 40);
        let pages = (0..size).map(|number| (path(number), small(number)));
        pages.collect()
    });
    pages_grow_evenly("pages with a broken link", |size| {
        let text = |number: usize| format!("{}[甲](gone.md)\n", small(number));
        let pages = (0..size).map(|number| (format!("p{number}.md"), text(number)));
        pages.collect()
    });
}

#[test]
fn what_a_page_holds_may_be_long() {
    grows_evenly("one paragraph", |size| {
        "先冻结账户，再打电话。\n".repeat(size)
    });
    grows_evenly("one line", |size| "先冻结账户，再打电话。".repeat(size));
    grows_evenly("words that no other page has", |size| {
        repeated(size, |number| {
            let character = |place: u32| {
                let code = (number as u32)
                    .wrapping_mul(2_654_435_761)
                    .rotate_left(place * 11);
                char::from_u32(0x4E00 + code % 20_000).unwrap_or('一')
            };
            let word: String = (0..6).map(character).collect();
            format!("{word}。\n\n")
        })
    });
    grows_evenly("a table", |size| {
        let rows = repeated(size, |number| format!("| {number} | 冻结 |\n"));
        format!("| 数 | 事 |\n| --- | --- |\n{rows}")
    });
    grows_evenly("a code block", |size| {
        format!("```rust\n{}```\n", "let a = b & c < d;\n".repeat(size))
    });
    grows_evenly("raw HTML", |size| {
        repeated(size, |number| {
            format!("<p id=\"p{number}\">话 &amp; 话</p>\n\n")
        })
    });
    grows_evenly("lists ninety deep", |size| {
        let list: String = (0..90)
            .map(|level| format!("{}- 甲\n", "  ".repeat(level)))
            .collect();
        format!("{list}\n话。\n\n").repeat(size / 50)
    });
    grows_evenly("signs that begin a reference", |size| {
        "a && b &lt 话 & ".repeat(size)
    });
}
