//! Templates and what they can see agree: a misspelt name in `{% if %}` would silently take the other branch.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every name that a template reads from the view, such as `page.title`, with the template it stands in.
fn names_read() -> Vec<(String, String)> {
    let mut names = Vec::new();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")) {
        let entry = entry.expect("readable");
        let file = entry.path().display().to_string();
        if !file.ends_with(".html") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("a template");
        for tag in text.replace("{{", "{%").split("{%").skip(1) {
            let end = tag.find(['}']).unwrap_or(tag.len());
            let tag = without_strings(&tag[..end]);
            for word in tag.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')) {
                if word.contains('.')
                    || ["tool", "root", "search_index", "manifest"].contains(&word)
                {
                    names.push((word.to_owned(), file.clone()));
                }
            }
        }
    }
    assert!(names.len() > 100, "only {} names found", names.len());
    names
}

fn without_strings(tag: &str) -> String {
    tag.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_name_in_a_template_is_a_field_of_the_view() {
    let view = [
        include_str!("../src/view.rs"),
        include_str!("../src/view/case.rs"),
        include_str!("../src/view/directory.rs"),
        include_str!("../src/view/letter.rs"),
        include_str!("../src/view/sheet.rs"),
    ]
    .concat();
    let fields: BTreeSet<&str> = view
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'))
        .map(|(name, _)| name)
        // Renamed for templates, since `type` is a word of Rust.
        .chain(["type"])
        .collect();
    for (name, file) in names_read() {
        let mut parts = name.split('.');
        let first = parts.next().expect("a name");
        if ["text", "loop"].contains(&first) {
            continue;
        }
        for part in parts {
            assert!(
                fields.contains(part),
                "{file}: no view has a `{part}`, as in `{name}`"
            );
        }
    }
}

fn keys(table: &toml::Table, prefix: &str, keys: &mut BTreeSet<String>) {
    for (key, value) in table {
        let name = format!("{prefix}{key}");
        match value {
            toml::Value::Table(inner) => self::keys(inner, &format!("{name}."), keys),
            _ => {
                keys.insert(name);
            }
        }
    }
}

fn texts(language: &str) -> BTreeSet<String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/text/{language}.toml"));
    let table: toml::Table =
        toml::from_str(&fs::read_to_string(path).expect("texts")).expect("TOML");
    let mut found = BTreeSet::new();
    keys(&table, "", &mut found);
    found
}

#[test]
fn every_language_has_the_same_texts() {
    assert_eq!(texts("zh-CN"), texts("en"));
}

#[test]
fn every_text_is_used_and_every_text_that_is_used_is_there() {
    let read: BTreeSet<String> = names_read()
        .into_iter()
        .filter_map(|(name, _)| name.strip_prefix("text.").map(str::to_owned))
        .collect();
    let known = texts("zh-CN");
    for name in &read {
        assert!(
            known.contains(name) || name == "tool" || name == "search.script",
            "no text `{name}`"
        );
    }
    let module: String =
        walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("site-wasm/src"))
            .into_iter()
            .map(|entry| entry.expect("readable"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| fs::read_to_string(entry.path()).expect("Rust"))
            .collect();
    let scripts: String = [
        "tool",
        "work",
        "fields",
        "letter",
        "sending",
        "documents",
        "case",
        "vault",
    ]
    .map(|name| format!("{}/templates/{name}.js", env!("CARGO_MANIFEST_DIR")))
    .map(|path| fs::read_to_string(path).expect("a script"))
    .concat();
    let asked_by_script = |key: &str| {
        let standing = key.strip_prefix("limit-").map(|rest| format!("\"{rest}\""));
        scripts.contains(&format!("'{key}'"))
            || scripts.contains(&format!("words.{key}"))
            || standing.is_some_and(|standing| module.contains(&standing))
    };
    let search = include_str!("../templates/search.js");
    let body = include_str!("../src/site.rs");
    let sheets = [body, include_str!("../src/compose/sheets.rs")].concat();
    let offline = include_str!("../src/offline.rs");
    let single_file = include_str!("../src/single_file.rs");
    for name in &known {
        let used = match name.rsplit_once('.') {
            Some(("search.script", key)) => search.contains(&format!("'{key}'")),
            Some(("tool", key)) => module.contains(&format!("\"{key}\"")) || asked_by_script(key),
            Some(("body", key)) => body.contains(&format!("text(\"{key}\")")),
            Some(("offline", key))
                if offline.contains(&format!("word(\"{key}\")"))
                    || single_file.contains(&format!("word(\"offline\", \"{key}\")")) =>
            {
                true
            }
            Some(("sheets", key)) if sheets.contains(&format!("word(\"sheets\", \"{key}\")")) => {
                true
            }
            _ => read.contains(name),
        };
        assert!(used, "the text `{name}` is used nowhere");
    }
}

#[test]
fn every_text_that_the_tool_asks_for_is_there() {
    let known = texts("zh-CN");
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("site-wasm/src"))
    {
        let entry = entry.expect("readable");
        if !entry.file_type().is_file() {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("Rust");
        for key in text.split('"').skip(1).step_by(2) {
            if key.starts_with("status-") {
                assert!(
                    known.contains(&format!("tool.{key}")),
                    "no text `tool.{key}`"
                );
            }
        }
    }
}

#[test]
fn every_text_that_the_search_asks_for_is_there() {
    let known = texts("zh-CN");
    let script = include_str!("../templates/search.js");
    for call in script.split("say(").skip(1) {
        let end = call.find([')', ',']).expect("an end");
        for key in call[..end].split('\'').skip(1).step_by(2) {
            assert!(
                known.contains(&format!("search.script.{key}")),
                "no text `{key}`"
            );
        }
    }
}
