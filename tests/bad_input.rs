//! Bad input ends in one report of everything that is wrong, exit code 1, and the old site untouched.

mod common;
use common::{SiteFolder, files};

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;

fn good() -> SiteFolder {
    SiteFolder::new().file("index.md", "# 首页\n")
}

/// Builds a good site, then expects the changed one to be refused with exactly this report and the old site untouched.
fn refused(site: &SiteFolder) -> String {
    let before = files(&site.out());
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout, "");
    assert_eq!(files(&site.out()), before, "the old site has changed");
    let check = site.run(&["check", "site"]);
    assert_eq!(check.code, Some(1));
    assert_eq!(check.stderr, run.stderr, "check and build disagree");
    run.stderr
}

fn built_then(change: impl FnOnce(&SiteFolder)) -> String {
    let site = good();
    site.built(&[]);
    change(&site);
    refused(&site)
}

#[test]
fn everything_is_reported_at_once_with_file_line_and_remedy() {
    let report = built_then(|site| {
        site.write("a.md", "# 甲\n\n见[乙](bb.md)，又见[丙](c.md#第三节)。\n");
        site.write(
            "b.md",
            "+++\ntitel = \"乙\"\nweight = \"重\"\n+++\n\n正文\n",
        );
        site.write("c.md", "# 丙\n\n## 第二节\n\n依据[@law-1]。\n");
        site.write("facts/laws.toml", "[[fact]]\nid = \"law-2\"\nkind = \"rule\"\ntitle = \"某规定\"\ntext = \"…\"\nconfidence = \"official\"\nchecked = 2026-01-01\n");
    });
    insta::assert_snapshot!(report);
}

#[test]
fn two_pages_at_one_address() {
    let report = built_then(|site| site.write("index.markdown", "# 又一个首页\n"));
    assert_eq!(
        report,
        "error: its address `index.html` is already taken by index.markdown\n\
         --> index.md\n \
         = help: rename one of the two files\n\n\
         1 error found, nothing was written\n"
    );
}

#[test]
fn a_page_and_a_file_at_one_address() {
    let report = built_then(|site| {
        site.write("a.md", "# 甲\n");
        site.write("a.html", "<p>另一个甲");
    });
    assert!(
        report.contains("its address `a.html` is already taken"),
        "{report}"
    );
}

#[test]
fn addresses_that_differ_only_in_case() {
    let report = built_then(|site| {
        site.write("Guide.md", "# 甲\n");
        site.write("guide.md", "# 乙\n");
    });
    assert!(report.contains("only in upper and lower case"), "{report}");
}

#[test]
fn the_same_heading_id_twice() {
    let report = built_then(|site| site.write("a.md", "# 甲\n\n## 乙 {#x}\n\n## 丙 {#x}\n"));
    assert!(report.contains("`x`"), "{report}");
    assert!(report.contains("a.md:5"), "{report}");
}

#[test]
fn text_that_is_not_utf_8() {
    let report = built_then(|site| site.write("a.md", b"# \xbc\xd7\n"));
    assert!(report.contains("error: line 1 is not UTF-8"), "{report}");
    assert!(report.contains("a.md"), "{report}");
}

#[test]
fn two_facts_with_one_id() {
    let fact = "[[fact]]\nid = \"x\"\nkind = \"rule\"\ntitle = \"甲\"\ntext = \"…\"\nconfidence = \"official\"\nchecked = 2026-01-01\n";
    let report = built_then(|site| {
        site.write("facts/a.toml", fact);
        site.write("facts/b.toml", fact);
    });
    assert!(
        report.contains("error: the id `x` is used twice, first in facts/a.toml"),
        "{report}"
    );
    assert!(report.contains("facts/b.toml:2"), "{report}");
}

#[test]
fn a_fact_of_unknown_confidence_is_not_printable() {
    let report = built_then(|site| {
        site.write("facts/a.toml", "[[fact]]\nid = \"x\"\nkind = \"rule\"\ntitle = \"甲\"\ntext = \"…\"\nconfidence = \"C\"\nchecked = 2026-01-01\n");
    });
    assert!(report.contains("unknown variant `C`"), "{report}");
    assert!(report.contains("facts/a.toml:6"), "{report}");
}

#[test]
fn an_unknown_setting() {
    let report = built_then(|site| site.write("site.toml", "titel = \"x\"\n"));
    assert!(report.contains("unknown field `titel`"), "{report}");
    assert!(report.contains("site.toml:1"), "{report}");
}

#[test]
fn a_mistake_in_a_template() {
    let report = built_then(|site| {
        site.write("site.toml", "templates = \"theme\"\n");
        site.write(
            "theme/page.html",
            "{% extends \"base.html\" %}\n{% block main %}{{ page.titel }}{% endblock main %}\n",
        );
        site.write("a.md", "# 甲\n");
    });
    assert!(report.contains("theme/page.html:2"), "{report}");
    assert!(report.contains("titel"), "{report}");
}

#[test]
fn a_template_that_does_not_parse() {
    let report = built_then(|site| {
        site.write("site.toml", "templates = \"theme\"\n");
        site.write("theme/page.html", "{% if x %}\n");
    });
    assert!(report.contains("theme/page.html"), "{report}");
}

#[test]
fn a_letter_with_mistakes() {
    let report = built_then(|site| {
        site.write("fields.toml", "[name]\nlabel = \"姓名\"\ntype = \"text\"\n");
        site.write(
            "letter.md",
            "+++\ntitle = \"信\"\nkind = \"letter\"\ngroups = [{ title = \"你\", fields = [\"name\"] }]\n+++\n\n```letter\n# 信\n\n{nane}{if name}您好\n```\n",
        );
    });
    assert!(report.contains("letter.md:10"), "{report}");
}

#[test]
fn a_field_that_a_letter_misspells() {
    let report = built_then(|site| {
        site.write("fields.toml", "[name]\nlabel = \"姓名\"\ntype = \"text\"\n");
        site.write(
            "letter.md",
            "+++\ntitle = \"信\"\nkind = \"letter\"\ngroups = [{ title = \"你\", fields = [\"name\"] }]\n+++\n\n```letter\n# 信\n\n我是{nane}。\n```\n",
        );
    });
    assert!(report.contains("there is no field `nane`"), "{report}");
    assert!(report.contains("did you mean `name`?"), "{report}");
    assert!(report.contains("letter.md:10:3"), "{report}");
}

#[test]
fn an_empty_folder() {
    let site = SiteFolder::new();
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("the folder holds no page"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_that_is_not_there() {
    let site = SiteFolder::new();
    let run = site.run(&["build", "nowhere", "--out", "out"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
    assert!(run.stderr.contains("no such folder"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_that_leads_in_a_circle() {
    let report = built_then(|site| {
        symlink(site.site(), site.site().join("again")).expect("a link");
    });
    assert!(
        report.contains("the symbolic link leads back to a folder above it"),
        "{report}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read() {
    let report = built_then(|site| {
        symlink("nowhere", site.site().join("a.md")).expect("a link");
    });
    assert!(report.contains("a.md"), "{report}");
    assert!(report.contains("cannot be read"), "{report}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_does_not_hang_the_build() {
    let report = built_then(|site| {
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            site.site().join("a.md"),
            rustix::fs::Mode::RUSR,
        )
        .expect("a pipe");
    });
    assert!(report.contains("not a regular file"), "{report}");
}

#[test]
fn script_in_a_page_is_refused() {
    for (text, line) in [
        ("# 甲\n\n[点](javascript:alert(1))\n", 3),
        ("# 甲\n\n[点](<JaVa\tScript:alert(1)>)\n", 3),
        ("# 甲\n\n<a href=\"&#106;avascript:alert(1)\">点</a>\n", 3),
        ("# 甲\n\n<img src=\"a.png\" onerror=\"alert(1)\">\n", 3),
        ("# 甲\n\n<script>alert(1)</script>\n", 3),
        ("# 甲\n\n<p\nonclick=alert(1)>\n", 3),
    ] {
        let report = built_then(|site| {
            site.write("a.png", b"");
            site.write("a.md", text);
        });
        assert!(
            report.contains(&format!("a.md:{line}")) || report.contains("a.md:4"),
            "{text}\n{report}"
        );
    }
}

#[test]
fn a_base_address_that_is_none() {
    let site = good();
    let run = site.build(&["--base-url", "example.org"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("does not begin with https://"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_old_site_outlives_an_unreadable_folder() {
    let site = good();
    let before = site.built(&[]);
    fs::remove_dir_all(site.site()).expect("removed");
    assert_eq!(site.build(&[]).code, Some(1));
    assert_eq!(files(&site.out()), before);
}

#[test]
fn a_mistake_in_what_all_pages_rest_on_is_not_hidden_by_what_follows_from_it() {
    let letter = "+++\ntitle = \"信\"\nkind = \"letter\"\ngroups = [{ title = \"谁\", fields = [\"name\"] }]\n+++\n\n```letter\n# 信\n\n{name}[@law-1]\n```\n";
    for (broken, text, line) in [
        (
            "site.toml",
            "languages = [\"zh-CN\"]\ncolour = \"red\"\n",
            2,
        ),
        (
            "facts/laws.toml",
            "[[source]]\nid = \"law\"\nname  \"法\"\n",
            3,
        ),
        ("zh-CN/fields.toml", "[name]\nlabel \"姓名\"\n", 2),
    ] {
        let site = SiteFolder::new()
            .file("site.toml", "languages = [\"zh-CN\"]\n")
            .file(
                "zh-CN/index.md",
                "# 页\n\n应当通知[@law-1]。[去](letters/a.md)\n",
            )
            .file("zh-CN/letters/a.md", letter)
            .file(broken, text);
        for arguments in [&["check", "site"][..], &["check", "site", "--facts"]] {
            let run = site.run(arguments);
            assert_eq!(run.code, Some(1));
            assert!(
                run.stderr.contains(&format!("{broken}:{line}:")),
                "{}",
                run.stderr
            );
            assert_eq!(run.stderr.matches("error:").count(), 1, "{}", run.stderr);
        }
    }
}
