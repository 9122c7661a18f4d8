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
const PAGES: [&str; 11] = [
    "index",
    "a",
    "b",
    "c",
    "guide/index",
    "guide/d",
    "guide/e",
    "guide/deep/f",
    "other/README",
    "other/g",
    // The print centre's own place.
    "print/index",
];

/// What pages can say.
const TEXTS: [&str; 17] = [
    "先冻结账户。",
    "## 第一节\n\n再报警。",
    "## 第二节 {#two}\n\n保留证据。",
    "见[甲](/a.md)。",
    "见[甲的一节](/a.md#第一节)，[丁](/guide/d.md#two)。",
    "见[没有的](/nowhere.md#x)。",
    "见[己](/guide/deep/f.md)和[庚](/other/g.md#一)。",
    "打 12345，三日内[@law]。",
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

const FRONTS: [&str; 14] = [
    "",
    "",
    "",
    "+++\ntitle = \"甲的题目\"\n+++\n\n",
    "+++\ntitle = \"乙的题目\"\nweight = 1\ndescription = \"一句话\"\n+++\n\n",
    "+++\nnav_title = \"短\"\nupdated = 2026-01-02\n+++\n\n",
    "+++\ntitle = \"丙的题目\"\nweight = 3\nurgent = true\n+++\n\n",
    "+++\nkind = \"faq\"\nweight = 2\ncards = \"guide\"\n+++\n\n",
    "+++\nkind = \"situation\"\nletters = [\"c\"]\n+++\n\n",
    "+++\nsearch = false\n+++\n\n",
    "+++\nkind = \"situation\"\nurgent = true\n+++\n\n",
    "+++\nno_such_key = 1\n+++\n\n",
    "+++\nkind = \"letter\"\n+++\n\n",
    "+++\nkind = \"case\"\n+++\n\n",
];

/// Files that are no pages, each with what may stand in it; nothing for a file that is not there.
const OTHERS: [(&str, &[Option<&str>]); 12] = [
    (
        "site.toml",
        &[
            Some("templates = \"theme\"\n"),
            None,
            Some("title = \"指南\"\ntemplates = \"theme\"\n"),
            Some(
                "title = \"指南\"\ntemplates = \"theme\"\nbase_url = \"https://example.org/x/\"\n",
            ),
            Some(
                "templates = \"theme\"\nprint = false\nurgent = { title = \"急\", page = \"a.md\" }\n",
            ),
            Some("titel = \"错\"\n"),
            Some("single_file = \"all.html\"\nshort_title = \"短\"\n"),
            Some("templates = \"theme\"\nedit_url = \"https://example.org/edit/\"\n"),
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
        "theme/parts/letter-runs.html",
        &[None, Some("<i>{{ blocks | length }}</i>")],
    ),
    (
        "theme/parts/references.html",
        &[
            None,
            Some("{% for it in page.references %}{{ it.number }}{{ it.text }}{% endfor %}"),
            Some("<p>{{ page.title }}"),
            Some("{% if %}"),
        ],
    ),
    (
        "theme/text/zh-CN.toml",
        &[
            None,
            Some(concat!(
                include_str!("../templates/text/zh-CN.toml"),
                "
[more]
word = \"词\"
"
            )),
            Some(
                "[body]
note = \"注\"
",
            ),
        ],
    ),
    (
        "facts/a.toml",
        &[
            Some(
                "[[fact]]\nid = \"law\"\nkind = \"rule\"\ntitle = \"规定\"\ntext = \"说明\"\nconfidence = \"official\"\nchecked = 2026-01-01\n",
            ),
            Some(
                "[[source]]\nid = \"book\"\nname = \"书\"\n\n[[fact]]\nid = \"law\"\nkind = \"rule\"\nsource = \"book\"\narticle = \"第三条\"\ntext = \"三日内打 12345\"\nconfidence = \"official\"\nchecked = 2026-01-01\n",
            ),
            Some(
                "[[fact]]\nid = \"law\"\nkind = \"rule\"\ntitle = \"规定\"\ntext = \"说明\"\nconfidence = \"official\"\nchecked = 2026-01-01\nbasis = [\"phone\"]\nin_force_from = 2026-02-01\n",
            ),
            None,
        ],
    ),
    (
        "facts/b.toml",
        &[
            Some(
                "[[fact]]\nid = \"phone\"\nkind = \"telephone\"\ntitle = \"热线\"\nvalue = \"12345\"\ntext = \"说明\"\nconfidence = \"official\"\nchecked = 2026-01-01\n",
            ),
            Some(
                "[[fact]]\nid = \"phone\"\nkind = \"telephone\"\ntitle = \"热线\"\nvalue = \"54321\"\ntext = \"改了\"\nconfidence = \"secondary\"\nchecked = 2026-02-01\n",
            ),
            None,
        ],
    ),
    // The preview's own worker stands there.
    ("service-worker.js", &[None, Some("// mine")]),
    ("synonyms.toml", &[None, Some("报案 = [\"报警\"]\n")]),
    (
        "picture.png",
        &[
            Some("GIF89a\u{1}\0\u{2}\0\0\0\0"),
            None,
            Some("no picture"),
            Some("GIF89a\u{3}\0\u{4}\0\0\0\0"),
        ],
    ),
    (
        "items.toml",
        &[None, Some("[items]\na = [\"shot\", \"gone\"]\n")],
    ),
    // A page that is not UTF-8: see `Changing::write_other`.
    ("guide/h.md", &[None, Some("# 辛\n"), Some("\u{0}")]),
];

#[derive(Debug, Clone)]
enum Change {
    /// Writes a page: its front matter, and some of the texts.
    Write(usize, usize, Vec<usize>),
    /// Adds a text at the end of a page, if it is there.
    Append(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    /// Moves a folder to another place, of which a watch tells nothing but the folders' names.
    MoveFolder(bool),
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
        1 => any::<bool>().prop_map(Change::MoveFolder),
        4 => (0..OTHERS.len(), 0..8_usize).prop_map(|(other, content)| Change::Other(other, content)),
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
        site.write("theme/.keep", "");
        for (path, contents) in OTHERS {
            site.write_other(path, contents[0]);
        }
        site.write("index.md", "# 首页\n");
        site.write("a.md", "# 甲\n\n## 第一节\n\n见[乙](b.md#two)。\n");
        site.write("b.md", "# 乙\n\n## 节 {#two}\n\n报警，打[=phone]。\n");
        site.write("guide/d.md", "# 丁\n\n## 节 {#two}\n");
        site.write("guide/e.md", "# 戊\n\n依据[@law]。\n");
        site.write("guide/deep/f.md", "# 己\n\n见[庚](../../other/g.md)。\n");
        site.write("other/g.md", "# 庚\n\n## 一\n\n- [ ] 依据[@law] {#law}\n");
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

    fn write_other(&mut self, path: &str, text: Option<&str>) {
        match text {
            Some("\u{0}") => {
                self.folder.write(path, b"\xff");
                self.touched(path);
            }
            Some(text) => self.write(path, text),
            None => {
                let _ = fs::remove_file(self.path(path));
                self.touched(path);
            }
        }
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
                self.write_other(path, contents[content % contents.len()]);
            }
            Change::MoveFolder(back) => {
                let (from, to) = match back {
                    false => ("guide", "other/moved"),
                    true => ("other/moved", "guide"),
                };
                if fs::rename(self.path(from), self.path(to)).is_ok() {
                    self.named.extend([self.path(from), self.path(to)]);
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
        let first = builder.build(&Changes::Unknown);
        prop_assert!(first.site.is_some(), "{}", first.report.render(true, false));
        assert_same(&first, &options)?;
        for (changes, exact) in steps {
            for change in &changes {
                site.make(change);
            }
            let told = site.changes(exact);
            assert_same(&builder.build(&told), &options)?;
        }
    }
}

#[test]
fn every_other_file_in_every_way_gives_what_building_from_nothing_gives() {
    let mut site = Changing::new();
    site.write(
        "guide/deep/f.md",
        "# 己\n\n![图](/picture.png) 依据[@law]，打[=phone]。\n",
    );
    let options = site.options();
    let mut builder = Builder::new(options.clone());
    site.changes(false);
    builder.build(&Changes::Unknown);
    for (path, contents) in OTHERS {
        for text in contents.iter().chain(&contents[..1]) {
            site.write_other(path, *text);
            let told = site.changes(true);
            if let Err(error) = assert_same(&builder.build(&told), &options) {
                panic!("{path}: {error}");
            }
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
    let before = builder.build(&Changes::Unknown);
    let report = before.report.render(true, false);
    let before = before.site.expect(&report);
    site.changes(true);
    change(&mut site);
    let told = site.changes(true);
    let after = builder.build(&told).site.expect("a good site");
    let after = after.outputs.iter();
    after
        .filter(|(path, output)| {
            let old = before.outputs.get(path).and_then(|old| old.bytes.as_ref());
            let same = |old: &_| std::sync::Arc::ptr_eq(old, output.bytes.as_ref().expect("bytes"));
            // The sheets of paper are few, and made with each build; the theme's folder is copied like any other.
            let others = ["print/", "theme/"]
                .iter()
                .any(|folder| path.starts_with(folder));
            let is_page = path.ends_with(".html") && !others;
            is_page && *path != "404.html" && !old.is_some_and(same)
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
    let saved_again = |site: &mut Changing| {
        site.write("many/p7.md", "# 第7页\n\n## 节\n\n话。\n");
        site.write("picture.png", "x");
    };
    assert_eq!(rendered(100, saved_again), 0);
    // Cited by one page; by none.
    let (telephones, contents) = OTHERS[6];
    let fact = |site: &mut Changing| site.write_other(telephones, contents[1]);
    assert_eq!(rendered(100, fact), 1);
    let new_fact = |site: &mut Changing| {
        let text = contents[0]
            .expect("a text")
            .replace("\"phone\"", "\"other\"");
        site.write("facts/c.toml", &text);
    };
    assert_eq!(rendered(100, new_fact), 0);
    // Used by pages with a letter; by pages that cite anything.
    let template = |path: &'static str| move |site: &mut Changing| site.write(path, "<hr>");
    assert_eq!(rendered(100, template("theme/parts/letter-runs.html")), 0);
    assert_eq!(rendered(100, template("theme/parts/references.html")), 3);
    // Its section lists it, and so do its neighbours there; the last page before it and the first after it lead to it.
    let new_page = |site: &mut Changing| site.write("guide/new.md", "# 新的一页\n");
    let near = rendered(100, new_page);
    assert!((4..9).contains(&near), "{near}");
    let removed = |site: &mut Changing| site.make(&Change::Remove(5));
    let near = rendered(100, removed);
    assert!((3..8).contains(&near), "{near}");
}

#[test]
fn what_cannot_be_read_is_said_until_it_can() {
    let mut site = Changing::new();
    let mut builder = Builder::new(site.options());
    builder.build(&Changes::Unknown);
    site.changes(true);
    site.write_other("guide/h.md", Some("\u{0}"));
    let said = |builder: &mut Builder, site: &mut Changing| {
        let told = site.changes(true);
        builder.build(&told).report.render(true, false)
    };
    assert!(said(&mut builder, &mut site).contains("guide/h.md"));
    site.write("a.md", "# 别的\n");
    assert!(said(&mut builder, &mut site).contains("guide/h.md"));
    site.write("guide/h.md", "# 辛\n");
    assert!(!said(&mut builder, &mut site).contains("guide/h.md"));
}
