//! Small HTML helpers: escaping, and the plain text of HTML that recourse itself made.

/// Escapes text for an element's content or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text of HTML without its tags, runs of white space as one space. Reference marks are left out.
pub fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("<sup class=\"cite\">") {
            rest = rest.find("</sup>").map_or("", |end| &rest[end..]);
        }
        let Some(close) = rest.find('>') else {
            rest = "";
            break;
        };
        if is_block(&rest[1..close]) {
            text.push(' ');
        }
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    unescape(&words.join(" "))
}

/// Undoes [`escape`], and what templates escape besides.
pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// HTML with the words of its links, but without the links, and without images.
pub fn without_links(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let end = rest.find('>').map_or(rest.len(), |close| close + 1);
        let (tag, after) = rest.split_at(end);
        let dropped = ["<a ", "<a>", "</a>", "<img "];
        if !dropped.iter().any(|name| tag.starts_with(name)) {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_block(tag: &str) -> bool {
    let name = tag
        .trim_start_matches('/')
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    matches!(
        name,
        "p" | "li"
            | "br"
            | "td"
            | "th"
            | "tr"
            | "div"
            | "dt"
            | "dd"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
            | "blockquote"
            | "table"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_words_and_drops_marks() {
        assert_eq!(
            plain_text(
                "<p>先<strong>冻结</strong>&amp;报警<sup class=\"cite\"><a href=\"#x\">1</a></sup>。</p><ul><li>甲</li></ul>"
            ),
            "先冻结&报警。 甲"
        );
        assert_eq!(plain_text("a < b"), "a");
    }

    #[test]
    fn without_links_the_words_remain() {
        assert_eq!(
            without_links(
                "见<a href=\"x?a&lt;b\">那<b>里</b></a><img src=\"y\" alt=\"\">。<abbr>甲</abbr>"
            ),
            "见那<b>里</b>。<abbr>甲</abbr>"
        );
    }
}
