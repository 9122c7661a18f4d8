//! How long an editor waits: from saving a file to the browser being told to load the page again, over the connection
//! that the browser has. `cargo bench --bench preview -- --help`.

#[path = "../peers/corpus.rs"]
mod corpus;
#[path = "../document.rs"]
mod document;

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

const HELP: &str = "\
Saves files of a large site while `recourse serve` shows it, and takes the time until the browser is told.

  --pages N         how many pages; by default 10000
  --runs N          how often each change is made; by default 15
  --corpus FOLDER   a folder of Markdown to repeat, in place of the guide's own pages
  --write           also put the table into docs/benchmark.md";

/// So long nothing more may come before the next save: whatever a save causes has come by then.
const REST: Duration = Duration::from_millis(300);

/// A file, and its new text.
type Save = (PathBuf, String);

/// A change that an editor makes.
struct Change {
    name: &'static str,
    /// What is saved, given the run's number.
    save: fn(&Site, usize) -> Save,
}

const CHANGES: [Change; 7] = [
    Change {
        name: "words of a page",
        save: |site, run| site.page(|text| format!("{text}\n又改了 {run} 次。\n")),
    },
    Change {
        name: "a heading",
        save: |site, run| site.page(|text| format!("{text}\n## 又一节 {run}\n")),
    },
    Change {
        name: "a page's title, which its section's navigation shows",
        save: |site, run| {
            site.page(|text| {
                let body = text.split_once('\n').map_or("", |(_, body)| body);
                format!("# 另一个题目 {run}\n{body}")
            })
        },
    },
    Change {
        name: "a new page",
        save: |site, run| {
            let file = site.folder.join(format!("part-0001/new-{run}.md"));
            (file, "# 新页\n\n话。\n".to_owned())
        },
    },
    Change {
        name: "a template",
        save: |site, run| {
            let text = format!("<p>{{{{ text.privacy }}}} {run}</p>\n");
            (site.folder.join("templates/parts/read-aloud.html"), text)
        },
    },
    Change {
        name: "a fact",
        save: |site, run| (site.folder.join("facts/numbers.toml"), fact(run)),
    },
    Change {
        name: "the site's settings",
        save: |site, run| {
            let text = format!("{SETTINGS}footer = \"改了 {run} 次\"\n");
            (site.folder.join("site.toml"), text)
        },
    },
];

const SETTINGS: &str = "title = \"全部\"\ntemplates = \"templates\"\n";

fn fact(run: usize) -> String {
    format!(
        "[[fact]]\nid = \"desk\"\nkind = \"rule\"\ntitle = \"服务台\"\ntext = \"第 {run} 次改过。\"\nconfidence = \"official\"\nchecked = 2026-01-01\n"
    )
}

/// The site that is changed.
struct Site {
    folder: PathBuf,
    /// The page that is open in the editor, and its text.
    open: PathBuf,
    text: String,
}

impl Site {
    fn page(&self, change: impl Fn(&str) -> String) -> Save {
        (self.open.clone(), change(&self.text))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (mut pages, mut runs, mut own, mut write) = (10_000, 15, None, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("`{word}` needs a value"));
        match word.as_str() {
            "--pages" => pages = value()?.parse()?,
            "--runs" => runs = value()?.parse()?,
            "--corpus" => own = Some(PathBuf::from(value()?)),
            "--write" => write = true,
            _ => {
                println!("{HELP}");
                return Ok(());
            }
        }
    }
    let place = tempfile::tempdir()?;
    let site = prepare(place.path(), pages, own.as_deref())?;
    document::progress("building the site for the first time");
    let mut server = Command::new(env!("CARGO_BIN_EXE_recourse"))
        .args(["serve", "--lenient", "--port", "0"])
        .arg(&site.folder)
        .stdout(Stdio::piped())
        // Why it refuses the site, if it does.
        .stderr(Stdio::inherit())
        .spawn()?;
    let table = measured(&site, &mut server, runs);
    server.kill()?;
    server.wait()?;
    document::progress("");
    let about = format!("{pages} pages; {}; {runs} saves each.", document::machine());
    let table = table?;
    println!("{table}\n{about}");
    if write {
        document::put("preview", &format!("{table}\n{about}"))?;
    }
    Ok(())
}

fn prepare(place: &Path, pages: usize, own: Option<&Path>) -> Result<Site, Box<dyn Error>> {
    let folder = place.join("site");
    let corpus = corpus::write(&folder, &corpus::read(own)?, pages)?;
    for path in &corpus.paths {
        let file = folder.join(path);
        fs::write(&file, without_numbers(&fs::read_to_string(&file)?))?;
    }
    fs::create_dir_all(folder.join("templates/parts"))?;
    fs::create_dir_all(folder.join("facts"))?;
    fs::write(folder.join("site.toml"), SETTINGS)?;
    fs::write(folder.join("templates/parts/read-aloud.html"), "")?;
    fs::write(folder.join("facts/numbers.toml"), fact(0))?;
    let open = corpus.folder.join(&corpus.paths[corpus.paths.len() / 2]);
    let text = format!("{}\n见服务台[@desk]。\n", fs::read_to_string(&open)?);
    fs::write(&open, &text)?;
    Ok(Site { folder, open, text })
}

/// Where there are facts, pages may say no number that none of them says.
fn without_numbers(text: &str) -> String {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万两半".contains(c);
    let line = |line: &str| match line.starts_with('#') || line.contains("](") {
        true => line.to_owned(),
        false => line.replace(is_number, "某"),
    };
    text.lines().map(|it| line(it) + "\n").collect()
}

fn measured(site: &Site, server: &mut Child, runs: usize) -> Result<String, Box<dyn Error>> {
    let told = listen(server)?;
    shown(&told, Duration::from_secs(600))?;
    let mut table =
        String::from("| change | median, ms | fastest | slowest |\n| --- | ---: | ---: | ---: |\n");
    for change in &CHANGES {
        let mut times = Vec::new();
        for run in 1..=runs {
            document::progress(&format!("{}: {run} of {runs}", change.name));
            let (file, text) = (change.save)(site, run);
            while told.recv_timeout(REST).is_ok() {}
            let start = Instant::now();
            fs::write(file, text)?;
            let at = shown(&told, Duration::from_secs(60))
                .map_err(|error| format!("{}: {error}", change.name))?;
            times.push((at - start).as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let _ = writeln!(
            table,
            "| {} | {:.0} | {:.0} | {:.0} |",
            change.name,
            times[times.len() / 2],
            times[0],
            times[times.len() - 1]
        );
    }
    Ok(table)
}

/// When the browser was told, and whether the site was refused.
type Told = (Instant, bool);

/// Waits until a site is shown; when that was told.
fn shown(told: &Receiver<Told>, patience: Duration) -> Result<Instant, String> {
    match told.recv_timeout(patience) {
        Ok((at, false)) => Ok(at),
        Ok((_, true)) => Err("the site is refused; see it with `recourse check`".to_owned()),
        Err(error) => Err(format!("nothing was told: {error}")),
    }
}

/// Listens as the browser's reload client does. What the server says before anything is built is passed over.
fn listen(server: &mut Child) -> Result<Receiver<Told>, Box<dyn Error>> {
    let stdout = server.stdout.take().ok_or("no output")?;
    let line = BufReader::new(stdout)
        .lines()
        .next()
        .ok_or("no address")??;
    let address = line
        .strip_prefix("http://")
        .and_then(|rest| rest.strip_suffix('/'))
        .ok_or("no address")?;
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET /.recourse/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    )?;
    let (sender, told) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let at = Instant::now();
            let data = line.strip_prefix("data: ");
            let Some(data) = data.and_then(|it| serde_json::from_str::<serde_json::Value>(it).ok())
            else {
                continue;
            };
            let is_empty = |key: &str| data[key].as_str().is_none_or(str::is_empty);
            let waits = is_empty("version") && is_empty("problems");
            if !waits && sender.send((at, !is_empty("problems"))).is_err() {
                break;
            }
        }
    });
    Ok(told)
}
