//! Articles of law in letters: named by facts, checked at the build, plain words on the page.

mod common;
use common::SiteFolder;

const FACTS: &str = r#"
[[source]]
id = "some-law"
name = "中华人民共和国某法"
short = "某法"
in_force_from = 2020-01-01
confidence = "full-text"
checked = 2026-01-01

[[source]]
id = "other-rules"
name = "别的规定"
in_force_from = 2026-12-01
confidence = "full-text"
checked = 2026-01-01

[[fact]]
id = "some-law-7"
kind = "article"
source = "some-law"
article = "第七条第一款"
text = "公司应当答复。"
confidence = "full-text"
checked = 2026-01-01

[[fact]]
id = "some-law-8"
kind = "article"
source = "some-law"
article = "第八条"
text = "公司应当说明理由。"
confidence = "full-text"
checked = 2026-01-01

[[fact]]
id = "other-rules-1"
kind = "article"
source = "other-rules"
article = "第一条"
text = "以后才有。"
confidence = "full-text"
checked = 2026-01-01

[[fact]]
id = "some-law-9"
kind = "article"
source = "some-law"
article = "第九条"
text = "公司应当赔。"
confidence = "secondary"
checked = 2026-01-01

[[fact]]
id = "rule-some"
kind = "rule"
title = "某规则"
text = "某规则。"
confidence = "full-text"
checked = 2026-01-01
"#;

fn site(letter: &str) -> SiteFolder {
    SiteFolder::new()
        .file("index.md", "# 首页\n\n还有规则[@rule-some]，还有一条[@some-law-9]。\n")
        .file("facts/facts.toml", FACTS)
        .file(
            "fields.toml",
            "[name]\nlabel = \"姓名\"\ntype = \"text\"\n",
        )
        .file(
            "letters/letter.md",
            format!(
                "+++\ntitle = \"信\"\nkind = \"letter\"\ngroups = [{{ title = \"填写\", fields = [\"name\"] }}]\n+++\n\n什么时候用。\n\n```letter\n# 信\n\n{letter}\n\n>> {{name}}\n```\n"
            ),
        )
}

/// The build's report on a letter, from the letter's first line on.
fn report(letter: &str) -> String {
    let run = site(letter).run(&["check", "site", "--date", "2026-11-22"]);
    run.stderr
}

#[test]
fn an_article_is_written_out_and_referred_to() {
    let site = site("{cite some-law-7}、{article some-law-8}：请答复。");
    let run = site.build(&["--date", "2027-01-01", "--lenient"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let page = site.page("letters/letter.html");
    assert!(
        page.contains("《中华人民共和国某法》第七条第一款、第八条：请答复。"),
        "{page}"
    );
    assert!(!page.contains("{cite") && !page.contains("{article"));
    for id in ["some-law-7", "some-law-8"] {
        assert!(page.contains(&format!("id=\"ref-{id}\"")), "{page}");
    }
    assert!(
        !run.stderr.contains("nothing uses the fact `some-law"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("nothing uses the fact `other-rules-1`"));
}

#[test]
fn what_is_no_article_in_force_is_refused_where_it_stands() {
    for (letter, message, remedy) in [
        (
            "{cite some-law-70}",
            "there is no fact `some-law-70`",
            "did you mean `some-law-7`? otherwise add it to a file in facts/",
        ),
        (
            "{cite rule-some}",
            "the fact `rule-some` is no article",
            "name an article, or write out what the letter is to say",
        ),
        (
            "{cite some-law-9}",
            "the letter states `some-law-9`, which is known at second hand only",
            "take it out; the page's prose can cite it, `[@some-law-9]`, with the remark that goes with it",
        ),
        (
            "{cite other-rules-1}",
            "the fact `other-rules-1` is not in force on 2026-11-22, only from 2026-12-01",
            "cite what is in force until then, or publish on 2026-12-01 or later",
        ),
    ] {
        let report = report(letter);
        let told = format!("error: {message}\n");
        assert!(report.contains(&told), "{report}");
        assert!(report.contains("letters/letter.md:12:"), "{report}");
        assert!(report.contains(&format!("= help: {remedy}")), "{report}");
    }
}

#[test]
fn an_article_alone_stands_behind_its_law_in_every_letter() {
    let refused = |letter: &str| {
        report(letter).contains(
            "the law of `some-law-8` is not the last one named before, or not in every letter",
        )
    };
    assert!(refused("{article some-law-8}"));
    assert!(refused(
        "{if name}{cite some-law-7}{end}{article some-law-8}"
    ));
    assert!(refused(
        "{cite some-law-7}{cite other-rules-1}{article some-law-8}"
    ));
    assert!(refused(
        "{cite some-law-7}{if name}{cite other-rules-1}{end}{article some-law-8}"
    ));
    assert!(!refused(
        "{if name}{cite some-law-7}{else}{cite some-law-8}{end}{article some-law-8}"
    ));
    assert!(!refused(
        "{cite some-law-7}{if name}{article some-law-8}{end}"
    ));
}
