//! What the server adds to a page: the reload client; and the page that it shows as long as there is no site.

use crate::html::escape;

/// The reload client.
pub const SCRIPT: &str = include_str!("reload.js");
/// How the reload client's report looks.
pub const STYLE: &str = include_str!("reload.css");

/// Where the reload client is served. Its folder is hidden, so no file of a site lies there.
pub const SCRIPT_PATH: &str = ".recourse/reload.js";
/// Where its style is served.
pub const STYLE_PATH: &str = ".recourse/reload.css";
/// Where it hears of changes.
pub const EVENTS_PATH: &str = ".recourse/events";

/// The page with the reload client in its head; at the end of a page that closes no head.
pub fn with_client(html: &str, version: &str) -> String {
    let client = format!(
        "<link rel=\"stylesheet\" href=\"/{STYLE_PATH}\">\n\
         <script defer src=\"/{SCRIPT_PATH}\" data-version=\"{version}\" data-events=\"/{EVENTS_PATH}\"></script>\n"
    );
    let (before, after) = html.split_at(html.find("</head>").unwrap_or(html.len()));
    [before, &client, after].concat()
}

/// The page in place of a site that could not be built yet.
pub fn of_problems(problems: &str) -> String {
    format!(
        include_str!("problems.html"),
        problems = escape(problems.trim_end())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_goes_into_the_head_or_to_the_end() {
        let page = with_client("<head></head><body></body>", "v");
        assert!(page.starts_with("<head><link "), "{page}");
        assert!(page.ends_with("</script>\n</head><body></body>"), "{page}");
        assert!(page.contains("data-version=\"v\""), "{page}");
        assert!(with_client("<p>x", "v").starts_with("<p>x<link "));
    }

    #[test]
    fn problems_are_text_even_if_they_look_like_html() {
        let page = of_problems("<script>alert(1)</script>\n");
        assert!(page.contains("<pre>&lt;script&gt;"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }
}
