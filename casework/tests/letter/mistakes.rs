//! What is wrong in a template is told with its place and its remedy.

use casework::letter::{ParseError, Template};

/// Every mistake as the source it points at, what is wrong and what to do.
pub fn mistakes(source: &str) -> Vec<(&str, &'static str, &'static str)> {
    let told = |error: &ParseError| (&source[error.span.clone()], error.message(), error.remedy());
    Template::parse(source)
        .expect_err("it has mistakes")
        .iter()
        .map(told)
        .collect()
}

const BAD_CONDITION: &str = "write `{if field}`, `{if not field}`, `{if field = value}` or `{if several list}`, or join such questions: `{if field = value or field = other}`";

#[test]
fn every_mistake_is_told_with_its_place_and_remedy() {
    let source = "# 标题\n{Name} {} {a\n}\n### 三\n##\n## 一、事实\n# 又一个\n{if x}1. 项{end}\n｛a｝{if}\n{if a b}";
    let expected = [
        (
            "{Name}",
            "this is not a field's id",
            "use a lower-case ASCII letter followed by letters, digits and `_`, as in fields.toml",
        ),
        (
            "{}",
            "there is nothing between the braces",
            "write a field's id there, or remove them",
        ),
        (
            "{",
            "the brace is not closed on its line",
            "add `}`, or write `\\{` for a brace that is printed",
        ),
        (
            "}",
            "the closing brace closes nothing",
            "remove it, or write `\\}` for a brace that is printed",
        ),
        (
            "### 三",
            "a letter has no such mark",
            "use `## ` heading, `1. ` item, `> ` flush left, `>> ` right or `| ` table row; other lines are paragraphs",
        ),
        (
            "##",
            "the mark has nothing after it",
            "write the words on the same line, or remove the mark",
        ),
        (
            "一、",
            "the heading carries a number, and headings are counted by themselves",
            "remove the number",
        ),
        (
            "# 又一个",
            "a letter has one title, before everything else",
            "use `## ` for a section's heading",
        ),
        (
            "1. 项",
            "the mark stands after a condition and would be printed",
            "put the condition on a line of its own",
        ),
        (
            "｛",
            "full-width braces insert nothing",
            "use the ASCII braces `{` and `}`",
        ),
        (
            "｝",
            "full-width braces insert nothing",
            "use the ASCII braces `{` and `}`",
        ),
        ("{if}", "this is not a condition", BAD_CONDITION),
        ("{if a b}", "this is not a condition", BAD_CONDITION),
    ];
    assert_eq!(mistakes(source), expected);
}

#[test]
fn conditions_must_be_opened_and_closed_where_they_belong() {
    let source = "# 标题\n{else}\n{end}\n{if a}\n段{if b}落\n\n{else}\n{else}\n";
    let places: Vec<_> = mistakes(source)
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    let expected = [
        ("{else}", "there is no condition open for this `{else}`"),
        ("{end}", "there is no condition open for this `{end}`"),
        ("{if a}", "the condition is never closed"),
        (
            "{if b}",
            "the condition begins inside a paragraph and is not closed before the paragraph ends",
        ),
        ("{else}", "there is no condition open for this `{else}`"),
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_condition_on_its_own_line_is_not_steered_from_inside_a_paragraph() {
    let places: Vec<_> = mistakes("# 标题\n{if a}\n段落{end}")
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    let expected = [
        ("{if a}", "the condition is never closed"),
        (
            "{end}",
            "the condition was opened on a line of its own and cannot be steered from inside a paragraph",
        ),
    ];
    assert_eq!(places, expected);
}

#[test]
fn mistakes_in_lists_and_tables_are_told() {
    let source = "# 标题\n|--|\n| 甲 | 乙 |\n| 丙 |\n| {if a} | {end} |\n\n{each a}\n{each b}\n{else}\n{end}\n{end}\n{total a}{upper}{each}";
    let told: Vec<_> = mistakes(source)
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    assert_eq!(
        told,
        [
            ("|--|", "the rule has no row of column names above it"),
            (
                "| 丙 |",
                "the row has not as many cells as the row above it"
            ),
            (
                "| {if a} | {end} |",
                "the row has not as many cells as the row above it"
            ),
            ("|", "the condition reaches from one cell into another"),
            ("{each b}", "`{each}` stands inside of another one"),
            ("{else}", "there is no condition open for this `{else}`"),
            ("{total a}", "this is not a total"),
        ]
    );
}

#[test]
fn mistakes_in_joined_conditions_and_citations_are_told() {
    let source = "# 标题\n{if a = 甲 or 乙}{if a or}{if a or b and c}{if several or a}{cite}{cite 电子商务法}{article a b}";
    let told: Vec<_> = mistakes(source)
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    let condition = "this is not a condition";
    let expected = [
        ("{if a = 甲 or 乙}", condition),
        ("{if a or}", condition),
        (
            "{if a or b and c}",
            "the condition has both `or` and `and`, and it does not say which goes first",
        ),
        ("{if several or a}", condition),
        ("{cite}", "this is not a fact's id"),
        ("{cite 电子商务法}", "this is not a fact's id"),
        ("{article a b}", "this is not a fact's id"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_letter_needs_a_title() {
    assert_eq!(mistakes("段落")[0].1, "the letter has no title");
    assert_eq!(mistakes("")[0].1, "the letter has no title");
    assert_eq!(
        mistakes("段落\n# 标题")[0].1,
        "a letter has one title, before everything else"
    );
}

#[test]
fn conditions_cannot_exhaust_the_stack() {
    let deep = format!(
        "# 标题\n{}{}",
        "{if a}\n".repeat(100_000),
        "{end}\n".repeat(100_000)
    );
    assert!(
        mistakes(&deep)
            .iter()
            .any(|(_, message, _)| *message == "conditions lie too deep inside one another")
    );
}
