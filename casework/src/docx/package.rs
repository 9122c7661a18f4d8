//! The parts of a Word document that are the same for every letter: styles, numbering, footer, settings.
//!
//! Styles carry the names Word knows in every language, so that a Chinese Word lists them as 标题, 称呼, 签名.

use crate::numeral::push_digits;
use crate::prelude::*;
use crate::zip::Zip;

use super::body::Body;
use super::fill;

/// Every part begins with this, and its outermost element with the namespace after it.
const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<";
const NAMESPACE: &str =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";

const RELATIONS: &str =
    "Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

/// The parts beside the letter's own: their names are also their relations' and content types'. Those without content
/// here are put together below.
const PARTS: [(&str, &str, &str); 5] = [
    ("styles", "styles", ""),
    ("numbering", "numbering", ""),
    ("footer1", "ftr", ""),
    (
        "fontTable",
        "fonts",
        concat!(
            "<w:font w:name=\"仿宋\"><w:altName w:val=\"FangSong\"/><w:charset w:val=\"86\"/><w:family w:val=\"modern\"/></w:font>",
            "<w:font w:name=\"宋体\"><w:altName w:val=\"SimSun\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/></w:font>",
            "<w:font w:name=\"黑体\"><w:altName w:val=\"SimHei\"/><w:charset w:val=\"86\"/><w:family w:val=\"modern\"/></w:font>",
        ),
    ),
    (
        "settings",
        "settings",
        concat!(
            "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>",
            "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>",
            "</w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>",
        ),
    ),
];

/// The number of the page, and of how many. Of several letters nobody but Word knows how many pages each has.
const FOOTER: [&str; 3] = [
    "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
    "<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r><w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
    "</w:p>",
];

/// Sheets of A4 with their footer, counted from one. The writing is 31 characters wide.
pub(super) const SECTION: &str = concat!(
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer1\" xmlns:r=\"",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"1440\" w:right=\"1588\" w:bottom=\"1440\" w:left=\"1588\" w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/></w:sectPr>",
);

/// Puts the letter's own part among the others.
pub(super) fn write(body: &Body) -> Vec<u8> {
    let mut zip = Zip::default();
    let mut types = [
        PROLOGUE,
        "Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    ]
    .concat();
    let mut relations = [PROLOGUE, RELATIONS].concat();
    push_type(&mut types, "document", "document.main");
    for (name, _, _) in PARTS {
        let kind = name.trim_end_matches('1');
        push_type(&mut types, name, kind);
        push_relation(&mut relations, name, kind, name);
    }
    types.push_str("</Types>");
    relations.push_str("</Relationships>");
    let mut main = [PROLOGUE, RELATIONS].concat();
    push_relation(&mut main, "document", "officeDocument", "word/document");
    main.push_str("</Relationships>");

    zip.add("[Content_Types].xml", types.as_bytes());
    zip.add("_rels/.rels", main.as_bytes());
    zip.add("word/_rels/document.xml.rels", relations.as_bytes());
    let document = ["<w:body>", &body.xml, SECTION, "</w:body>"].concat();
    add_part(&mut zip, "document", "document", &document);
    for (name, element, content) in PARTS {
        match name {
            "styles" => add_part(&mut zip, name, element, &styles()),
            "numbering" => add_part(&mut zip, name, element, &numbering(&body.counted)),
            "footer1" => {
                let [number, of, end] = FOOTER;
                let of = if body.several { "" } else { of };
                add_part(&mut zip, name, element, &[number, of, end].concat());
            }
            _ => add_part(&mut zip, name, element, content),
        }
    }
    zip.finish()
}

fn add_part(zip: &mut Zip, name: &str, element: &str, content: &str) {
    let part = [
        PROLOGUE, "w:", element, NAMESPACE, content, "</w:", element, ">",
    ];
    zip.add(&["word/", name, ".xml"].concat(), part.concat().as_bytes());
}

fn push_type(types: &mut String, name: &str, kind: &str) {
    fill(
        types,
        "<Override PartName=\"/word/@.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.@+xml\"/>",
        &[name, kind],
    );
}

fn push_relation(relations: &mut String, id: &str, kind: &str, target: &str) {
    fill(
        relations,
        "<Relationship Id=\"@\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/@\" Target=\"@.xml\"/>",
        &[id, kind, target],
    );
}

/// The paragraphs' styles: id, name, paragraph and character properties.
const STYLES: [[&str; 4]; 8] = [
    [
        "Title",
        "Title",
        "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"280\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:rFonts w:eastAsia=\"宋体\"/><w:b/><w:sz w:val=\"36\"/>",
    ],
    [
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:keepLines/><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/>",
    ],
    [
        "BodyTextFirstIndent",
        "Body Text First Indent",
        "<w:ind w:firstLineChars=\"200\" w:firstLine=\"560\"/>",
        "",
    ],
    ["ListNumber", "List Number", "", ""],
    ["Salutation", "Salutation", "", ""],
    [
        "Signature",
        "Signature",
        "<w:keepLines/><w:jc w:val=\"right\"/>",
        "",
    ],
    [
        "BodyText",
        "Body Text",
        "<w:spacing w:line=\"340\" w:lineRule=\"atLeast\"/>",
        "<w:sz w:val=\"21\"/>",
    ],
    [
        "Footer",
        "footer",
        "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
        "<w:sz w:val=\"21\"/>",
    ],
];

/// No line is made as wide as the others: one that ends before a long number would be pulled apart.
fn styles() -> String {
    let mut styles = String::from(concat!(
        "<w:docDefaults><w:rPrDefault><w:rPr>",
        "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋\" w:hAnsi=\"Times New Roman\"/>",
        "<w:sz w:val=\"28\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>",
        "</w:rPr></w:rPrDefault></w:docDefaults>",
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>",
        "<w:pPr><w:spacing w:line=\"540\" w:lineRule=\"atLeast\"/></w:pPr></w:style>",
    ));
    for [id, name, paragraph, characters] in STYLES {
        fill(
            &mut styles,
            "<w:style w:type=\"paragraph\" w:styleId=\"@\"><w:name w:val=\"@\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>@</w:pPr><w:rPr>@</w:rPr></w:style>",
            &[id, name, paragraph, characters],
        );
    }
    styles.push_str("<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        fill(&mut styles, "<w:@ w:val=\"single\" w:sz=\"4\"/>", &[side]);
    }
    styles.push_str("</w:tblBorders><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
    styles
}

/// Headings are counted 一、二、 through the letter, items 1. 2. from the beginning of each list.
fn numbering(counted: &[bool]) -> String {
    let mut numbering = String::new();
    for (id, start) in [
        (
            "0",
            "<w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"Heading1\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/>",
        ),
        (
            "1",
            "<w:numFmt w:val=\"decimal\"/><w:suff w:val=\"space\"/><w:lvlText w:val=\"%1.\"/>",
        ),
    ] {
        fill(
            &mut numbering,
            "<w:abstractNum w:abstractNumId=\"@\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>@<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"0\" w:firstLineChars=\"200\" w:firstLine=\"560\"/></w:pPr></w:lvl></w:abstractNum>",
            &[id, start],
        );
    }
    numbering.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (index, is_headings) in counted.iter().enumerate() {
        numbering.push_str("<w:num w:numId=\"");
        push_digits(&mut numbering, index as u64 + 2, 1);
        numbering.push_str("\"><w:abstractNumId w:val=\"");
        numbering.push_str(if *is_headings { "0" } else { "1" });
        numbering.push_str("\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>");
    }
    numbering
}
