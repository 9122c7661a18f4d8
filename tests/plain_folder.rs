//! A folder of plain Markdown, without settings or front matter, is a site.

mod common;
use common::SiteFolder;

fn book() -> SiteFolder {
    SiteFolder::new()
        .file("README.md", "# 一本书\n\n见[第二章](ch2.md#所有权)。\n")
        .file("ch10.md", "# 第十章\n\n正文。\n")
        .file(
            "ch2.md",
            "# 第二章\n\n## 所有权\n\n见[附录](appendix/a.md)。\n",
        )
        .file(
            "appendix/a.md",
            "# 附录甲\n\n回到[首页](../README.md)、[第十章](../ch10.html)、[图](<图 1.png>)。\n",
        )
        .file("appendix/图 1.png", b"\x89PNG\r\n\x1a\n")
}

/// The addresses in a page's navigation, in order.
fn navigation(page: &str) -> Vec<&str> {
    links(page)
        .filter_map(|link| link.split('"').next())
        .collect()
}

#[test]
fn titles_come_from_the_first_heading_and_stand_only_once() {
    let site = book();
    site.built(&[]);
    let page = site.page("ch2.html");
    assert!(page.contains("<title>第二章 · 一本书</title>"), "{page}");
    assert_eq!(page.matches("<h1").count(), 1, "{page}");
}

#[test]
fn pages_are_ordered_by_file_name_with_numbers_as_numbers() {
    let site = book();
    site.built(&[]);
    assert_eq!(
        navigation(&site.page("ch2.html")),
        ["appendix/index.html", "ch2.html", "ch10.html"]
    );
    let page = site.page("ch2.html");
    assert!(page.contains("rel=\"next\" href=\"ch10.html\""), "{page}");
    assert!(
        page.contains("rel=\"prev\" href=\"appendix/a.html\""),
        "{page}"
    );
}

#[test]
fn a_weight_goes_before_the_file_name() {
    let site = book().file("ch99.md", "---\nweight: 1\n---\n# 先读我\n");
    site.built(&[]);
    assert_eq!(
        navigation(&site.page("ch2.html")),
        ["ch99.html", "appendix/index.html", "ch2.html", "ch10.html"]
    );
}

#[test]
fn every_page_of_a_large_site_lists_its_neighbours_under_their_own_titles() {
    // Long lists, which are cut, both above pages and beside them. Every page is called what its address is.
    let mut site = SiteFolder::new();
    for folder in 0..60 {
        for page in 0..if folder == 30 { 70 } else { 2 } {
            let address = format!("f{folder:02}/p{page:02}");
            site = site.file(&format!("{address}.md"), format!("# {address}.html\n"));
        }
        let address = format!("f{folder:02}/index");
        site = site.file(&format!("{address}.md"), format!("# {address}.html\n"));
    }
    let files = site.built(&[]);
    let pages = files.iter().filter(|(path, _)| path.starts_with('f'));
    let mut seen = 0;
    for (path, page) in pages {
        let page = String::from_utf8_lossy(page);
        let (folder, _) = path.rsplit_once('/').expect("a folder");
        let (mut current, mut near) = (0, Vec::new());
        for link in links(&page) {
            let (href, title) = link.split_once("\">").expect("a link");
            let (href, is_current) = match href.split_once('"') {
                Some((href, _)) => (href, true),
                None => (href, false),
            };
            let target = absolute(folder, href);
            current += usize::from(is_current);
            assert!(!is_current || target == *path, "{path}: {link}");
            assert!(title == target || title.ends_with(')'), "{path}: {link}");
            let number = target
                .strip_prefix(&format!("{folder}/p"))
                .and_then(|rest| rest.strip_suffix(".html"));
            near.extend(number.and_then(|number| number.parse::<u32>().ok()));
        }
        assert!(
            near.windows(2).all(|pair| pair[0] + 1 == pair[1]),
            "{path} lists {near:?}"
        );
        assert_eq!(current, 1, "{path}");
        seen += 1;
    }
    assert_eq!(seen, 59 * 3 + 71);
}

/// The links of a page's navigation, each from its address to the end of its title.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let (_, navigation) = page
        .split_once("<nav id=\"navigation\"")
        .expect("navigation");
    let (navigation, _) = navigation.split_once("</nav>").expect("its end");
    let (_, list) = navigation.split_once("<ul>").expect("a list");
    list.split("<a href=\"")
        .skip(1)
        .filter_map(|rest| rest.split("</a>").next())
}

/// Where a link in a folder leads.
fn absolute(folder: &str, href: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in href.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn a_folder_without_a_page_of_its_own_gets_a_list() {
    let site = book();
    site.built(&[]);
    let list = site.page("appendix/index.html");
    assert!(list.contains("<a href=\"a.html\">附录甲</a>"), "{list}");
}

#[test]
fn links_to_pages_and_files_work_from_every_depth_and_under_any_base_path() {
    let site = book();
    site.built(&[]);
    let page = site.page("appendix/a.html");
    for href in ["../index.html", "../ch10.html", "图%201.png"] {
        assert!(
            page.contains(&format!("href=\"{href}\"")),
            "{href} in {page}"
        );
    }
    for (path, bytes) in common::files(&site.out()) {
        if path.ends_with(".html") && path != "404.html" {
            let page = String::from_utf8(bytes).expect("UTF-8");
            for rooted in ["href=\"/", "src=\"/", "data-wasm=\"/"] {
                assert!(!page.contains(rooted), "{rooted} in {path}");
            }
        }
    }
}

#[test]
fn a_book_with_a_broken_link_is_refused_and_built_with_lenient() {
    let site = book().file(
        "ch3.md",
        "# 第三章\n\n见[没有](gone.md)。\n\n![远](https://example.org/a.png)\n",
    );
    let strict = site.build(&[]);
    assert_eq!(strict.code, Some(1));
    assert!(!site.out().exists());
    let lenient = site.build(&["--lenient"]);
    assert_eq!(lenient.code, Some(0), "{}", lenient.stderr);
    assert!(
        lenient
            .stderr
            .contains("warning: broken link: there is no file `gone.md`"),
        "{}",
        lenient.stderr
    );
    assert!(
        lenient.stderr.ends_with("2 warnings found\n"),
        "{}",
        lenient.stderr
    );
    assert!(site.page("ch3.html").contains("第三章"));
}

#[test]
fn a_page_may_begin_with_a_line_of_hyphens() {
    let site = book().file("ch4.md", "---\n\n# 第四章\n\n---\n\n正文\n");
    site.built(&[]);
    assert!(site.page("ch4.html").contains("<hr"));
}

#[test]
fn a_readme_beside_an_index_is_a_page_of_its_own() {
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("README.md", "# 说明\n");
    site.built(&[]);
    assert!(site.page("index.html").contains("首页"));
    assert!(site.page("README.html").contains("说明"));
}

#[test]
fn an_anchor_in_other_case_is_found() {
    let site = SiteFolder::new().file(
        "index.md",
        "# 首页\n\n## SQL 客户端\n\n见[下](#SQL-客户端)。\n",
    );
    site.built(&[]);
    assert!(site.page("index.html").contains("href=\"#sql-客户端\""));
}

#[test]
fn a_book_whose_chapters_begin_on_the_second_level_shows_each_title_once() {
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n\n见[节](a.md#第一节)。\n")
        .file("a.md", "## 第一节\n\n正文。\n\n### 小节\n");
    site.built(&[]);
    let page = site.page("a.html");
    assert!(
        page.contains("<h1 id=\"第一节\" data-search>第一节</h1>"),
        "{page}"
    );
    assert!(!page.contains("<h2"), "{page}");
}
