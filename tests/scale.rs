//! Large and odd input: everything is reported, nothing overflows, and pages do not grow with their number.

mod common;
use common::SiteFolder;

use std::fmt::Write as _;

fn repeated(size: usize, part: impl Fn(usize) -> String) -> String {
    (0..size).map(part).collect()
}

#[test]
fn a_thousand_broken_links_are_all_reported_in_groups() {
    let site = SiteFolder::new().file("index.md", "# 首页\n");
    for page in 0..100 {
        let links = repeated(10, |link| format!("[甲](gone-{link}.md)\n\n"));
        site.write(&format!("p{page}.md"), links);
    }
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr
            .contains("1000 errors found, nothing was written")
    );
    assert_eq!(run.stderr.matches("error: broken link").count(), 10);
    for page in 0..100 {
        for link in 0..10 {
            let place = format!("p{page}.md:{}", 1 + 2 * link);
            assert!(run.stderr.contains(&place), "{place}");
        }
    }
}

#[test]
fn what_is_nested_beyond_reason_is_refused_and_overflows_no_stack() {
    for mark in [">", "- ", "1. "] {
        let site =
            SiteFolder::new().file("index.md", format!("# 首页\n\n{}a\n", mark.repeat(100_000)));
        let run = site.build(&[]);
        assert_eq!(run.code, Some(1), "{mark}: {}", run.stderr);
        assert!(run.stderr.contains("more than 100 deep"), "{mark}");
        assert!(run.stderr.contains("index.md:3"), "{mark}");
    }
}

#[test]
fn folders_in_folders_are_a_site_too() {
    let mut path = String::new();
    let site = SiteFolder::new().file("index.md", "# 首页\n");
    for level in 0..200 {
        let _ = write!(path, "f{level}/");
        site.write(&format!("{path}a.md"), "# 甲\n");
    }
    let files = site.built(&[]);
    assert!(files.contains_key(&format!("{path}a.html")));
}

#[test]
fn a_flat_folder_of_many_pages_does_not_list_them_all_on_each() {
    let size = |pages: usize| -> usize {
        let site = SiteFolder::new().file("index.md", "# 首页\n");
        for page in 0..pages {
            site.write(&format!("p{page}.md"), "# 一页\n\n话。\n");
        }
        let files = site.built(&[]);
        files["p30.html"].len()
    };
    let small = size(40);
    let (large, larger) = (size(200), size(800));
    assert!(larger < large + 200, "{large} and {larger} bytes");
    assert!(large < small + 2000, "{small} and {large} bytes");
}

#[test]
fn a_long_section_lists_what_is_near_and_leads_to_the_whole_list() {
    let site = SiteFolder::new().file("index.md", "# 首页\n");
    for page in 0..100 {
        site.write(&format!("many/p{page}.md"), format!("# 第{page}页\n"));
    }
    site.built(&[]);
    let page = site.page("many/p60.html");
    let listed = |number: usize| page.contains(&format!("href=\"p{number}.html\""));
    assert!(listed(45) && listed(59) && listed(61) && listed(75));
    assert!(!listed(30) && !listed(90));
    assert!(
        page.contains("<li class=\"all\"><a href=\"./\">列出全部 (100)</a></li>")
            || page.contains("列出全部 (100)"),
        "{page}"
    );
    let section = site.page("many/index.html");
    assert!((0..100).all(|number| section.contains(&format!("href=\"p{number}.html\""))));
}
