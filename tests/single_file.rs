//! The whole site in one file: what is in it, and which files it may take the place of.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Run, SiteFolder};
use lzma_rust2::LzmaReader;
use sha2::{Digest, Sha256};

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("site.toml", "id = \"try\"\ntitle = \"试 <试>\"\n")
        .file("index.md", "+++\ntitle = \"首页\"\n+++\n见[步骤](guide/steps.md#二)。\n")
        .file(
            "guide/steps.md",
            "+++\ntitle = \"步骤\"\nkind = \"situation\"\n+++\n## 一\n\n见[二](#二)。\n\n- [ ] 冻结 {#freeze}\n\n## 二\n\n\
             `<a href=\"x.html\">`，[表](form.pdf)，![印章](seal.png)\n",
        )
        .file("guide/form.pdf", b"%PDF")
        .file("guide/seal.png", SEAL)
}

const SEAL: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn build(folder: &SiteFolder, file: &str) -> Run {
    folder.run(&["build", "site", "--single-file", file])
}

fn built(folder: &SiteFolder) -> String {
    let run = build(folder, "one.html");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    fs::read_to_string(folder.place().join("one.html")).expect("the file")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
    let length = text[from..].find(end).unwrap_or_else(|| panic!("no {end}"));
    &text[from..from + length]
}

/// The files that are packed into the file.
fn unpacked(html: &str) -> BTreeMap<String, Vec<u8>> {
    let plain = between(html, "<noscript>", "</noscript>");
    let pack = between(html, "<script type=\"text/plain\"", "</script>");
    let (attributes, text) = pack.split_once('>').expect("a pack");
    let length: usize = between(attributes, "data-length=\"", "\"")
        .parse()
        .expect("a length");
    let packed = STANDARD.decode(text).expect("base64");
    let size = u32::try_from(plain.len() + length).expect("a size");
    let beside = Some(plain.as_bytes());
    let mut reader =
        LzmaReader::new(packed.as_slice(), length as u64, 4, 0, 0, size, beside).expect("a pack");
    let mut whole = Vec::new();
    reader.read_to_end(&mut whole).expect("a pack");
    let head = whole
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a list");
    let list: Vec<(String, usize)> = serde_json::from_slice(&whole[..head]).expect("JSON");
    let mut at = head + 1;
    let mut files = BTreeMap::new();
    for (name, length) in list {
        files.insert(name, whole[at..at + length].to_vec());
        at += length;
    }
    assert_eq!(at, whole.len());
    files
}

#[test]
fn the_file_holds_every_page_with_what_it_needs() {
    let folder = site();
    let files = unpacked(&built(&folder));
    let site = folder.built(&[]);
    let pages = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        files
            .keys()
            .filter(|name| name.ends_with(".html") && *name != "404.html")
            .cloned()
            .collect()
    };
    assert_eq!(pages(&files), pages(&site));
    for ending in [".wasm", ".png", "zh-CN.json"] {
        let name = files.keys().find(|name| name.ends_with(ending));
        let name = name.unwrap_or_else(|| panic!("no {ending}"));
        if ending != "zh-CN.json" {
            assert_eq!(files[name], site[name]);
        }
    }
    let page = String::from_utf8_lossy(&files["guide/steps.html"]);
    assert!(page.contains("href=\"#index.html\""), "{page}");
    assert!(
        page.contains("&lt;a href=&quot;x.html&quot;&gt;")
            || page.contains("&lt;a href=\"x.html\"&gt;"),
        "{page}"
    );
    assert!(page.contains("data-wasm=\"assets/recourse."), "{page}");
    assert!(!page.contains("service-worker"), "{page}");
    let home = String::from_utf8_lossy(&files["index.html"]);
    assert!(home.contains("href=\"#guide/steps.html%23二\""), "{home}");
}

#[test]
fn without_script_the_pages_stand_one_after_another() {
    let html = built(&site());
    let plain = between(&html, "<noscript>", "</noscript>");
    assert!(plain.contains("<h1>试 &lt;试&gt;</h1>"), "{plain}");
    assert!(
        plain.contains("<li><a href=\"#guide/steps.html\">步骤</a></li>"),
        "{plain}"
    );
    assert!(
        plain.contains("<section class=\"prose\" id=\"guide/steps.html\" lang=\"zh-CN\">"),
        "{plain}"
    );
    assert!(plain.contains("<h3 id=\"guide/steps.html#二\">"), "{plain}");
    assert!(
        plain.contains("见<a href=\"#guide/steps.html%23二\">二</a>"),
        "{plain}"
    );
    // No link leads to a file that is not there, and a picture's words stand in for it.
    assert!(plain.contains("，表，印章"), "{plain}");
    for useless in ["<button", "<script", "<template", "<img", "data-", "hidden"] {
        assert!(!plain.contains(useless), "{useless} in {plain}");
    }
}

#[test]
fn the_policy_lets_nothing_in_and_nothing_out_but_the_files_own() {
    let html = built(&site());
    let policy = between(&html, "Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
    let policy = policy.replace("&#x27;", "'");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("http"),
        "{policy}"
    );
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let last = html.rfind("<script>").expect("a script");
    let script = between(&html[last..], "<script>", "</script>");
    assert!(policy.contains(&hash(script)), "{policy}");
    for style in html.split("<style").skip(1) {
        let text = between(style, ">", "</style>");
        assert!(policy.contains(&hash(text)), "{text}");
    }
    for (name, bytes) in unpacked(&html) {
        if name.ends_with(".js") {
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert!(policy.contains(&hash(&text)), "{name}");
        }
    }
}

#[test]
fn a_file_of_ours_is_replaced_and_the_same_site_gives_the_same_bytes() {
    let folder = site();
    let first = built(&folder);
    assert_eq!(built(&folder), first);
    folder.write("index.md", "+++\ntitle = \"首页\"\n+++\n另一句话。\n");
    assert!(built(&folder).contains("另一句话"));
    let beside: Vec<_> = fs::read_dir(folder.place())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
}

#[test]
fn a_foreign_file_is_refused_and_left_as_it_is() {
    let folder = site();
    fs::write(folder.place().join("one.html"), "<p>我的文件").expect("a file");
    let run = build(&folder, "one.html");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr
            .contains("error: the file was not made by recourse\n--> one.html"),
        "{}",
        run.stderr
    );
    let kept = fs::read_to_string(folder.place().join("one.html")).expect("the file");
    assert_eq!(kept, "<p>我的文件");
    for (file, message) in [
        (
            "site/one.html",
            "the file lies inside of the site's own folder",
        ),
        ("site", "the file lies inside of the site's own folder"),
        (".", "there is something else than a file"),
    ] {
        let run = build(&folder, file);
        assert_eq!(run.code, Some(1), "{file}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn a_site_that_is_refused_leaves_the_old_file() {
    let folder = site();
    let old = built(&folder);
    folder.write("index.md", "[gone](gone.md)\n");
    assert_eq!(build(&folder, "one.html").code, Some(1));
    let kept = fs::read_to_string(folder.place().join("one.html")).expect("the file");
    assert_eq!(kept, old);
}

#[test]
fn a_folder_offers_the_file_where_the_site_wants_that() {
    let folder = site().file("site.toml", "single_file = \"all.html\"\n");
    let files = folder.built(&[]);
    let page = String::from_utf8_lossy(&files["guide/steps.html"]);
    assert!(
        page.contains("<a href=\"../all.html\" download=\"首页.html\">"),
        "{page}"
    );
    let worker = String::from_utf8_lossy(&files["service-worker.js"]);
    assert!(!worker.contains("\"all.html\""), "{worker}");
    let whole = unpacked(&String::from_utf8_lossy(&files["all.html"]));
    assert!(whole.contains_key("guide/steps.html") && !whole.contains_key("all.html"));

    let run = folder.run(&["check", "site"]);
    let told = format!("would write {} files", files.len() - 1);
    assert!(run.stdout.contains(&told), "{told}: {}", run.stdout);

    let run = folder
        .file("site.toml", "single_file = \"../all.html\"\n")
        .build(&[]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr
            .contains("the single file cannot be called `../all.html`"),
        "{}",
        run.stderr
    );
}
