//! The output folder: replaced whole or not at all, and only if it is ours.

mod common;
use common::{SiteFolder, files};

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

fn site() -> SiteFolder {
    SiteFolder::new().file("index.md", "# 首页\n")
}

fn refused(site: &SiteFolder, arguments: &[&str]) -> String {
    let before = files(site.place());
    let run = site.run(arguments);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert_eq!(
        files(site.place()),
        before,
        "something was written or deleted"
    );
    run.stderr
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let site = site();
    fs::create_dir(site.out()).expect("a folder");
    fs::write(site.out().join("thesis.doc"), "ten years of work").expect("a file");
    let report = refused(&site, &["build", "site", "--out", "out"]);
    assert!(
        report.contains("was not made by recourse and is not empty: thesis.doc"),
        "{report}"
    );
}

#[test]
fn a_foreign_file_in_our_folder_is_refused() {
    let site = site();
    site.built(&[]);
    fs::write(site.out().join("CNAME"), "example.org").expect("a file");
    let report = refused(&site, &["build", "site", "--out", "out"]);
    assert!(
        report.contains("holds files that no build put there: CNAME"),
        "{report}"
    );
}

#[test]
fn an_empty_folder_is_taken() {
    let site = site();
    fs::create_dir(site.out()).expect("a folder");
    assert!(site.built(&[]).contains_key("index.html"));
}

#[test]
fn a_folder_inside_of_the_site_or_around_it_is_refused() {
    let site = site();
    for (out, message) in [
        ("site/out", "lies inside of the site's own folder"),
        ("site", "lies inside of the site's own folder"),
        (
            "site/../site/x/../out",
            "lies inside of the site's own folder",
        ),
        (".", "holds the site's own folder"),
    ] {
        let report = refused(&site, &["build", "site", "--out", out]);
        assert!(report.contains(message), "{out}: {report}");
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let site = site();
    fs::write(site.out(), "a file").expect("a file");
    let report = refused(&site, &["build", "site", "--out", "out"]);
    assert!(report.contains("the output folder is a file"), "{report}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_in_the_place_of_the_folder_is_refused() {
    let site = site();
    std::os::unix::fs::symlink("site", site.out()).expect("a link");
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1));
    assert!(site.site().join("index.md").exists());
}

#[test]
fn pages_that_are_gone_are_gone_from_the_output() {
    let site = site().file("a.md", "# 甲\n");
    assert!(site.built(&[]).contains_key("a.html"));
    fs::remove_file(site.site().join("a.md")).expect("removed");
    assert!(!site.built(&[]).contains_key("a.html"));
}

#[test]
fn nothing_but_the_site_is_left_behind() {
    let site = site();
    site.built(&[]);
    site.built(&[]);
    let names: Vec<_> = fs::read_dir(site.place())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn the_same_input_gives_the_same_bytes_wherever_it_lies() {
    let make = || {
        SiteFolder::new()
            .file("b/乙.md", "# 乙\n\n见[甲](../a.md#节)。\n")
            .file("a.md", "# 甲\n\n## 节\n")
            .file("index.md", "# 首页\n")
            .built(&["--base-url", "https://example.org/x"])
    };
    assert_eq!(make(), make());
}

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let site = site();
    for number in 0..150 {
        site.write(
            &format!("p{number}.md"),
            format!("# 第{number}页\n\n{}", "旧。".repeat(2000)),
        );
    }
    let old = site.built(&[]);
    for number in 0..150 {
        site.write(
            &format!("p{number}.md"),
            format!("# 第{number}页\n\n{}", "新。".repeat(2000)),
        );
    }
    // What the new site must be, from a build elsewhere.
    let elsewhere = site.run(&["build", "site", "--out", "elsewhere"]);
    assert_eq!(elsewhere.code, Some(0), "{}", elsewhere.stderr);
    let new = files(&site.place().join("elsewhere"));
    let (mut killed, mut delay) = (0, Duration::ZERO);
    loop {
        let mut build = Command::new(env!("CARGO_BIN_EXE_recourse"))
            .current_dir(site.place())
            .args(["build", "site", "--out", "out"])
            .stdout(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(delay);
        delay += Duration::from_millis(15);
        let ended = build.try_wait().expect("a state").is_some();
        let _ = build.kill();
        build.wait().expect("an end");
        let now = files(&site.out());
        assert!(
            now == old || now == new,
            "after {delay:?} the site is neither the old nor the new one"
        );
        if ended {
            assert!(now == new, "a build ended and the old site stands");
            break;
        }
        killed += 1;
    }
    assert!(killed > 3, "the build was killed only {killed} times");
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = site();
    for number in 0..200 {
        site.write(&format!("p{number}.md"), format!("# 第{number}页\n"));
    }
    let builds: Vec<_> = (0..4)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_recourse"))
                .current_dir(site.place())
                .args(["build", "site", "--out", "out"])
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program runs")
        })
        .collect();
    let mut succeeded = 0;
    for build in builds {
        let output = build.wait_with_output().expect("an end");
        if output.status.success() {
            succeeded += 1;
        } else {
            let report = String::from_utf8_lossy(&output.stderr);
            assert!(
                report.contains("another build is writing to this place"),
                "{report}"
            );
        }
    }
    assert!(succeeded > 0);
    let built = files(&site.out());
    assert_eq!(built, site.built(&[]), "the builds mixed");
}

#[cfg(unix)]
fn stamps(site: &SiteFolder) -> std::collections::BTreeMap<String, (u64, std::time::SystemTime)> {
    use std::os::unix::fs::MetadataExt;
    files(&site.out())
        .into_keys()
        .map(|path| {
            let metadata = fs::metadata(site.out().join(&path)).expect("a file");
            let modified = metadata.modified().expect("a time");
            (path, (metadata.ino(), modified))
        })
        .collect()
}

#[cfg(unix)]
#[test]
fn a_file_that_does_not_change_stays_the_file_that_it_is() {
    let site = site()
        .file("a.md", "# 甲\n\n旧。\n")
        .file("b.md", "# 乙\n")
        .file("picture.png", "a picture");
    site.built(&[]);
    let before = stamps(&site);
    std::thread::sleep(Duration::from_millis(20));
    site.write("a.md", "# 甲\n\n新。\n");
    site.built(&[]);
    let after = stamps(&site);
    for same in ["b.html", "index.html", "picture.png", "404.html"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_ne!(before["a.html"], after["a.html"]);
    assert!(site.page("a.html").contains("新。"));
    assert!(fs::metadata(site.out().join(".recourse")).is_ok());
}

#[test]
fn a_file_that_somebody_edited_in_the_output_is_made_anew() {
    let site = site().file("a.md", "# 甲\n");
    let built = site.built(&[]);
    // As long as before, so that only the bytes tell.
    let page = site.page("a.html");
    fs::write(site.out().join("a.html"), page.replace('甲', "乙")).expect("edited");
    assert_eq!(site.built(&[]), built);
}

#[test]
fn a_refused_build_leaves_nothing_beside_the_site() {
    let site = site();
    site.built(&[]);
    site.write("a.md", "见[乙](b.md)。\n");
    assert_eq!(site.build(&[]).code, Some(1));
    let names: Vec<_> = fs::read_dir(site.place())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}
