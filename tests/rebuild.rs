//! Building again after changes gives, byte for byte, what building from nothing gives.

mod common;
use common::SiteFolder;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use recourse::output::Outputs;
use recourse::progress::Progress;
use recourse::rebuild::{Builder, Built};
use recourse::source::Changes;
use recourse::{Options, Purpose, build};
use toml::value::Date;

/// The names that pages can have.
const PAGES: [&str; 9] = [
    "index",
    "a",
    "b",
    "c",
    "guide/index",
    "guide/d",
    "guide/e",
    "guide/deep/f",
    "other/README",
];

/// What pages can say.
const TEXTS: [&str; 15] = [
    "先冻结账户。",
    "## 第一节\n\n再报警。",
    "## 第二节 {#two}\n\n保留证据。",
    "见[甲](/a.md)。",
    "见[甲的一节](/a.md#第一节)，[丁](/guide/d.md#two)。",
    "见[没有的](/nowhere.md#x)。",
    "依据[@law]。",
    "打[=phone]。",
    "- [ ] 截图 {#shot}\n- [ ] 报警 {#police .evidence}",
    "> [!CAUTION]\n> 立刻挂失。",
    "```facts\nkind = \"telephone\"\n```",
    "<script>alert(1)</script>",
    "![图](/picture.png)",
    "**冻结。**随后 wallet",
    "```letter\n# 信\n\n依据{cite law}，请答复。\n```",
];

const FRONTS: [&str; 11] = [
    "",
    "",
    "",
    "+++\ntitle = \"甲的题目\"\n+++\n\n",
    "+++\ntitle = \"乙的题目\"\nweight = 1\ndescription = \"一句话\"\n+++\n\n",
    "+++\nnav_title = \"短\"\nupdated = 2026-01-02\n+++\n\n",
    "+++\nsearch = false\n+++\n\n",
    "+++\nkind = \"situation\"\nurgent = true\n+++\n\n",
    "+++\nno_such_key = 1\n+++\n\n",
    "+++\nkind = \"letter\"\n+++\n\n",
    "+++\nkind = \"case\"\n+++\n\n",
];

/// Files that are no pages, each with what may stand in it; nothing for a file that is not there.
const OTHERS: [(&str, &[Option<&str>]); 7] = [
    (
        "site.toml",
        &[
            None,
            Some("title = \"指南\"\n"),
            Some(
                "title = \"指南\"\ntemplates = \"theme\"\nbase_url = \"https://example.org/x/\"\n",
            ),
            Some("print = false\nurgent = { title = \"急\", page = \"a.md\" }\n"),
            Some("titel = \"错\"\n"),
            Some("single_file = \"all.html\"\nshort_title = \"短\"\n"),
            Some("offline = false\n"),
        ],
    ),
    (
        "theme/page.html",
        &[
            None,
            Some(
                "{% extends \"base.html\" %}{% block main %}<main data-search>{{ page.title }}{% include \"parts/content.html\" %}</main>{% endblock main %}",
            ),
            Some("{% extends \"base.html\" %}{% block main %}{{ page.titel }}{% endblock main %}"),
        ],
    ),
    (
        "facts/a.toml",
        &[
            None,
            Some(
                "[[fact]]\nid = \"law\"\nkind = \"rule\"\ntitle = \"规定\"\ntext = \"说明\"\nconfidence = \"official\"\nchecked = 2026-01-01\n",
            ),
            Some(
                "[[fact]]\nid = \"phone\"\nkind = \"telephone\"\ntitle = \"热线\"\nvalue = \"12345\"\ntext = \"说明\"\nconfidence = \"official\"\nchecked = 2026-01-01\n",
            ),
            Some(
                "[[fact]]\nid = \"phone\"\nkind = \"telephone\"\ntitle = \"热线\"\nvalue = \"54321\"\ntext = \"改了\"\nconfidence = \"secondary\"\nchecked = 2026-02-01\n",
            ),
        ],
    ),
    // The preview's own worker stands there.
    ("service-worker.js", &[None, Some("// mine")]),
    ("synonyms.toml", &[None, Some("报案 = [\"报警\"]\n")]),
    ("picture.png", &[None, Some("no picture"), Some("another")]),
    (
        "items.toml",
        &[None, Some("[items]\na = [\"shot\", \"gone\"]\n")],
    ),
];

#[derive(Debug, Clone)]
enum Change {
    /// Writes a page: its front matter, and some of the texts.
    Write(usize, usize, Vec<usize>),
    /// Adds a text at the end of a page, if it is there.
    Append(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Other(usize, usize),
    /// Saves a page as some editors do: under another name, then moved into place.
    Replace(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let page = || 0..PAGES.len();
    let text = || 0..TEXTS.len();
    let texts = prop::collection::vec(text(), 0..5);
    prop_oneof![
        4 => (page(), 0..FRONTS.len(), texts).prop_map(|(page, front, texts)| Change::Write(page, front, texts)),
        6 => (page(), text()).prop_map(|(page, text)| Change::Append(page, text)),
        1 => page().prop_map(Change::Remove),
        1 => (page(), page()).prop_map(|(from, to)| Change::Rename(from, to)),
        2 => (0..OTHERS.len(), 0..7_usize).prop_map(|(other, content)| Change::Other(other, content)),
        2 => (page(), text()).prop_map(|(page, text)| Change::Replace(page, text)),
    ]
}

/// A site that changes, and what a watch would tell of it.
struct Changing {
    folder: SiteFolder,
    named: BTreeSet<PathBuf>,
    /// Long ago, so that nothing looks too fresh to be trusted; later with every change.
    clock: SystemTime,
}

impl Changing {
    fn new() -> Self {
        let mut site = Self {
            folder: SiteFolder::new(),
            named: BTreeSet::new(),
            clock: SystemTime::now() - Duration::from_secs(1_000_000),
        };
        site.write("index.md", "# 首页\n");
        site.write("a.md", "# 甲\n\n## 第一节\n\n见[乙](b.md#two)。\n");
        site.write("b.md", "# 乙\n\n## 节 {#two}\n\n报警。\n");
        site.write("guide/d.md", "# 丁\n\n## 节 {#two}\n");
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        let site = self.folder.site().canonicalize().expect("the site");
        site.join(path)
    }

    fn touched(&mut self, path: &str) {
        let file = self.path(path);
        if let Ok(file) = File::options().write(true).open(&file) {
            self.clock += Duration::from_secs(1);
            file.set_modified(self.clock).expect("a time");
        }
        self.named.insert(file);
    }

    fn write(&mut self, path: &str, text: &str) {
        self.folder.write(path, text);
        self.touched(path);
    }

    fn text(&self, page: usize) -> Option<String> {
        fs::read_to_string(self.path(&name(page))).ok()
    }

    fn make(&mut self, change: &Change) {
        match change {
            Change::Write(page, front, texts) => {
                let texts: Vec<&str> = texts.iter().map(|text| TEXTS[*text]).collect();
                let heading = if FRONTS[*front].is_empty() {
                    "# 题目\n\n"
                } else {
                    ""
                };
                let text = format!("{}{heading}{}\n", FRONTS[*front], texts.join("\n\n"));
                self.write(&name(*page), &text);
            }
            Change::Append(page, text) => {
                if let Some(old) = self.text(*page) {
                    self.write(&name(*page), &format!("{old}\n{}\n", TEXTS[*text]));
                }
            }
            Change::Replace(page, text) => {
                if self.text(*page).is_some() {
                    self.write(&format!("{}.new", name(*page)), TEXTS[*text]);
                    let from = self.path(&format!("{}.new", name(*page)));
                    fs::rename(from, self.path(&name(*page))).expect("moved");
                    self.touched(&name(*page));
                }
            }
            Change::Remove(page) => {
                let _ = fs::remove_file(self.path(&name(*page)));
                self.touched(&name(*page));
            }
            Change::Rename(from, to) => {
                if let Some(text) = self.text(*from) {
                    fs::remove_file(self.path(&name(*from))).expect("removed");
                    self.touched(&name(*from));
                    self.write(&name(*to), &text);
                }
            }
            Change::Other(other, content) => {
                let (path, contents) = OTHERS[*other];
                match contents[content % contents.len()] {
                    Some(text) => self.write(path, text),
                    None => {
                        let _ = fs::remove_file(self.path(path));
                        self.touched(path);
                    }
                }
            }
        }
    }

    /// What a watch would tell; or nothing exact, as after a rescan.
    fn changes(&mut self, exact: bool) -> Changes {
        let named = std::mem::take(&mut self.named);
        if exact {
            Changes::Of(named)
        } else {
            Changes::Unknown
        }
    }

    fn options(&self) -> Options {
        Options {
            site: self.folder.site(),
            base_url: None,
            lenient: true,
            date: Date {
                year: 2026,
                month: 3,
                day: 1,
            },
            purpose: Purpose::Preview,
        }
    }
}

fn name(page: usize) -> String {
    format!("{}.md", PAGES[page])
}

type Files = BTreeMap<String, Vec<u8>>;

fn files(outputs: &Outputs) -> Files {
    let bytes = |path: &str| outputs.read(path).expect("kept in memory").into_owned();
    outputs
        .iter()
        .map(|(path, _)| (path.to_owned(), bytes(path)))
        .collect()
}

/// The report and the files that a build from nothing gives.
fn from_nothing(options: &Options) -> (String, Option<Files>) {
    let (outputs, report) = build(options, &Progress::silent(), || Ok(Outputs::in_memory()));
    (report.render(true, false), outputs.as_ref().map(files))
}

fn again(built: &Built) -> (String, Option<Files>) {
    let site = built.site.as_ref().map(|site| {
        let mut all = files(&site.outputs);
        all.extend(files(site.index()));
        all
    });
    (built.report.render(true, false), site)
}

fn assert_same(built: &Built, options: &Options) -> Result<(), TestCaseError> {
    let (report, files) = again(built);
    let (true_report, true_files) = from_nothing(options);
    prop_assert_eq!(report, true_report);
    let addresses = |files: &Option<Files>| -> Option<Vec<String>> {
        files.as_ref().map(|files| files.keys().cloned().collect())
    };
    prop_assert_eq!(addresses(&files), addresses(&true_files));
    for (path, bytes) in files.unwrap_or_default() {
        let expected = &true_files.as_ref().expect("the same addresses")[&path];
        prop_assert!(
            bytes == *expected,
            "{} is\n{}\nand not\n{}",
            path,
            String::from_utf8_lossy(&bytes),
            String::from_utf8_lossy(expected)
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_building_again_gives_what_building_from_nothing_gives(
        steps in prop::collection::vec((prop::collection::vec(change(), 1..3), prop::bool::weighted(0.8)), 1..10),
    ) {
        let mut site = Changing::new();
        let options = site.options();
        let mut builder = Builder::new(options.clone());
        site.changes(false);
        assert_same(&builder.build(&Changes::Unknown), &options)?;
        for (changes, exact) in steps {
            for change in &changes {
                site.make(change);
            }
            let told = site.changes(exact);
            assert_same(&builder.build(&told), &options)?;
        }
    }
}

/// How many of a site's files are other bytes in memory after a change: those that were rendered again.
fn rendered(pages: usize, change: impl FnOnce(&mut Changing)) -> usize {
    let mut site = Changing::new();
    for number in 0..pages {
        site.write(
            &format!("many/p{number}.md"),
            &format!("# 第{number}页\n\n## 节\n\n话。\n"),
        );
    }
    let mut builder = Builder::new(site.options());
    let before = builder.build(&Changes::Unknown).site.expect("a good site");
    site.changes(true);
    change(&mut site);
    let told = site.changes(true);
    let after = builder.build(&told).site.expect("a good site");
    let after = after.outputs.iter();
    after
        .filter(|(path, output)| {
            let old = before.outputs.get(path).and_then(|old| old.bytes.as_ref());
            let same = |old: &_| std::sync::Arc::ptr_eq(old, output.bytes.as_ref().expect("bytes"));
            path.ends_with(".html") && *path != "404.html" && !old.is_some_and(same)
        })
        .count()
}

#[test]
fn only_what_depends_on_a_change_is_rendered() {
    let page = |text: &'static str| move |site: &mut Changing| site.write("many/p7.md", text);
    assert_eq!(rendered(100, page("# 第7页\n\n## 节\n\n别的话。\n")), 1);
    assert_eq!(rendered(100, page("# 第7页\n\n## 另一节\n\n话。\n")), 1);
    // The title stands in the navigation of those near by, and in the list of the section.
    let near = rendered(100, page("# 新题目\n\n## 节\n\n话。\n"));
    assert!((10..60).contains(&near), "{near}");
    let with_fact = |site: &mut Changing| {
        site.write("many/p7.md", "# 第7页\n\n## 节\n\n话。\n");
        site.write("picture.png", "x");
    };
    assert_eq!(rendered(100, with_fact), 0);
}
