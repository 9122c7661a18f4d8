//! What every built page carries: its head, its navigation, its references, and nothing that asks another host.

mod common;
use common::SiteFolder;

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("site.toml", "title = \"某指南\"\nid = \"guide\"\n")
        .file("index.md", "+++\ntitle = \"首页\"\nkind = \"home\"\ncards = \"situations\"\n+++\n\n先看这里。\n")
        .file(
            "situations/stolen.md",
            "+++\ntitle = \"被盗\"\ndescription = \"钱被盗了。\"\nkind = \"situation\"\nupdated = 2026-11-22\n+++\n\n## 现在就做\n\n- [ ] 打[=tel-x]{.x}报警 {#call}\n- [ ] 记下时间[@law-57] {#write-down was=note}\n\n    几点几分。\n",
        )
        .file("faq.md", "+++\ntitle = \"问答\"\nkind = \"faq\"\n+++\n\n## 能退吗？\n\n**能。**看[被盗](situations/stolen.md)[@law-57]。\n\n## 多久学会 C#\n\n不一定 < 一年。\n")
        .file(
            "facts/laws.toml",
            "[[source]]\nid = \"law\"\nname = \"某某法\"\nurl = \"https://www.gov.cn/law\"\nin_force_from = 2019-01-01\nconfidence = \"full-text\"\nchecked = 2026-11-22\n\n[[fact]]\nid = \"law-57\"\nkind = \"article\"\nsource = \"law\"\narticle = \"第五十七条\"\ntext = \"应当及时通知。\"\nconfidence = \"secondary\"\nchecked = 2026-11-22\n\n[[fact]]\nid = \"tel-x\"\nkind = \"telephone\"\ntitle = \"某电话\"\nvalue = \"400-666-8800\"\ntext = \"打这个。\"\nconfidence = \"official\"\nchecked = 2026-11-22\n",
        )
}

#[test]
fn the_content_security_policy_stands_before_anything_is_loaded() {
    let site = site();
    for (path, bytes) in site.built(&[]) {
        if !path.ends_with(".html") {
            continue;
        }
        let page = String::from_utf8(bytes).expect("UTF-8");
        let policy = page
            .find("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'\">")
            .unwrap_or_else(|| panic!("no policy in {path}"));
        for loads in ["<link rel=\"stylesheet\"", "<script"] {
            assert!(
                page.find(loads).is_none_or(|at| at > policy),
                "{loads} in {path}"
            );
        }
        assert!(!page.contains(" style=\""), "{path} has an inline style");
        assert!(!page.contains("<style"), "{path} has an inline style sheet");
        for script in page.split("<script").skip(1) {
            assert!(
                script.starts_with(" defer src=")
                    || script.starts_with(" async fetchpriority=\"high\" src=")
                    || script.starts_with(" type=\"application/ld+json\""),
                "{path} has a script that is inline or holds up the page"
            );
        }
    }
}

#[test]
fn facts_are_cited_by_mark_and_by_value() {
    let site = site();
    site.built(&[]);
    let page = site.page("situations/stolen.html");
    assert!(
        page.contains("<a class=\"telephone\" href=\"tel:4006668800\">400-666-8800</a>"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"#ref-law-57\" role=\"doc-noteref\">1</a>"),
        "{page}"
    );
    let (_, references) = page.split_once("id=\"ref-law-57\"").expect("a reference");
    for part in [
        "《某某法》",
        "第五十七条",
        "应当及时通知。",
        "2019-01-01 起施行",
        "href=\"https://www.gov.cn/law\"",
        "转述，以官方为准",
        "核对于 2026-11-22",
    ] {
        assert!(references.contains(part), "{part} in {references}");
    }
}

#[test]
fn a_checklist_works_without_script_and_is_labelled() {
    let site = site();
    site.built(&[]);
    let page = site.page("situations/stolen.html");
    assert!(page.contains("<input type=\"checkbox\" id=\"item-write-down\" data-item=\"stolen/write-down\" data-aliases=\"stolen/note\""), "{page}");
    assert!(page.contains("<label for=\"item-write-down\">"), "{page}");
    assert!(
        page.contains("data-progress-bar=\"stolen\" data-items=\"call write-down=note\" max=\"2\""),
        "{page}"
    );
    let home = site.page("index.html");
    assert!(
        home.contains(
            "data-progress=\"stolen\" data-items=\"call write-down=note\" data-when-begun=\"1\" hidden"
        ),
        "{home}"
    );
}

#[test]
fn the_frequent_questions_are_said_to_search_engines() {
    let site = site();
    site.built(&[]);
    let page = site.page("faq.html");
    let (_, data) = page
        .split_once("<script type=\"application/ld+json\">")
        .expect("JSON-LD");
    let (data, _) = data.split_once("</script>").expect("an end");
    let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["@graph"][0]["@type"], "FAQPage");
    assert_eq!(data["@graph"][0]["mainEntity"][0]["name"], "能退吗？");
    assert_eq!(
        data["@graph"][0]["mainEntity"][0]["acceptedAnswer"]["text"],
        "能。看被盗。"
    );
    assert_eq!(data["@graph"][0]["mainEntity"][1]["name"], "多久学会 C#");
    assert_eq!(
        data["@graph"][0]["mainEntity"][1]["acceptedAnswer"]["text"],
        "不一定 < 一年。"
    );
}

#[test]
fn full_addresses_follow_the_base_address_and_its_path() {
    let site = site();
    let files = site.built(&["--base-url", "https://example.org/钱包/guide"]);
    let page = site.page("situations/stolen.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://example.org/钱包/guide/situations/stolen.html\">"), "{page}");
    assert!(page.contains("<meta property=\"og:url\""), "{page}");
    assert!(
        page.contains("<meta property=\"og:description\" content=\"钱被盗了。\">"),
        "{page}"
    );
    let sitemap = String::from_utf8(files["sitemap.xml"].clone()).expect("UTF-8");
    assert!(sitemap.contains("<url><loc>https://example.org/钱包/guide/situations/stolen.html</loc><lastmod>2026-11-22</lastmod></url>"), "{sitemap}");
    assert!(
        sitemap.contains("<loc>https://example.org/钱包/guide/</loc>"),
        "{sitemap}"
    );
    let robots = String::from_utf8(files["robots.txt"].clone()).expect("UTF-8");
    assert!(
        robots.contains("Sitemap: https://example.org/钱包/guide/sitemap.xml"),
        "{robots}"
    );
    let missing = site.page("404.html");
    assert!(
        missing.contains("href=\"/钱包/guide/assets/style."),
        "{missing}"
    );
    assert!(
        missing.contains("href=\"/钱包/guide/index.html\""),
        "{missing}"
    );
}

#[test]
fn without_a_base_address_no_page_claims_one() {
    let site = site();
    let files = site.built(&[]);
    assert!(!files.contains_key("sitemap.xml"));
    assert!(!site.page("index.html").contains("canonical"));
}

#[test]
fn what_a_page_says_first_stands_above_its_buttons_once() {
    let site = site().file(
        "situations/lost.md",
        "+++\ntitle = \"丢了\"\n+++\n\n先停卡。\n\n再报警。\n\n## 现在就做\n\n- [ ] 停卡 {#stop}\n",
    );
    site.built(&[]);
    let lost = site.page("situations/lost.html");
    let at = |words: &str| {
        let places: Vec<usize> = lost.match_indices(words).map(|(at, _)| at).collect();
        assert_eq!(places.len(), 1, "{words} stands {} times", places.len());
        places[0]
    };
    assert!(at("<p>先停卡。</p>") < at("class=\"page-tools\""));
    assert!(at("class=\"page-tools\"") < at("<p>再报警。</p>"));
    assert!(site.page("index.html").contains("<p>先看这里。</p>"));
}

#[test]
fn a_page_says_where_it_is() {
    let site = site();
    site.built(&[]);
    let page = site.page("situations/stolen.html");
    assert!(
        page.contains("<a href=\"stolen.html\" aria-current=\"page\">被盗</a>"),
        "{page}"
    );
    let (_, crumbs) = page
        .split_once("class=\"breadcrumbs\"")
        .expect("breadcrumbs");
    let (crumbs, _) = crumbs.split_once("</nav>").expect("an end");
    assert!(
        crumbs.contains("<a href=\"../index.html\">首页</a>"),
        "{crumbs}"
    );
    assert!(
        crumbs.contains("<a href=\"index.html\">situations</a>"),
        "{crumbs}"
    );
}

#[test]
fn assets_have_names_that_change_with_their_content() {
    let files = site().built(&[]);
    let style = files
        .keys()
        .find(|path| path.starts_with("assets/style."))
        .expect("a style");
    let changed = site()
        .file("site.toml", "templates = \"theme\"\n")
        .file("theme/style.css", "body { color: red }")
        .built(&[]);
    assert!(
        !changed.contains_key(style),
        "the changed style kept its name"
    );
}

#[test]
fn a_site_may_have_a_second_language_beside_the_first() {
    let site = SiteFolder::new()
        .file(
            "site.toml",
            "title = \"Guide\"\nlanguages = [\"zh-CN\", \"en\"]\n",
        )
        .file("zh-CN/index.md", "# 首页\n")
        .file("zh-CN/a.md", "# 甲\n\n见[英文](../en/a.md)。\n")
        .file("en/index.md", "# Home\n")
        .file("en/a.md", "# A\n\n![picture](../shared.svg)\n")
        .file("shared.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.built(&[]);
    assert!(site.page("a.html").contains("href=\"en/a.html\""));
    let english = site.page("en/a.html");
    assert!(english.contains("<html lang=\"en\">"), "{english}");
    assert!(english.contains("Skip to the text"), "{english}");
    assert!(english.contains("src=\"../shared.svg\""), "{english}");
}

#[test]
fn every_page_leads_out_of_an_emergency_but_the_one_that_says_how() {
    let site = SiteFolder::new()
        .file(
            "site.toml",
            "title = \"某指南\"\n[urgent]\ntitle = \"急\"\npage = \"index.md\"\n",
        )
        .file("index.md", "# 先做什么\n")
        .file("guide/steps.md", "# 步骤\n");
    site.built(&[]);
    let link = "<a class=\"urgent-link\" href=";
    assert!(!site.page("index.html").contains(link));
    assert!(
        site.page("guide/steps.html")
            .contains(&format!("{link}\"../index.html\">急</a>"))
    );
    assert!(
        site.page("404.html")
            .contains(&format!("{link}\"/index.html\">急</a>"))
    );
}
