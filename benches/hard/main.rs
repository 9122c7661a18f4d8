//! What large and odd input costs: `cargo bench --bench hard -- --help`.
//!
//! Each case is built in three sizes, of which each has four times the input of the one before, so that a look at the
//! table tells linear growth (four times the time) from quadratic (sixteen times).

#[path = "../document.rs"]
mod document;
#[path = "../measure.rs"]
mod measure;

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HELP: &str = "\
Builds large and odd input, each in three sizes.

  --full      in full size, up to 100000 pages and a page of 50 MB; otherwise a sixteenth of it
  --write     also put the table into docs/benchmark.md";

/// Input that could be too much.
struct Case {
    name: &'static str,
    /// The full size.
    most: usize,
    /// What the size counts.
    unit: &'static str,
    /// Whether the build refuses it.
    refused: bool,
    /// Its pages.
    pages: fn(usize, &mut Write) -> Done,
}

type Done = Result<(), Box<dyn Error>>;

/// Writes a file.
type Write<'a> = dyn FnMut(&str, &str) -> Done + 'a;

const CASES: [Case; 10] = [
    Case {
        name: "tiny pages in folders of 1000",
        most: 100_000,
        unit: "pages",
        refused: false,
        pages: |size, write| {
            write("index.md", "# 首页\n")?;
            (0..size).try_for_each(|number| {
                let path = format!("part-{}/p{number}.md", number / 1000);
                write(&path, &format!("# 第 {number} 页\n\n先冻结。\n"))
            })
        },
    },
    Case {
        name: "tiny pages in one folder",
        most: 100_000,
        unit: "pages",
        refused: false,
        pages: |size, write| {
            write("index.md", "# 首页\n")?;
            (0..size).try_for_each(|number| {
                write(
                    &format!("p{number}.md"),
                    &format!("# 第 {number} 页\n\n先冻结。\n"),
                )
            })
        },
    },
    Case {
        name: "one long page",
        most: 50_000,
        unit: "KB",
        refused: false,
        pages: |size, write| {
            let mut text = String::from("# 首页\n");
            let mut number = 0;
            while text.len() < size * 1000 {
                number += 1;
                let _ = writeln!(
                    text,
                    "\n第 {number} 段：**先冻结账户。**再打电话，`code {number}`，记下时间。"
                );
            }
            write("index.md", &text)
        },
    },
    Case {
        name: "headings on a page",
        most: 80_000,
        unit: "headings",
        refused: false,
        pages: |size, write| {
            on_a_page(size, write, |number| {
                format!("\n## 第 {} 节\n\n话。\n", number % 5000)
            })
        },
    },
    Case {
        name: "links to headings of the page",
        most: 40_000,
        unit: "links",
        refused: false,
        pages: |size, write| {
            let mut text = String::from("# 首页\n");
            for number in 0..size {
                let _ = write!(
                    text,
                    "\n## 第 {number} 节\n\n见[这里](#第-{}-节)。\n",
                    size - 1 - number
                );
            }
            write("index.md", &text)
        },
    },
    Case {
        name: "links to other pages",
        most: 160_000,
        unit: "links",
        refused: false,
        pages: |size, write| {
            (0..100).try_for_each(|number| write(&format!("p{number}.md"), "# 页\n"))?;
            on_a_page(size, write, |number| {
                format!("\n[页](p{}.md)\n", number % 100)
            })
        },
    },
    Case {
        name: "broken links",
        most: 16_000,
        unit: "links",
        refused: true,
        pages: |size, write| on_a_page(size, write, |number| format!("\n[页](gone-{number}.md)\n")),
    },
    Case {
        name: "folders inside of each other",
        most: 320,
        unit: "folders",
        refused: false,
        pages: |size, write| {
            let mut folder = String::new();
            write("index.md", "# 首页\n")?;
            (0..size).try_for_each(|number| {
                let _ = write!(folder, "f{number}/");
                write(&format!("{folder}a.md"), "# 甲\n")
            })
        },
    },
    Case {
        name: "lists 90 deep, again and again",
        most: 1600,
        unit: "lists",
        refused: false,
        pages: |size, write| {
            on_a_page(size, write, |_| {
                let list = (0..90).map(|level| format!("{}- 甲\n", "  ".repeat(level)));
                format!("\n话。\n\n{}", list.collect::<String>())
            })
        },
    },
    Case {
        name: "quotes inside of each other",
        most: 1_600_000,
        unit: "marks",
        refused: true,
        pages: |size, write| write("index.md", &format!("# 首页\n\n{}话\n", ">".repeat(size))),
    },
];

/// A page of as many parts.
fn on_a_page(size: usize, write: &mut Write, part: impl Fn(usize) -> String) -> Done {
    let parts: String = (0..size).map(part).collect();
    write("index.md", &format!("# 首页\n{parts}"))
}

fn main() -> Done {
    if measure::if_called_to()? {
        return Ok(());
    }
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    if words
        .iter()
        .any(|word| word != "--full" && word != "--write")
    {
        println!("{HELP}");
        return Ok(());
    }
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let mut table = String::from(
        "| input | size | CPU seconds | growth for 4× | seconds | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    print!("{table}");
    // Removed in the end: for minutes after a removal ext4 takes longer to make a file.
    let place = tempfile::tempdir()?;
    for (number, case) in CASES.iter().enumerate() {
        let most = if has("--full") {
            case.most
        } else {
            case.most / 16
        };
        let mut before: Option<f64> = None;
        for size in [most / 16, most / 4, most] {
            document::progress(&format!("{}: {size} {}", case.name, case.unit));
            let cost = build(&place.path().join(format!("{number}-{size}")), case, size)?;
            let growth =
                before.map_or_else(String::new, |before| format!("{:.1}×", cost.cpu / before));
            let row = format!(
                "| {} | {size} {} | {:.2} | {growth} | {:.2} | {:.0} |",
                case.name, case.unit, cost.cpu, cost.seconds, cost.memory
            );
            document::progress("");
            println!("{row}");
            table.push_str(&row);
            table.push('\n');
            before = Some(cost.cpu);
        }
    }
    document::progress("");
    println!("{}", document::machine());
    if has("--write") {
        document::put(
            "hard",
            &format!("{table}\n{}, one run each.", document::machine()),
        )?;
    }
    Ok(())
}

fn build(place: &Path, case: &Case, size: usize) -> Result<measure::Cost, Box<dyn Error>> {
    let site = place.join("site");
    (case.pages)(size, &mut |path, text| {
        let file = site.join(path);
        fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
        Ok(fs::write(file, text)?)
    })?;
    let recourse = env!("CARGO_BIN_EXE_recourse");
    let command = [recourse, "build", "site", "--out", "out"].map(str::to_owned);
    measure::run(&command, place, if case.refused { &[1] } else { &[0] })
}
