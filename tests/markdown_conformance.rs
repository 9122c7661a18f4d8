//! CommonMark's and GFM's own examples, as pulldown-cmark ships them, through our whole pipeline.
//! They are read from the package's source, because they are not ours to copy.

use std::path::{Path, PathBuf};
use std::process::Command;

use recourse::markdown::{Options, Part, Texts, parse, push_address};

/// Suite, and how many examples it has at least.
const SUITES: [(&str, usize); 4] = [
    ("spec", 650),
    ("gfm_table", 8),
    ("gfm_strikethrough", 3),
    ("gfm_tasklist", 2),
];

/// Examples of CommonMark that meet an addition of ours, and which; they are compared without additions.
const WITHOUT_ADDITIONS: [(&[usize], &str); 4] = [
    (
        &[170, 171, 172, 173, 176, 178],
        "the policy escapes `<script>`, `<style>` and `<textarea>`",
    ),
    (
        &[156, 157, 158],
        "the policy escapes a tag that does not end",
    ),
    (
        &[21, 31, 344, 630, 631, 642, 643],
        "addresses in raw HTML are resolved and written anew",
    ),
    (&[602, 606, 608, 611, 612], "GFM links plain addresses"),
];

struct Example {
    suite: &'static str,
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn commonmark_and_gfm_examples_hold() {
    let examples = examples();
    assert!(
        examples.len() >= 666,
        "only {} examples were found",
        examples.len()
    );
    let failures: Vec<_> = examples.iter().filter_map(failure).collect();
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn failure(example: &Example) -> Option<String> {
    let listed = example.suite == "spec"
        && WITHOUT_ADDITIONS
            .iter()
            .any(|(numbers, _)| numbers.contains(&example.number));
    let expected = normal(&example.html);
    let full = normal(&html(&example.markdown, true));
    if listed && full == expected {
        return Some(format!(
            "{} {} holds with our additions: list it no more",
            example.suite, example.number
        ));
    }
    let actual = if listed {
        normal(&html(&example.markdown, false))
    } else {
        full
    };
    (expected != actual).then(|| {
        format!(
            "{} {}:\n{}\n  expected: {expected:?}\n  actual:   {actual:?}\n",
            example.suite, example.number, example.markdown
        )
    })
}

fn html(markdown: &str, additions: bool) -> String {
    let options = Options::new("page", Texts::default());
    let document = parse(
        markdown,
        &if additions {
            options
        } else {
            options.without_additions()
        },
    );
    let mut out = String::new();
    for part in document.parts() {
        match part {
            Part::Html(html) => out.push_str(html),
            Part::Href(link) => push_address(&mut out, &document.links[link].target),
            _ => {}
        }
    }
    out
}

/// HTML without what we add on purpose and without line ends between tags.
fn normal(html: &str) -> String {
    let mut html = html
        .replace("<div class=\"table\"><table>", "<table>")
        .replace("</table></div>", "</table>")
        .replace(" scope=\"col\"", "")
        .replace(" loading=\"lazy\"", "")
        .replace(" tabindex=\"0\"", "")
        .replace(" class=\"checklist\"", "")
        .replace(
            "<li class=\"check\"><label><input type=\"checkbox\" disabled /> ",
            "<li><input disabled=\"\" type=\"checkbox\"/>\n",
        )
        .replace(
            "<li class=\"check\"><label><input type=\"checkbox\" checked disabled /> ",
            "<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n",
        )
        .replace("</label>", "")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("<br>", "<br />")
        .replace("<br/>", "<br />")
        .replace("<hr>", "<hr />")
        .replace("<hr/>", "<hr />");
    for side in ["left", "center", "right"] {
        html = html.replace(
            &format!("style=\"text-align: {side}\""),
            &format!("class=\"align-{side}\""),
        );
    }
    for level in 1..=6 {
        html = without_attributes(&html, &format!("<h{level} id="), &format!("<h{level}>"));
    }
    html = without_attributes(&html, "<div class=\"table\" role=", "");
    html.replace(">\n<", "><")
}

/// Replaces every tag that begins so.
fn without_attributes(html: &str, beginning: &str, replacement: &str) -> String {
    let mut parts = html.split(beginning);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(replacement);
        out.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    out
}

fn examples() -> Vec<Example> {
    let folder = package_folder().join("tests/suite");
    let mut all = Vec::new();
    for (suite, least) in SUITES {
        let path = folder.join(suite).with_extension("rs");
        let source = std::fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!(
                "{}: {error}; pulldown-cmark keeps its examples elsewhere now",
                path.display()
            )
        });
        let found = read_examples(suite, &source);
        assert!(
            found.len() >= least,
            "{suite}: only {} examples",
            found.len()
        );
        all.extend(found);
    }
    all
}

fn read_examples(suite: &'static str, source: &str) -> Vec<Example> {
    let blocks = source.split("let original = r##\"").skip(1);
    let examples = blocks.enumerate().map(|(index, block)| {
        let (markdown, rest) = block.split_once("\"##;").expect("an example's end");
        let rest = rest
            .split_once("let expected = r##\"")
            .expect("what is expected")
            .1;
        let (html, _) = rest
            .split_once("\"##;")
            .expect("the end of what is expected");
        Example {
            suite,
            number: index + 1,
            markdown: markdown.to_owned(),
            html: html.to_owned(),
        }
    });
    examples.collect()
}

/// Where cargo keeps the source of the pulldown-cmark that is built here.
fn package_folder() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    // Packages of other platforms need not be there.
    let metadata = output(
        Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--format-version",
                "1",
                "--filter-platform",
                &host(),
            ])
            .arg("--manifest-path")
            .arg(manifest),
    );
    let metadata: serde_json::Value =
        serde_json::from_str(&metadata).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let package = packages
        .iter()
        .find(|package| package["name"] == "pulldown-cmark")
        .expect("pulldown-cmark is built");
    let manifest = package["manifest_path"].as_str().expect("a path");
    Path::new(manifest).parent().expect("a folder").to_owned()
}

fn host() -> String {
    let version = output(Command::new("rustc").arg("-vV"));
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}
