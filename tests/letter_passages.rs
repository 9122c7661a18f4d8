//! Passages that letters share: printed as if they stood in each letter, mistakes told in the file where they were made.

mod common;
use common::SiteFolder;

const FIELDS: &str = "[name]\nlabel = \"姓名\"\ntype = \"text\"\n\n[kind]\nlabel = \"哪一种\"\ntype = \"choice\"\noptions = [\"退款\", \"换货\"]\n";

fn letter(body: &str, fields: &str) -> String {
    format!(
        "+++\ntitle = \"信\"\nkind = \"letter\"\ngroups = [{{ title = \"填写\", fields = [{fields}] }}]\n+++\n\n什么时候用。\n\n```letter\n{body}```\n"
    )
}

/// A site with the letters `a` and `b` of this body, and these passages beside them.
fn site(body: &str, passages: &[(&str, &str)]) -> SiteFolder {
    let mut site = SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("fields.toml", FIELDS);
    for name in ["a", "b"] {
        site = site.file(
            &format!("letters/{name}.md"),
            letter(body, r#""name", "kind""#),
        );
    }
    for (name, text) in passages {
        site = site.file(&format!("letters/{name}.passage.txt"), text);
    }
    site
}

/// What the build says is wrong: place, message and remedy, each on its line.
fn told(site: &SiteFolder) -> String {
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    run.stderr
}

const WHO: &str =
    "我叫{name}，\n现提出请求。\n\n{if kind = 退款}\n1. 退款。\n{else}\n1. 换货。\n{end}\n";

#[test]
fn a_passage_stands_in_every_letter_that_includes_it() {
    let shared = site(
        "# 信\n\n> 某店：\n{include who}\n1. 答复。\n",
        &[("who", WHO)],
    );
    let typed = site(&format!("# 信\n\n> 某店：\n\n{WHO}\n1. 答复。\n"), &[]);
    shared.built(&[]);
    typed.built(&[]);
    for page in ["letters/a.html", "letters/b.html"] {
        assert_eq!(shared.page(page), typed.page(page));
    }
    assert!(!shared.out().join("letters/who.passage.txt").exists());
}

#[test]
fn a_passage_can_include_another_one() {
    let site = site(
        "# 信\n\n{include outer}\n",
        &[
            ("outer", "在前。\n\n{include who}\n\n在后。\n"),
            ("who", WHO),
        ],
    );
    site.built(&[]);
    let page = site.page("letters/a.html");
    let places: Vec<_> = ["在前。", "现提出请求。", "在后。"]
        .map(|words| page.find(words))
        .into_iter()
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
}

#[test]
fn a_passage_that_does_not_exist_is_told_where_it_is_named() {
    let told = told(&site(
        "# 信\n\n{include whom}\n\n我是{name}，要{kind}。\n",
        &[("who", WHO)],
    ));
    assert!(told.contains("there is no passage `whom`"), "{told}");
    assert!(told.contains("letters/a.md:12"), "{told}");
    assert!(told.contains("did you mean `who`"), "{told}");
    assert!(told.contains("letters/who.passage.txt"), "{told}");
    assert!(
        told.contains("no letter beside it includes this passage"),
        "{told}"
    );
}

#[test]
fn a_passage_that_includes_itself_is_told_and_ends() {
    let told = told(&site(
        "# 信\n\n{include one}\n\n我是{name}，要{kind}。\n",
        &[
            ("one", "甲。\n\n{include two}\n"),
            ("two", "{include one}\n"),
        ],
    ));
    assert!(told.contains("the passage `one` includes itself"), "{told}");
    assert!(told.contains("letters/two.passage.txt:1"), "{told}");
}

#[test]
fn a_mistake_in_a_passage_is_told_once_in_its_own_file() {
    let told = told(&site(
        "# 信\n\n{include who}\n\n我是{name}，要{kind}。\n",
        &[("who", "第一行。\n\n{if kind = 退款}\n没有结束。\n")],
    ));
    assert_eq!(
        told.matches("the condition is never closed").count(),
        1,
        "{told}"
    );
    assert!(told.contains("letters/who.passage.txt:3"), "{told}");
}

#[test]
fn what_a_letter_lacks_for_a_passage_is_told_in_the_passage_with_the_letters_name() {
    let told = told(&site(
        "# 信\n\n{include who}\n",
        &[("who", "我叫{name}。\n\n要{kind}，{nmae}。\n")],
    ));
    assert!(told.contains("letters/who.passage.txt:3"), "{told}");
    for letter in ["letters/a.md", "letters/b.md"] {
        let words = format!("there is no field `nmae` (as {letter} includes it)");
        assert!(told.contains(&words), "{told}");
    }
}

#[test]
fn an_include_inside_of_a_line_is_refused() {
    for line in [
        "我叫{name}，{include who}要{kind}。",
        "要{kind}，{name}。\n\n{include}",
    ] {
        let told = told(&site(
            &format!("# 信\n\n{line}\n\n{{include who}}\n"),
            &[("who", "好。\n")],
        ));
        assert!(told.contains("a passage is not included here"), "{told}");
        assert!(
            told.contains("write `{include name}` on a line of its own"),
            "{told}"
        );
    }
}
