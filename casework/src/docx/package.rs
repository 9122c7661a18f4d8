//! The parts of a Word document that are the same for every letter: styles, numbering, footer, settings.
//!
//! Styles carry the names Word knows in every language, so that a Chinese Word lists them as 标题, 称呼, 签名.

use crate::numeral::push_digits;
use crate::zip::Zip;

use super::body::Body;

/// Every part begins with this, and its outermost element with the namespace after it.
const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<";
const NAMESPACE: &str =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str =
    "Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

/// The parts beside the letter's own: their names are also their relations' and content types'.
const PARTS: [(&str, &str, &str); 5] = [
    (
        "styles",
        "styles",
        concat!(
            "<w:docDefaults><w:rPrDefault><w:rPr>",
            "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>",
            "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>",
            "</w:rPr></w:rPrDefault></w:docDefaults>",
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>",
            "<w:pPr><w:spacing w:line=\"540\" w:lineRule=\"atLeast\"/><w:jc w:val=\"both\"/></w:pPr></w:style>",
            "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>",
            "<w:tblPr><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Salutation\"/><w:qFormat/>",
            "<w:pPr><w:keepNext/><w:spacing w:before=\"120\" w:after=\"280\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/></w:pPr>",
            "<w:rPr><w:rFonts w:eastAsia=\"宋体\"/><w:b/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/></w:rPr></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyTextFirstIndent\"/><w:qFormat/>",
            "<w:pPr><w:keepNext/><w:keepLines/><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr>",
            "<w:rPr><w:rFonts w:eastAsia=\"黑体\"/></w:rPr></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"BodyTextFirstIndent\"><w:name w:val=\"Body Text First Indent\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>",
            "<w:pPr><w:ind w:firstLineChars=\"200\" w:firstLine=\"560\"/></w:pPr></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"ListNumber\"><w:name w:val=\"List Number\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"Salutation\"><w:name w:val=\"Salutation\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyTextFirstIndent\"/><w:qFormat/></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"Signature\"><w:name w:val=\"Signature\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>",
            "<w:pPr><w:keepLines/><w:jc w:val=\"right\"/></w:pPr></w:style>",
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TableText\"><w:name w:val=\"表格文字\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>",
            "<w:pPr><w:spacing w:line=\"340\" w:lineRule=\"atLeast\"/><w:jc w:val=\"left\"/></w:pPr><w:rPr><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/></w:rPr></w:style>",
            "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/><w:basedOn w:val=\"Normal\"/>",
            "<w:pPr><w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/></w:rPr></w:style>",
            "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>",
            "<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
            "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
            "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
            "</w:tblBorders></w:tblPr></w:style>",
        ),
    ),
    // Counted on in `numbering`.
    ("numbering", "numbering", ""),
    (
        "footer1",
        "ftr",
        concat!(
            "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>",
            "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
            "<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>",
            "<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>",
        ),
    ),
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

/// A sheet of A4 with its footer. The writing is 31 characters wide.
const SECTION: &str = concat!(
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer1\" xmlns:r=\"",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"1440\" w:right=\"1588\" w:bottom=\"1440\" w:left=\"1588\" w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/></w:sectPr>",
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
            "numbering" => add_part(&mut zip, name, element, &numbering(body.lists)),
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
    for piece in [
        "<Override PartName=\"/word/",
        name,
        ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.",
        kind,
        "+xml\"/>",
    ] {
        types.push_str(piece);
    }
}

fn push_relation(relations: &mut String, id: &str, kind: &str, target: &str) {
    for piece in [
        "<Relationship Id=\"",
        id,
        "\" Type=\"",
        OFFICE,
        "/",
        kind,
        "\" Target=\"",
        target,
        ".xml\"/>",
    ] {
        relations.push_str(piece);
    }
}

/// Headings are counted 一、二、 through the letter, items 1. 2. from the beginning of each list.
fn numbering(lists: usize) -> String {
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
        for piece in [
            "<w:abstractNum w:abstractNumId=\"",
            id,
            "\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>",
            start,
            "<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"0\" w:firstLineChars=\"200\" w:firstLine=\"560\"/></w:pPr></w:lvl></w:abstractNum>",
        ] {
            numbering.push_str(piece);
        }
    }
    numbering.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for list in 0..lists {
        numbering.push_str("<w:num w:numId=\"");
        push_digits(&mut numbering, list as u64 + 2, 1);
        numbering.push_str("\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>");
    }
    numbering
}
