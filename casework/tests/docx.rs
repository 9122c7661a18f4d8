//! A letter as a Word document: a sound archive of sound XML that says what the letter says.

use std::io::{Cursor, Read};

use casework::docx;
use casework::letter::{Block, BlockKind, Letter, Run};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use zip::ZipArchive;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn block(kind: BlockKind, words: &str) -> Block {
    Block {
        kind,
        runs: vec![Run::Text(words.to_owned())],
        optional: Vec::new(),
    }
}

fn row(number: usize, cells: &[&str]) -> Block {
    let mut runs = Vec::new();
    for cell in cells {
        if !runs.is_empty() {
            runs.push(Run::Cell);
        }
        runs.push(Run::Text((*cell).to_owned()));
    }
    Block {
        kind: BlockKind::Row(number),
        runs,
        optional: Vec::new(),
    }
}

fn letter(blocks: Vec<Block>) -> Letter {
    Letter {
        title: vec![Run::Text("关于未经授权的交易的投诉函".into())],
        blocks,
    }
}

/// Every part of the document by its name.
fn parts(letter: &Letter) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(docx::write(letter))).expect("a zip archive");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file in it");
        let mut text = String::new();
        file.read_to_string(&mut text)
            .expect("text with the right checksum");
        parts.push((file.name().to_owned(), text));
    }
    parts
}

#[test]
fn several_letters_begin_a_page_each_and_count_anew() {
    let one = letter(vec![
        block(BlockKind::Heading(1), "事实"),
        block(BlockKind::Item(1), "甲"),
    ]);
    let list = letter(vec![block(BlockKind::Row(0), "日期")]);
    let bytes = docx::write_all(&[one.clone(), list, one]);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let mut text = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).expect("the part");
        file.read_to_string(&mut text).expect("text");
        text
    };
    let document = text("word/document.xml");
    let tree = Document::parse(&document).expect("XML");
    let is_section = |node: &Node| node.has_tag_name((WORD, "sectPr"));
    let sections: Vec<Node> = tree.descendants().filter(is_section).collect();
    assert_eq!(sections.len(), 3);
    for section in &sections {
        assert!(has(*section, "pgNumType") && has(*section, "footerReference"));
    }
    // A section's properties stand last among those of its last paragraph.
    for section in &sections[..2] {
        let around = section.parent_element().expect("an element");
        assert!(
            around.has_tag_name((WORD, "pPr")) && around.last_element_child() == Some(*section)
        );
        let paragraph = around.parent_element().expect("a paragraph");
        let next = paragraph.next_sibling_element().expect("the next letter");
        assert_eq!(style(next), "Title");
    }
    // How many pages there are of all letters together is the number of none of them.
    assert!(!text("word/footer1.xml").contains("NUMPAGES"));
    let numbering = text("word/numbering.xml");
    // Beside the headings of the first: its items, and the headings and items of the second.
    assert_eq!(numbering.matches("<w:startOverride").count(), 3);
    for number in ["2", "3", "4"] {
        let used = format!("<w:numId w:val=\"{number}\"/>");
        assert_eq!(document.matches(&used).count(), 1, "{number}");
        assert!(numbering.contains(&format!("<w:num w:numId=\"{number}\">")));
    }
}

fn part(letter: &Letter, name: &str) -> String {
    let parts = parts(letter);
    let found = parts.into_iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("no part {name}")).1
}

fn paragraphs<'a>(document: &'a Document) -> Vec<Node<'a, 'a>> {
    let is_paragraph = |node: &Node| node.has_tag_name((WORD, "p"));
    document.descendants().filter(is_paragraph).collect()
}

fn words(node: Node) -> String {
    let is_text = |node: &Node| node.has_tag_name((WORD, "t"));
    let texts = node.descendants().filter(is_text);
    texts
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn has(node: Node, name: &str) -> bool {
    node.descendants()
        .any(|node| node.has_tag_name((WORD, name)))
}

fn style<'a>(paragraph: Node<'a, 'a>) -> &'a str {
    let is_style = |node: &Node| node.has_tag_name((WORD, "pStyle"));
    let style = paragraph.descendants().find(is_style);
    style
        .and_then(|style| style.attribute((WORD, "val")))
        .unwrap_or_default()
}

fn sample() -> Letter {
    letter(vec![
        block(BlockKind::Flush, "某支付公司："),
        block(BlockKind::Heading(1), "事实"),
        block(BlockKind::Paragraph, "有两笔交易不是我付的。"),
        row(0, &["时间", "金额"]),
        row(1, &["2026年11月20日14时5分", "1280.00元"]),
        row(2, &["合计"]),
        block(BlockKind::Heading(2), "请求"),
        block(BlockKind::Item(1), "退还款项；"),
        block(BlockKind::Item(2), "书面答复。"),
        block(BlockKind::Heading(3), "依据"),
        block(BlockKind::Item(1), "电子商务法。"),
        block(BlockKind::Paragraph, "请予处理。"),
        block(BlockKind::Paragraph, "此致"),
        block(BlockKind::Flush, "敬礼！"),
        block(BlockKind::Right, "王小明"),
        block(BlockKind::Right, "2026年11月22日"),
    ])
}

#[test]
fn every_part_is_there_once_and_well_formed_and_declared() {
    let parts = parts(&sample());
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/styles.xml",
            "word/numbering.xml",
            "word/footer1.xml",
            "word/fontTable.xml",
            "word/settings.xml",
        ]
    );
    let types = part(&sample(), "[Content_Types].xml");
    for (name, text) in &parts {
        Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        if name.starts_with("word/") && !name.ends_with(".rels") {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
        }
    }
}

#[test]
fn every_style_and_number_used_is_defined() {
    let (body, styles) = (
        part(&sample(), "word/document.xml"),
        part(&sample(), "word/styles.xml"),
    );
    let document = Document::parse(&body).expect("XML");
    for paragraph in paragraphs(&document) {
        let id = style(paragraph);
        assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{id}");
    }
    let numbering = part(&sample(), "word/numbering.xml");
    for id in ["1", "2", "3"] {
        assert!(numbering.contains(&format!("<w:num w:numId=\"{id}\">")));
    }
    assert!(!numbering.contains("<w:num w:numId=\"4\">"), "two lists");
}

#[test]
fn each_block_has_its_style() {
    let body = part(&sample(), "word/document.xml");
    let document = Document::parse(&body).expect("XML");
    let lines: Vec<String> = paragraphs(&document)
        .into_iter()
        .map(|paragraph| format!("{} {}", style(paragraph), words(paragraph)))
        .collect();
    assert_eq!(lines[0], "Title 关于未经授权的交易的投诉函");
    assert_eq!(lines[1], "Salutation 某支付公司：");
    assert_eq!(lines[2], "Heading1 事实");
    assert_eq!(lines[3], "BodyTextFirstIndent 有两笔交易不是我付的。");
    assert_eq!(lines[4], "BodyText 时间");
    assert!(lines.contains(&"ListNumber 退还款项；".to_owned()));
    assert!(lines.contains(&"Signature 王小明".to_owned()));
}

#[test]
fn a_table_is_a_table_with_as_many_cells_in_every_row() {
    let body = part(&sample(), "word/document.xml");
    let document = Document::parse(&body).expect("XML");
    let rows: Vec<Node> = document
        .descendants()
        .filter(|node| node.has_tag_name((WORD, "tr")))
        .collect();
    assert_eq!(rows.len(), 3);
    for row in &rows {
        let cells = row
            .children()
            .filter(|node| node.has_tag_name((WORD, "tc")));
        assert_eq!(cells.count(), 2);
    }
    assert!(has(rows[0], "tblHeader") && !has(rows[1], "tblHeader"));
}

#[test]
fn the_signature_stays_with_the_last_words() {
    let body = part(&sample(), "word/document.xml");
    let document = Document::parse(&body).expect("XML");
    let kept: Vec<String> = paragraphs(&document)
        .into_iter()
        .filter(|paragraph| has(*paragraph, "keepNext") && style(*paragraph) != "BodyText")
        .map(words)
        .collect();
    // Three passages before the signature, and the heading that the first of them stands under.
    assert_eq!(
        kept,
        [
            "依据",
            "电子商务法。",
            "请予处理。",
            "此致",
            "敬礼！",
            "王小明"
        ]
    );
}

#[test]
fn an_empty_letter_and_one_that_ends_with_a_table_are_documents_too() {
    for letter in [Letter::default(), letter(vec![row(0, &["甲", "乙"])])] {
        let body = part(&letter, "word/document.xml");
        let document = Document::parse(&body).expect("XML");
        let last = paragraphs(&document).pop().expect("a paragraph");
        assert!(!last.ancestors().any(|node| node.has_tag_name((WORD, "tc"))));
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    assert_eq!(docx::write(&sample()), docx::write(&sample()));
}

#[test]
fn a_hundred_thousand_characters_fit() {
    let long = "钱".repeat(99_990) + "𠮷👨\u{200d}👩<&>]]>";
    let body = part(
        &letter(vec![block(BlockKind::Paragraph, &long)]),
        "word/document.xml",
    );
    let document = Document::parse(&body).expect("XML");
    assert_eq!(words(paragraphs(&document)[1]), long);
}

proptest! {
    #[test]
    fn whatever_a_letter_says_the_document_says(text in any::<String>(), cell in any::<String>()) {
        let letter = letter(vec![block(BlockKind::Paragraph, &text), row(0, &[&cell, "乙"])]);
        let body = part(&letter, "word/document.xml");
        let document = Document::parse(&body).expect("XML");
        let allowed = |text: &str| -> String {
            text.chars()
                .map(|character| if character == '\t' { ' ' } else { character })
                .filter(|character| *character >= ' ' && !matches!(character, '\u{fffe}' | '\u{ffff}'))
                .collect()
        };
        prop_assert_eq!(words(paragraphs(&document)[1]), allowed(&text));
        prop_assert_eq!(words(paragraphs(&document)[2]), allowed(&cell));
    }
}
