//! What holds for every text: no panic, no trace of the marks, and CommonMark where nothing is Chinese.

use proptest::prelude::*;
use pulldown_cmark::{Options as Extensions, Parser};
use recourse::markdown::{Document, Options, Part, Texts, parse, push_address};

fn page(body: &str) -> Document {
    let options = Options::new("page", Texts::default());
    parse(body, &options)
}

fn html(document: &Document) -> String {
    let mut out = String::new();
    for part in document.parts() {
        match part {
            Part::Html(html) => out.push_str(html),
            Part::Href(link) => push_address(&mut out, &document.links[link].target),
            Part::Letter(letter) => out.push_str(&document.letters[letter].source),
            Part::Directory(block) => out.push_str(&document.directories[block].source),
            Part::ImageSize(_) | Part::Reference(_) | Part::Value(_) => {}
        }
    }
    out
}

/// What pulldown-cmark writes by itself.
fn plain(body: &str) -> String {
    let extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
        | Extensions::ENABLE_GFM
        | Extensions::ENABLE_DEFINITION_LIST;
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, Parser::new_ext(body, extensions));
    out
}

fn checked(body: &str) -> Document {
    let document = page(body);
    let written = format!("{}{document:?}", html(&document));
    assert!(!written.contains('\u{FDD0}'), "{body:?}");
    let spans = document
        .headings
        .iter()
        .map(|heading| &heading.span)
        .chain(document.links.iter().map(|link| &link.span))
        .chain(document.citations.iter().map(|citation| &citation.span))
        .chain(document.items.iter().map(|item| &item.span))
        .chain(document.letters.iter().map(|letter| &letter.span))
        .chain(document.directories.iter().map(|block| &block.span))
        .chain(document.problems.iter().map(|problem| &problem.span));
    for span in spans {
        assert!(body.get(span.clone()).is_some(), "{body:?}: {span:?}");
    }
    for heading in &document.headings {
        document.parts_after(heading).for_each(drop);
    }
    document.lead_parts().for_each(drop);
    document
}

/// A text put together from these words.
fn text_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marks_never_show(body in text_of(&[
        "*", "**", "***", "~", "~~", "_", "__", "[", "]", "(", ")", "。", "，", "「", "」", "“", "”", "汉", "字", "a", " ",
        "\n", "\n\n", "`", "```\n", "\\", "|", "> ", "- ", "1. ", "# ", "<b>", "<a href=", "\"", ">", "{#a}", "![", "](",
    ])) {
        checked(&body);
    }

    #[test]
    fn every_feature_may_meet_every_other(body in text_of(&[
        "- [ ] ", "- [x] ", "  ", "\n", "\n\n", " {#a}", " {#b .evidence was=c}", "{width=3}", "![甲](b)", "[乙](c)", "[@d]",
        "[=e]", "[^f]", "\n[^f]: ", "[^g]", "\n[^g]: ", "> [!NOTE]\n", "```letter\n", "```\n", "| a | b |\n|--|:-:|\n", "|", "甲",
        "**「", "」**", "<div\n", "<a href='x'>", "</a>", "<img src=x>", "<script>", "<!--", "-->", "on=1>", "&amp;", "https://a.b/c",
        "\n## 题 {#x}\n", "\n题\n---\n", ": ", "\t", "    ", "\r\n", "\u{FDD0}", "\0", "é",
    ])) {
        checked(&body);
    }

    #[test]
    fn any_characters_are_read(body in any::<String>()) {
        checked(&body);
    }

    #[test]
    fn without_chinese_it_is_commonmark(body in text_of(&[
        "*", "**", "***", "~", "~~", "_", "__", "[", "]", "(", ")", "a", "b", " ", "\n", "\n\n", "`", "\\", "> ", "- ", ".", ",", "é", "¿",
    ])) {
        let ours = html(&checked(&body));
        let lazy = ours.replace(" loading=\"lazy\"", "").replace(" tabindex=\"0\"", "");
        let headings = (1..=6).fold(lazy, |html, level| without_id(&html, level));
        prop_assert_eq!(headings, plain(&body));
    }

    /// A run beside Chinese punctuation may do what it may do between letters.
    #[test]
    fn chinese_punctuation_counts_as_letters(body in text_of(&[
        "*", "**", "***", "。", "「", "」", "“", "”", "汉", "a", " ", "\n\n",
    ])) {
        let letters = |text: &str| text.replace(['。', '「', '」', '“', '”'], "汉");
        // Side by side, `* *` is a list or a rule: the same in both.
        let ours = html(&checked(&body)).replace(" tabindex=\"0\"", "");
        prop_assert_eq!(letters(&ours), plain(&letters(&body)));
    }
}

fn without_id(html: &str, level: u8) -> String {
    let tag = format!("<h{level} id=");
    let mut parts = html.split(&tag);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(&format!("<h{level}>"));
        out.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    out
}
