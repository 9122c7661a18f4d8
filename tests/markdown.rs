//! Markdown as a reader sees it: what an author writes, and the HTML that comes of it.

use recourse::markdown::{
    CitationKind, Document, LinkKind, Options, Part, Texts, parse, push_address,
};

fn page(body: &str) -> Document {
    parse(body, &Options::new("page", Texts::default()))
}

/// The HTML of a text, with its holes shown.
fn html(body: &str) -> String {
    let document = page(body);
    let mut out = String::new();
    for part in document.parts() {
        match part {
            Part::Html(html) => out.push_str(html),
            Part::Href(link) => push_address(&mut out, &document.links[link].target),
            Part::ImageSize(link) => out.push_str(&format!(" size={link}")),
            Part::Reference(citation) => {
                out.push_str(&format!("«@{}»", document.citations[citation].fact))
            }
            Part::Value(citation) => {
                out.push_str(&format!("«={}»", document.citations[citation].fact))
            }
            Part::Letter(letter) => out.push_str(&format!("«letter {letter}»")),
            Part::Directory(block) => out.push_str(&format!("«facts {block}»")),
        }
    }
    out.trim_end().to_owned()
}

fn paragraph(body: &str) -> String {
    let html = html(body);
    let inner = html
        .strip_prefix("<p>")
        .and_then(|html| html.strip_suffix("</p>"));
    inner
        .unwrap_or_else(|| panic!("no paragraph: {html}"))
        .to_owned()
}

/// The body's text that a problem, link or item is about.
fn about<'a>(body: &'a str, span: &std::ops::Range<usize>) -> &'a str {
    &body[span.clone()]
}

fn problems(body: &str) -> Vec<(String, String)> {
    let found = page(body).problems;
    let show = |problem: &recourse::markdown::Problem| {
        (
            about(body, &problem.span).to_owned(),
            problem.message.clone(),
        )
    };
    found.iter().map(show).collect()
}

#[test]
fn emphasis_beside_chinese_punctuation_is_what_the_author_meant() {
    for (body, expected) in [
        ("**冻结。**随后", "<strong>冻结。</strong>随后"),
        ("随**「冻结」**后", "随<strong>「冻结」</strong>后"),
        ("他说**“冻结”**后", "他说<strong>“冻结”</strong>后"),
        ("他说*‘冻结’*后", "他说<em>‘冻结’</em>后"),
        ("**（注）**Apple", "<strong>（注）</strong>Apple"),
        ("Apple**（注）**Pay", "Apple<strong>（注）</strong>Pay"),
        ("~~删除。~~后", "<del>删除。</del>后"),
        ("后~~（删除）~~后", "后<del>（删除）</del>后"),
        ("***冻结。***随后", "<em><strong>冻结。</strong></em>随后"),
        (
            "**冻结*（一）*。**随后",
            "<strong>冻结<em>（一）</em>。</strong>随后",
        ),
        (
            "**~~冻结。~~**随后",
            "<strong><del>冻结。</del></strong>随后",
        ),
        (
            "随~~**「冻结」**~~后",
            "随<del><strong>「冻结」</strong></del>后",
        ),
        ("第**1.**条", "第<strong>1.</strong>条"),
        (
            "见**[第三条](#a)**后",
            "见<strong><a href=\"#a\">第三条</a></strong>后",
        ),
        ("见**`code`**后", "见<strong><code>code</code></strong>后"),
        (
            "**注意**：**不要**，“**付款**”。",
            "<strong>注意</strong>：<strong>不要</strong>，“<strong>付款</strong>”。",
        ),
        (
            "他**……**走了——**真的**——吗",
            "他<strong>……</strong>走了——<strong>真的</strong>——吗",
        ),
        ("**甲*乙*丙**", "<strong>甲<em>乙</em>丙</strong>"),
        ("**冻结。**", "<strong>冻结。</strong>"),
        ("**冻结。**\n随后", "<strong>冻结。</strong>随后"),
        ("\\**「甲」*乙", "*<em>「甲」</em>乙"),
        ("后\\*「甲」\\*后", "后*「甲」*后"),
        ("甲\\\\**「乙」**后", "甲\\<strong>「乙」</strong>后"),
        ("5~10元，6~8元", "5~10元，6~8元"),
        ("2 * 3 。* 4", "2 * 3 。* 4"),
        ("甲 ** 乙 **。丙", "甲 ** 乙 **。丙"),
        ("_「甲」_**后**", "<em>「甲」</em><strong>后</strong>"),
    ] {
        assert_eq!(paragraph(body), expected, "{body}");
    }
}

#[test]
fn emphasis_works_in_every_block() {
    assert_eq!(
        html("* **冻结。**随后"),
        "<ul>\n<li><strong>冻结。</strong>随后</li>\n</ul>"
    );
    assert_eq!(
        html(">**后**甲"),
        "<blockquote>\n<p><strong>后</strong>甲</p>\n</blockquote>"
    );
    assert_eq!(
        html("## **冻结。**随后"),
        "<h2 id=\"冻结随后\"><strong>冻结。</strong>随后</h2>"
    );
    let table = html("|甲|\n|-|\n|**后**甲|\n|后**（甲）**|");
    assert!(table.contains("<td><strong>后</strong>甲</td>"), "{table}");
    assert!(
        table.contains("<td>后<strong>（甲）</strong></td>"),
        "{table}"
    );
}

#[test]
fn code_addresses_and_html_keep_their_text() {
    assert_eq!(paragraph("`后**「甲」**后`"), "<code>后**「甲」**后</code>");
    assert_eq!(
        html("```a**「b\n后**「甲」**后\n```"),
        "<pre tabindex=\"0\"><code class=\"language-a**「b\">后**「甲」**后\n</code></pre>"
    );
    assert_eq!(
        page("[x](/后**「甲」**后)").links[0].target,
        "/后**「甲」**后"
    );
    assert_eq!(page("![后**「甲」**后](x '后**「甲')").links[0].target, "x");
    assert_eq!(
        html("![后**「甲」**后](x '后**「甲')"),
        "<p><img src=\"x\" alt=\"后「甲」后\" title=\"后**「甲\" size=0 loading=\"lazy\" /></p>"
    );
    assert_eq!(
        paragraph("<b title=\"后**「甲\">x</b>"),
        "<b title=\"后**「甲\">x</b>"
    );
    assert_eq!(
        paragraph("a\u{FDD0}**。**b"),
        "a\u{FFFD}<strong>。</strong>b"
    );
}

#[test]
fn a_line_break_between_chinese_characters_is_nothing() {
    for (body, expected) in [
        ("甲\n乙", "甲乙"),
        ("甲，\n乙", "甲，乙"),
        ("甲\n“乙”", "甲“乙”"),
        ("**甲**\n乙", "<strong>甲</strong>乙"),
        ("甲\n**乙**", "甲<strong>乙</strong>"),
        ("甲\n[乙](#a)\n丙", "甲<a href=\"#a\">乙</a>丙"),
        ("甲[@law]\n乙", "甲«@law»乙"),
        ("甲\n[@law]乙", "甲«@law»乙"),
        ("甲\nApple\n乙", "甲\nApple\n乙"),
        ("甲\n`x`\n乙", "甲\n<code>x</code>\n乙"),
        ("拨打\n[=tel]\n乙", "拨打\n«=tel»\n乙"),
        ("a\n“b”", "a\n“b”"),
        ("가\n나", "가\n나"),
        (
            "甲\n![](b)\n乙",
            "甲\n<img src=\"b\" alt=\"\" size=0 loading=\"lazy\" />\n乙",
        ),
        ("甲  \n乙", "甲<br />\n乙"),
    ] {
        assert_eq!(paragraph(body), expected, "{body}");
    }
}

#[test]
fn plain_addresses_become_links_and_end_where_chinese_begins() {
    for (body, addresses) in [
        ("见https://www.gov.cn，然后", &["https://www.gov.cn"][..]),
        ("（https://a.cn/b）", &["https://a.cn/b"]),
        ("网址：www.12315.cn。", &["http://www.12315.cn"]),
        ("https://a.cn/路径", &["https://a.cn/"]),
        (
            "http://a.cn/a_b_c?x=1&y=2#z。",
            &["http://a.cn/a_b_c?x=1&y=2#z"],
        ),
        ("https://a.cn/a?b=1&amp;c=2", &["https://a.cn/a?b=1&c=2"]),
        (
            "www.a.cn/(b)) www.a.cn/b).",
            &["http://www.a.cn/(b)", "http://www.a.cn/b"],
        ),
        (
            "www.a.cn/s?q=1&hl; www.a.cn/&copy;",
            &["http://www.a.cn/s?q=1", "http://www.a.cn/"],
        ),
        (
            "www.a.cn.\nwww.a.cn!?",
            &["http://www.a.cn", "http://www.a.cn"],
        ),
        ("**www.a.cn**", &["http://www.a.cn"]),
        ("ftp://a.cn/b", &["ftp://a.cn/b"]),
        ("http://localhost:8000/x", &["http://localhost:8000/x"]),
        ("联系a.b-c_d@x.cn。 a@b.c- a@b", &["mailto:a.b-c_d@x.cn"]),
        ("mailto:a@b.cn", &["mailto:a@b.cn"]),
        (
            "xhttp://a.cn awww.a.cn http:// www. www.a_b.cn http://a.b_c.cn @ :",
            &[],
        ),
        (
            "`https://a.cn` [https://a.cn](b) <a href=\"b\">https://a.cn</a>",
            &["b", "b"],
        ),
        (
            "<https://a.cn> <a@b.cn>",
            &["https://a.cn", "mailto:a@b.cn"],
        ),
    ] {
        let found: Vec<_> = page(body)
            .links
            .into_iter()
            .map(|link| link.target)
            .collect();
        assert_eq!(found, addresses, "{body}");
    }
    let body = "**甲。**见 https://a.cn/b 和 https://a.cn/c。";
    let spans: Vec<_> = page(body)
        .links
        .iter()
        .map(|link| about(body, &link.span))
        .collect();
    assert_eq!(spans, ["https://a.cn/b", "https://a.cn/c"]);
}

#[test]
fn headings_are_named_as_on_github() {
    let document = page(
        "# 第一章 **冻结。**后\n## 甲\n### 甲\n## 乙 {#甲-1}\n## 甲\n## `a_b` & [c](d)\n## ！\n",
    );
    let ids: Vec<_> = document
        .headings
        .iter()
        .map(|heading| heading.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "第一章-冻结后",
            "甲",
            "甲-2",
            "甲-1",
            "甲-3",
            "a_b--c",
            "section"
        ]
    );
    assert_eq!(document.headings[0].text, "第一章 冻结。后");
    assert_eq!(
        (
            document.headings[2].level,
            document.headings[5].text.as_str()
        ),
        (3, "a_b & c")
    );
    assert_eq!(
        problems("# a {#x}\n# b {#x}"),
        [(
            "# b {#x}".to_owned(),
            "the id `x` is used twice on this page".to_owned()
        )]
    );
    assert_eq!(html("# a {#x .c}"), "<h1 id=\"x\" class=\"c\">a</h1>");
}

#[test]
fn headings_can_carry_a_link_to_themselves() {
    let texts = Texts {
        anchor: "本节链接",
        ..Texts::default()
    };
    let document = parse("## 甲", &Options::new("page", texts));
    let html: String = document
        .parts()
        .map(|part| {
            if let Part::Html(html) = part {
                html
            } else {
                ""
            }
        })
        .collect();
    assert_eq!(
        html,
        "<h2 id=\"甲\">甲 <a class=\"anchor\" href=\"#甲\" aria-label=\"本节链接\"></a></h2>\n"
    );
}

#[test]
fn what_stands_before_the_first_section_can_be_written_alone() {
    let document = page(
        "前言[@a]\n\n## 问 [@b]\n\n答[@c]\n\n### 小节\n\n```letter\nx\n```\n\n## 再问\n\n[@d]",
    );
    let show = |parts: &mut dyn Iterator<Item = Part<'_>>| {
        parts
            .map(|part| match part {
                Part::Html(html) => html.to_owned(),
                other => format!("{other:?}"),
            })
            .collect::<String>()
    };
    assert_eq!(
        show(&mut document.lead_parts()),
        "<p>前言Reference(0)</p>\n"
    );
}

#[test]
fn a_checklist_item_with_an_id_is_remembered() {
    let body = "- [ ] **截图。**保存 [@law-1]\n  {#shot was=old was=older .evidence}\n\n  更多\n\n- [ ] 二\n  {#two}\n";
    assert_eq!(
        html(body),
        "<ul class=\"checklist\">\n\
         <li class=\"check\"><input type=\"checkbox\" id=\"item-shot\" data-item=\"page/shot\" \
         data-aliases=\"page/old page/older\" data-evidence>\
         <label for=\"item-shot\"><strong>截图。</strong>保存 «@law-1»</label>\n<p>更多</p>\n</li>\n\
         <li class=\"check\"><input type=\"checkbox\" id=\"item-two\" data-item=\"page/two\">\
         <label for=\"item-two\">二</label>\n</li>\n</ul>"
    );
    let items = page(body).items;
    assert_eq!(
        (
            items[0].id.as_str(),
            items[0].text.as_str(),
            items[0].evidence
        ),
        ("shot", "截图。保存", true)
    );
    assert_eq!(items[0].was, ["old", "older"]);
    assert!(about(body, &items[1].span).starts_with("[ ] 二"));
}

#[test]
fn blocks_may_follow_a_checklist_item() {
    assert_eq!(
        html("1. [ ] 一 {#a}\n   - 二\n2. [x] 三"),
        "<ol class=\"checklist\">\n<li class=\"check\"><input type=\"checkbox\" id=\"item-a\" data-item=\"page/a\">\
         <label for=\"item-a\">一</label>\n<ul>\n<li>二</li>\n</ul>\n</li>\n\
         <li class=\"check\"><label><input type=\"checkbox\" checked disabled /> 三</label></li>\n</ol>"
    );
}

#[test]
fn checklist_mistakes_are_named() {
    let message = |body: &str| {
        let all = problems(body);
        assert_eq!(all.len(), 1, "{body}: {all:?}");
        all[0].1.clone()
    };
    assert_eq!(
        message("- [x] a {#b}"),
        "the checklist item `b` is ticked from the start"
    );
    assert_eq!(
        message("- [ ] a {#b}\n- [ ] c {#b}"),
        "the checklist item id `b` is used twice on this page"
    );
    assert_eq!(
        message("- [ ] a {#b}\n- [ ] c {#d was=b}"),
        "the checklist item id `b` is used twice on this page"
    );
    assert_eq!(message("- [ ] a {#B}"), "`B` is no checklist item id");
    assert_eq!(
        message("- [ ] a {#b evidence}"),
        "`evidence` is no attribute of a checklist item"
    );
    assert_eq!(
        message("- [ ] a {#b *c*}"),
        "`*c*` is no attribute of a checklist item"
    );
    assert!(problems("- [ ] a {其他}\n- [ ] b \\{#c}\n- [ ] `{#d}`").is_empty());
    let mut options = Options::new("page", Texts::default());
    options.items_need_ids = true;
    assert_eq!(parse("- [ ] a", &options).problems.len(), 1);
}

#[test]
fn alerts_have_a_title() {
    assert_eq!(
        html("> [!CAUTION]\n> 快"),
        "<div class=\"alert alert-caution\" role=\"note\">\n<p class=\"alert-title\">紧急</p>\n<p>快</p>\n</div>"
    );
}

#[test]
fn cells_name_their_column_where_a_phone_has_no_room_for_it() {
    let table = html("|项|**多久**|\"谁\"||\n|-|-|-|-|\n|甲|一天|||");
    assert!(
        table.contains(
            "<tr><td>甲</td><td data-head=\"多久\">一天</td><td data-head=\"&quot;谁&quot;\"></td><td></td></tr>"
        ),
        "{table}"
    );
    assert!(
        table.contains("<div class=\"table\" data-wide role="),
        "{table}"
    );
    let narrow = html("|项|多久|\n|-|-|\n|甲|一天|");
    assert!(
        !narrow.contains("data-head") && !narrow.contains("data-wide"),
        "{narrow}"
    );
    let to_fill_in = html("|日期|工号|说了什么|\n|-|-|-|\n||||\n|甲|||");
    assert!(!to_fill_in.contains("data-wide"), "{to_fill_in}");
}

#[test]
fn tables_are_named_by_their_head_and_need_no_style() {
    assert_eq!(
        html("|甲|乙 \"b\"|\n|:-|-:|\n|1|2|"),
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"甲, 乙 &quot;b&quot;\"><table>\n\
         <thead><tr><th scope=\"col\" class=\"align-left\">甲</th><th scope=\"col\" class=\"align-right\">乙 \"b\"</th></tr></thead><tbody>\n\
         <tr><td class=\"align-left\">1</td><td class=\"align-right\">2</td></tr>\n</tbody></table></div>"
    );
}

#[test]
fn images_take_their_size_from_the_author_or_leave_a_hole() {
    assert_eq!(
        paragraph("![图](x.png){width=320 height=200}后 ![b](c.png \"t\")"),
        "<img src=\"x.png\" alt=\"图\" width=\"320\" height=\"200\" loading=\"lazy\" />后 \
         <img src=\"c.png\" alt=\"b\" title=\"t\" size=1 loading=\"lazy\" />"
    );
    assert_eq!(
        problems("![](a){width=5em}"),
        [(
            "{".to_owned(),
            "`width=5em` is no size of an image".to_owned()
        )]
    );
    assert_eq!(
        page("![](a) [b](c)")
            .links
            .iter()
            .map(|link| link.kind)
            .collect::<Vec<_>>(),
        [LinkKind::Image, LinkKind::Link]
    );
}

#[test]
fn footnotes_are_linked_both_ways() {
    let html = html("甲[^b] 乙[^a] 丙[^b] 丁[^none]\n\n[^a]: 一 [x](y)\n\n[^b]: 二");
    assert!(html.contains("丁[^none]"), "{html}");
    assert!(
        html.contains("<a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a>"),
        "{html}"
    );
    assert!(html.ends_with(
        "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n\
         <li id=\"fn-1\"><p>二 <a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"回到正文 1\">↩</a> \
         <a href=\"#fnref-1-2\" role=\"doc-backlink\" aria-label=\"回到正文 2\">↩</a></p></li>\n\
         <li id=\"fn-2\"><p>一 <a href=\"y\">x</a> <a href=\"#fnref-2\" role=\"doc-backlink\" aria-label=\"回到正文\">↩</a></p></li>\n\
         </ol>\n</section>"
    ), "{html}");
    assert_eq!(
        problems("a\n\n[^b]: c")[0].1,
        "nothing refers to the footnote `[^b]`, so it is not shown"
    );
}

#[test]
fn facts_are_cited() {
    let body = "甲[@law-57]，拨打[=tel-police]。`[@x]` [@y z] [@w]: [q][@v]\n\n[@w]: /w";
    assert_eq!(
        paragraph(body),
        "甲«@law-57»，拨打«=tel-police»。<code>[@x]</code> [@y z] <a href=\"/w\">@w</a>: [q]«@v»"
    );
    assert_eq!(
        paragraph("甲[@a][@b][=c]，[**乙**][@d]"),
        "甲«@a»«@b»«=c»，[<strong>乙</strong>]«@d»"
    );
    assert_eq!(
        about("[@a][@b]", &page("[@a][@b]").citations[1].span),
        "[@b]"
    );
    let cited = page(body).citations;
    assert_eq!(cited[1].kind, CitationKind::Value);
    assert_eq!(about(body, &cited[1].span), "[=tel-police]");
}

#[test]
fn a_citation_that_brackets_behind_it_swallow_is_reported() {
    let body = "**甲。**乙[@law-57][注]。";
    let document = page(body);
    assert!(document.citations.is_empty());
    assert_eq!(document.problems.len(), 1);
    assert_eq!(about(body, &document.problems[0].span), "[@law-57][注]");
    for fine in ["乙[@law-57] [注]", "[甲][乙]", "[@a](b.md)"] {
        assert_eq!(page(fine).problems, [], "{fine}");
    }
}

#[test]
fn a_letter_keeps_its_source_and_place() {
    let body = "**甲。**后\n\n```letter\n# 「题」**x**后\n\n> {name}\n```\n";
    let letters = page(body).letters;
    assert_eq!(letters[0].source, "# 「题」**x**后\n\n> {name}\n");
    assert_eq!(about(body, &letters[0].span), letters[0].source);
}

#[test]
fn a_question_to_the_facts_keeps_its_text_and_place() {
    let body = "**甲。**后\n\n```facts\nfile = \"laws\"\n```\n";
    let document = page(body);
    let block = &document.directories[0];
    assert_eq!(block.source, "file = \"laws\"\n");
    assert_eq!(about(body, &block.span), block.source);
    assert!(html(body).ends_with("«facts 0»"), "{}", html(body));
}

#[test]
fn a_checklist_item_and_a_box_can_be_taken_out_of_the_page() {
    let document = page(
        "> [!CAUTION]\n> 先**停**。\n>\n> | 甲 |\n> | - |\n> | 乙 |\n\n- [ ] **打电话**[=tel-x]，见[那里](a.md)[=tel-y] {#call}\n\n  几点几分。\n",
    );
    let text = |parts: &mut dyn Iterator<Item = Part<'_>>| {
        parts.fold(String::new(), |mut out, part| {
            match part {
                Part::Html(html) => out.push_str(html),
                hole => out.push_str(&format!("«{hole:?}»")),
            }
            out
        })
    };
    let label = text(&mut document.label_parts(&document.items[0]));
    assert_eq!(
        label,
        "<strong>打电话</strong>«Value(0)»，见<a href=\"«Href(0)»\">那里</a>«Value(1)»"
    );
    let alert = text(&mut document.alert_parts("caution"));
    assert!(alert.contains("<strong>停</strong>"), "{alert}");
    assert!(alert.ends_with("</div>\n"), "{alert}");
    assert_eq!(text(&mut document.alert_parts("tip")), "");
}

#[test]
fn definition_lists_are_written() {
    assert_eq!(html("甲\n: 乙"), "<dl>\n<dt>甲</dt>\n<dd>乙</dd>\n</dl>");
}

#[test]
fn addresses_in_raw_html_are_links_too() {
    let body = "<p>\n<a name=\"q\" href='../a.md?x&amp;y'>甲</a>\n<img src=../b.png /><img src=\"c.png\" width=3><i id=z>\n</p>";
    assert_eq!(
        html(body),
        "<p>\n<a name=\"q\" href='../a.md?x&amp;y'>甲</a>\n<img src=\"../b.png\"  size=1/><img src=\"c.png\" width=3><i id=z>\n</p>"
    );
    let document = page(body);
    let targets: Vec<_> = document
        .links
        .iter()
        .map(|link| link.target.as_str())
        .collect();
    assert_eq!(targets, ["../a.md?x&y", "../b.png", "c.png"]);
    assert_eq!(about(body, &document.links[1].span), "../b.png");
    assert_eq!(document.anchors, ["q", "z"]);
}

#[test]
fn what_runs_or_restyles_is_left_out_and_named() {
    for (body, expected, count) in [
        ("<b onclick='x' class=c>y</b>", "<p><b class=c>y</b></p>", 1),
        ("<b STYLE=x OnLoad>y</b>", "<p><b>y</b></p>", 2),
        ("<a\nhref=\"java\nscript:x\">y</a>", "<p><a>y</a></p>", 1),
        ("<a href=JaVaScRiPt&#58;x>y</a>", "<p><a>y</a></p>", 1),
        (
            "<a href=\"java&Tab;script&colon;x\">y</a>",
            "<p><a>y</a></p>",
            1,
        ),
        ("<svg/onload=x>", "<p>&lt;svg/onload=x&gt;</p>", 0),
        (
            "<svg><a xlink:href='javascript:x'>y</a></svg>",
            "<p><svg><a>y</a></svg></p>",
            1,
        ),
        ("[y](javascript:x)", "<p><a>y</a></p>", 1),
        ("[y](JaVa&Tab;ScRiPt&#58;x)", "<p><a>y</a></p>", 1),
        ("<javascript:x>", "<p><a>javascript:x</a></p>", 1),
        ("[y][z]\n\n[z]: data:text/html,x", "<p><a>y</a></p>", 1),
        (
            "![y](vbscript:x)",
            "<p><img src=\"\" alt=\"y\" loading=\"lazy\" /></p>",
            1,
        ),
        (
            "![y](data:image/png;base64,x)",
            "<p><img src=\"data:image/png;base64,x\" alt=\"y\" size=0 loading=\"lazy\" /></p>",
            0,
        ),
        (
            "x <ScRipt>y</script>",
            "<p>x &lt;ScRipt&gt;y&lt;/script&gt;</p>",
            1,
        ),
        (
            "<iframe src='<img src=x onerror=y>'></iframe>",
            "&lt;iframe src='&lt;img src=x onerror=y&gt;'&gt;&lt;/iframe&gt;",
            1,
        ),
        ("<div\n\nonclick=x>", "&lt;div\n<p>onclick=x&gt;</p>", 1),
        ("<!-- a\n\nb", "&lt;!-- a\n\nb", 1),
        (
            "<!-- --!><script>x</script> -->",
            "<!-- --!>&lt;script&gt;x&lt;/script&gt; -->",
            1,
        ),
        (
            "a <![CDATA[ > <script> ]]>",
            "<p>a <![CDATA[ > &lt;script&gt; ]]></p>",
            1,
        ),
        (
            "<details><summary>a</summary>b</details>",
            "<details><summary>a</summary>b</details>",
            0,
        ),
    ] {
        assert_eq!(html(body), expected, "{body}");
        let found = page(body).problems;
        assert_eq!(found.len(), count, "{body}: {found:?}");
        assert!(found.iter().all(|problem| problem.lenient), "{body}");
    }
}

#[test]
fn problems_point_at_what_the_author_wrote() {
    let body = "> 后**「甲」**后\n>\n> <div class=a\n>   style=b>\n> </div>";
    assert_eq!(
        problems(body),
        [(
            "style=b".to_owned(),
            "pages may not contain the attribute `style`".to_owned()
        )]
    );
    let body = "后**「甲」**后 <b onclick=x>y</b>";
    assert_eq!(problems(body)[0].0, "onclick=x");
    let body = "后**「甲」**后 [y](javascript:x)";
    assert_eq!(problems(body)[0].0, "[y](javascript:x)");
}
