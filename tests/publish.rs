//! What a publisher gets besides the pages: what search engines and feeds are told, files compressed ahead, and
//! configurations for hosts.

mod common;
use std::io::Read;

use common::SiteFolder;
use serde_json::Value;

const BASE: [&str; 2] = ["--base-url", "https://example.org/guide"];

/// The smallest PNG: one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xaeB\x60\x82";

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("site.toml", "title = \"某指南\"\nid = \"guide\"\ncard = \"card.png\"\n")
        .file("card.png", PIXEL)
        .file("index.md", "+++\ntitle = \"首页\"\nkind = \"home\"\n+++\n\n先看这里。\n")
        .file("situations/index.md", "# 情形\n")
        .file(
            "situations/stolen.md",
            "+++\ntitle = \"被盗\"\nkind = \"situation\"\nupdated = 2026-11-22\n+++\n\n## 现在就做\n\n- [ ] 打[=tel-x]**报警** {#call}\n\n## 证据\n\n- [ ] 截图 <1> {#picture .evidence}\n",
        )
        .file("changes.md", "# 变化\n\n```facts\nchanges = true\n```\n")
        .file(
            "facts/facts.toml",
            "[[fact]]\nid = \"tel-x\"\nkind = \"telephone\"\ntitle = \"某电话\"\nvalue = \"400-666-8800\"\ntext = \"打这个。\"\nconfidence = \"official\"\nchecked = 2026-11-22\n\n[[change]]\ndate = 2025-01-01\ntitle = \"旧\"\ntext = \"先前的。\"\n\n[[change]]\ndate = 2026-05-22\ntitle = \"新 & 改\"\ntext = \"后来的。\"\n",
        )
}

fn structured_data(page: &str) -> Vec<Value> {
    let (_, data) = page
        .split_once("<script type=\"application/ld+json\">")
        .expect("JSON-LD");
    let (data, _) = data.split_once("</script>").expect("an end");
    let data: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().expect("a list").clone()
}

fn of_kind<'a>(things: &'a [Value], kind: &str) -> Option<&'a Value> {
    things.iter().find(|thing| thing["@type"] == kind)
}

#[test]
fn a_situation_is_said_to_be_steps_with_evidence() {
    let site = site();
    site.built(&BASE);
    let things = structured_data(&site.page("situations/stolen.html"));
    let steps = of_kind(&things, "HowTo").expect("steps");
    assert_eq!(steps["step"][0]["name"], "现在就做");
    assert_eq!(
        steps["step"][0]["itemListElement"][0]["text"],
        "打400-666-8800报警"
    );
    assert_eq!(steps["supply"][0]["name"], "截图 <1>");
    assert!(steps["step"][1].is_null(), "evidence is no step: {steps}");
}

#[test]
fn a_page_says_which_pages_lie_above_it() {
    let site = site();
    site.built(&BASE);
    let things = structured_data(&site.page("situations/stolen.html"));
    let items = &of_kind(&things, "BreadcrumbList").expect("breadcrumbs")["itemListElement"];
    let found: Vec<(&str, &str)> = items
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().expect("text");
            (text("name"), text("item"))
        })
        .collect();
    assert_eq!(
        found,
        [
            ("首页", "https://example.org/guide/"),
            ("情形", "https://example.org/guide/situations/"),
            ("被盗", "https://example.org/guide/situations/stolen.html"),
        ]
    );
    assert!(of_kind(&structured_data(&site.page("index.html")), "BreadcrumbList").is_none());
}

#[test]
fn a_shared_link_shows_the_sites_picture() {
    let site = site();
    site.built(&BASE);
    let page = site.page("situations/stolen.html");
    for part in [
        "<meta property=\"og:image\" content=\"https://example.org/guide/card.png\">",
        "<meta property=\"og:image:width\" content=\"1\">",
        "summary_large_image",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(
        structured_data(&page)[0]["image"],
        "https://example.org/guide/card.png"
    );
    site.built(&[]);
    let page = site.page("situations/stolen.html");
    assert!(!page.contains("og:image"), "a picture needs a full address");
}

#[test]
fn a_card_that_is_no_picture_is_refused() {
    for (path, content) in [("other.png", PIXEL), ("card.png", b"text".as_slice())] {
        let site = SiteFolder::new()
            .file("site.toml", "card = \"card.png\"\n")
            .file("index.md", "# 页\n")
            .file(path, content);
        let run = site.build(&[]);
        assert_eq!(run.code, Some(1));
        assert!(
            run.stderr.contains("`card` names no picture: `card.png`"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn the_changes_of_the_rules_are_a_feed_newest_first() {
    let site = site();
    let files = site.built(&BASE);
    let feed = String::from_utf8(files["changes.xml"].clone()).expect("UTF-8");
    let document = roxmltree::Document::parse(&feed).expect("well-formed");
    let atom = "http://www.w3.org/2005/Atom";
    let entries: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name((atom, "entry")))
        .collect();
    let text = |entry: &roxmltree::Node, name: &str| {
        let child = entry
            .children()
            .find(|node| node.has_tag_name((atom, name)));
        child
            .and_then(|node| node.text())
            .unwrap_or_default()
            .to_owned()
    };
    let titles: Vec<String> = entries.iter().map(|entry| text(entry, "title")).collect();
    assert_eq!(titles, ["新 & 改", "旧"]);
    assert_eq!(text(&entries[0], "updated"), "2026-05-22T00:00:00Z");
    let place = text(&entries[0], "id");
    let anchor = place
        .strip_prefix("https://example.org/guide/changes.html#")
        .expect("a place on the page");
    assert!(
        site.page("changes.html")
            .contains(&format!("id=\"{anchor}\"")),
        "{anchor}"
    );
    assert!(
        site.page("situations/stolen.html")
            .contains("type=\"application/atom+xml\" title=\"规则的变化\" href=\"../changes.xml\""),
        "a page names the feed"
    );
    assert!(!site.built(&[]).contains_key("changes.xml"));
}

#[test]
fn compressed_files_hold_what_they_stand_beside() {
    let site = site();
    let plain = site.built(&[]);
    let files = site.built(&["--compress"]);
    for (path, bytes) in &plain {
        if path == ".recourse" {
            continue;
        }
        assert_eq!(&files[path], bytes, "{path}");
        let wanted = bytes.len() >= 1024 && !path.ends_with(".png");
        for ending in ["br", "gz"] {
            let Some(small) = files.get(&format!("{path}.{ending}")) else {
                assert!(!wanted, "{path}.{ending} is missing");
                continue;
            };
            let mut back = Vec::new();
            if ending == "br" {
                brotli::BrotliDecompress(&mut small.as_slice(), &mut back).expect("brotli");
            } else {
                flate2::read::GzDecoder::new(small.as_slice())
                    .read_to_end(&mut back)
                    .expect("gzip");
            }
            assert!(back == *bytes, "{path}.{ending} holds something else");
            assert!(small.len() < bytes.len(), "{path}.{ending}");
        }
    }
    // A later build without them leaves none behind.
    assert_eq!(site.built(&[]).len(), plain.len());
}

#[test]
fn what_a_host_may_keep_for_ever_carries_a_hash() {
    let site = site();
    for path in site.built(&[]).keys() {
        if let Some(name) = path.strip_prefix("assets/") {
            assert!(
                name.split(['.', '/', '-'])
                    .any(|part| part.len() == 12 && part.bytes().all(|b| b.is_ascii_hexdigit())),
                "{name}"
            );
        }
    }
    let run = site.run(&["host", "caddy"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("header /assets/*"), "{}", run.stdout);
}
