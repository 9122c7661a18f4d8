//! What is kept for reading without network: the worker's list, the manifest, and how a site gets rid of them.

mod common;

use std::collections::BTreeMap;

use common::SiteFolder;
use recourse::output::Outputs;
use recourse::progress::Progress;
use recourse::{Options, Purpose};
use serde_json::Value;
use sha2::{Digest, Sha256};

const PAGE: &str = "# 甲\n\n先冻结账户。\n";

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("site.toml", "id = \"try\"\ntitle = \"试 <试>\"\n")
        .file("index.md", "+++\ntitle = \"首页\"\n+++\n内容。\n")
        .file("guide/steps.md", PAGE)
        .file("guide/form.pdf", b"%PDF")
}

fn settings(files: &BTreeMap<String, Vec<u8>>) -> Value {
    let worker = String::from_utf8(files["service-worker.js"].clone()).expect("UTF-8");
    let line = worker.lines().next().expect("a line");
    let json = line
        .strip_prefix("const SITE = ")
        .and_then(|line| line.strip_suffix(';'));
    serde_json::from_str(json.expect("the settings")).expect("JSON")
}

/// The hashes of both lists, by address.
fn listed(settings: &Value) -> BTreeMap<String, String> {
    ["first", "rest"]
        .iter()
        .flat_map(|list| settings[list].as_object().expect("a list"))
        .map(|(address, hash)| (address.clone(), hash.as_str().expect("a hash").to_owned()))
        .collect()
}

#[test]
fn every_file_that_a_reader_needs_is_listed_with_its_hash() {
    let files = site().built(&[]);
    let listed = listed(&settings(&files));
    for (address, hash) in &listed {
        let digest = Sha256::digest(&files[address]);
        let expected: String = digest[..6].iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(*hash, expected, "{address}");
    }
    let unlisted: Vec<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|address| !listed.contains_key(*address))
        .collect();
    assert_eq!(
        unlisted,
        [".recourse", "404.html", "robots.txt", "service-worker.js"]
    );
}

#[test]
fn compressed_variants_are_not_kept_too() {
    let folder = site();
    let [plain, compressed] = [&[][..], &["--compress"]].map(|arguments| folder.built(arguments));
    assert!(compressed.contains_key("index.html.br"));
    assert_eq!(plain["service-worker.js"], compressed["service-worker.js"]);
}

#[test]
fn a_changed_word_makes_another_version_of_one_page() {
    let folder = site();
    let before = folder.built(&[]);
    assert_eq!(
        before["service-worker.js"],
        folder.built(&[])["service-worker.js"]
    );
    folder.write("guide/steps.md", PAGE.replace("冻结", "挂失"));
    let after = folder.built(&[]);
    let [before, after] = [before, after].map(|files| listed(&settings(&files)));
    let changed: Vec<&String> = after
        .iter()
        .filter(|(address, hash)| before.get(*address) != Some(*hash))
        .map(|(address, _)| address)
        .collect();
    assert_eq!(changed, ["guide/steps.html", "search/zh-CN.json"]);
}

#[test]
fn a_large_site_keeps_what_is_urgent_and_pages_as_they_are_visited() {
    let mut folder = site().file(
        "now.md",
        "+++\ntitle = \"急\"\nkind = \"situation\"\nurgent = true\n+++\n- [ ] 挂失 {#freeze}\n",
    );
    for number in 0..500 {
        folder = folder.file(&format!("pages/{number}.md"), PAGE);
    }
    let files = folder.built(&[]);
    let settings = settings(&files);
    assert_eq!(settings["visits"], true);
    let listed = listed(&settings);
    for address in [
        "index.html",
        "now.html",
        "print/sheets/now.html",
        "print/urgent.html",
        "search/zh-CN.json",
    ] {
        assert!(listed.contains_key(address), "{address}");
    }
    assert!(listed.keys().any(|address| address.ends_with(".wasm")));
    assert!(!listed.keys().any(|address| address.starts_with("pages/")));
    // However many pages there are, a first visit is sent no more than this.
    let bytes: usize = listed.keys().map(|address| files[address].len()).sum();
    assert!(bytes < 600_000, "{bytes} bytes are kept from the start");
}

#[test]
fn the_worker_names_no_other_place_and_its_words_are_text() {
    let files = site().built(&[]);
    let worker = String::from_utf8_lossy(&files["service-worker.js"]);
    assert!(!worker.contains("://"), "{worker}");
    assert!(!worker.contains("importScripts"), "{worker}");
    for (_, word) in settings(&files)["words"].as_object().expect("words") {
        assert!(!word.as_str().expect("a word").contains('<'));
    }
}

#[test]
fn the_manifest_works_below_any_path_and_in_every_language() {
    let files = SiteFolder::new()
        .file(
            "site.toml",
            "title = \"很长很长的名字\"\nshort_title = \"短名\"\nlanguages = [\"zh-CN\", \"en\"]\n",
        )
        .file("zh-CN/index.md", "+++\ntitle = \"首页\"\n+++\n内容。\n")
        .file("en/index.md", "+++\ntitle = \"Home\"\n+++\nContent.\n")
        .built(&[]);
    for (address, up, lang) in [
        ("manifest.webmanifest", "", "zh-CN"),
        ("en/manifest.webmanifest", "../", "en"),
    ] {
        let manifest: Value = serde_json::from_slice(&files[address]).expect("JSON");
        assert_eq!(manifest["name"], "很长很长的名字");
        assert_eq!(manifest["short_name"], "短名");
        assert_eq!(manifest["lang"], lang);
        assert_eq!(manifest["start_url"], "./");
        assert_eq!(manifest["scope"], if up.is_empty() { "./" } else { up });
        let icons = manifest["icons"].as_array().expect("icons");
        assert_eq!(icons.len(), 4);
        for icon in icons {
            let source = icon["src"].as_str().expect("an address");
            let below = source.strip_prefix(up).expect("a relative address");
            let picture = &files[below];
            if let Ok(size) = imagesize::blob_size(picture) {
                assert_eq!(icon["sizes"], format!("{}x{}", size.width, size.height));
            }
        }
        let page = address.replace("manifest.webmanifest", "index.html");
        let page = String::from_utf8_lossy(&files[&page]);
        assert!(
            page.contains(&format!("<link rel=\"manifest\" href=\"{up}{address}\">")),
            "{page}"
        );
        assert!(
            page.contains(&format!("data-worker=\"{up}service-worker.js\"")),
            "{page}"
        );
    }
}

#[test]
fn a_site_with_an_icon_of_its_own_is_not_given_pictures_of_another() {
    let files = site()
        .file("site.toml", "templates = \"../look\"\n")
        .file(
            "../look/icon.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
        .built(&[]);
    let manifest: Value = serde_json::from_slice(&files["manifest.webmanifest"]).expect("JSON");
    assert_eq!(manifest["icons"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_manifest_that_is_no_object_is_refused() {
    let run = site()
        .file("site.toml", "templates = \"../look\"\n")
        .file("../look/manifest.json", "[]")
        .build(&[]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr
            .contains("the theme's manifest is no JSON object"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_site_that_is_not_to_be_kept_has_a_worker_that_goes() {
    let files = site().file("site.toml", "offline = false\n").built(&[]);
    let worker = String::from_utf8_lossy(&files["service-worker.js"]);
    assert!(
        worker.contains("self.registration.unregister()"),
        "{worker}"
    );
    assert!(!worker.contains("addEventListener('fetch'"), "{worker}");
    assert!(
        !files
            .keys()
            .any(|address| address.ends_with(".webmanifest") || address.contains("offline"))
    );
    let page = String::from_utf8_lossy(&files["index.html"]);
    assert!(
        !page.contains("service-worker") && !page.contains("data-offline"),
        "{page}"
    );
}

#[test]
fn a_preview_is_not_kept() {
    let folder = site();
    let options = Options {
        site: folder.site(),
        base_url: None,
        lenient: false,
        date: "2026-11-22"
            .parse::<toml::value::Datetime>()
            .expect("a date")
            .date
            .expect("a day"),
        purpose: Purpose::Preview,
    };
    let in_memory = || Ok(Outputs::in_memory());
    let (outputs, _) = recourse::build(&options, &Progress::silent(), in_memory);
    let outputs = outputs.expect("a site");
    let text = |address: &str| {
        let bytes = outputs.read(address).expect("a file");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(text("service-worker.js").contains("unregister"));
    assert!(!text("index.html").contains("data-worker"));
}
