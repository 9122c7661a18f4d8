//! JSON-LD: what a page tells search engines of itself.

use serde_json::{Value, json};

use crate::front_matter::Kind;
use crate::html::plain_text;
use crate::page::Page;
use crate::view::Piece;

/// The page's JSON-LD, safe inside of a script element.
pub fn of(
    page: &Page,
    site_title: &str,
    language: &str,
    url: Option<&str>,
    description: &str,
    content: &[Piece<'_>],
) -> String {
    let mut data = match page.front.kind {
        Kind::Faq => json!({ "@type": "FAQPage", "mainEntity": questions(content) }),
        Kind::Home => json!({ "@type": "WebSite", "name": site_title }),
        Kind::Page | Kind::Situation | Kind::Letter | Kind::Case => json!({
            "@type": "Article",
            "headline": page.title,
            "isPartOf": { "@type": "WebSite", "name": site_title },
        }),
    };
    data["@context"] = json!("https://schema.org");
    data["inLanguage"] = json!(language);
    if !description.is_empty() {
        data["description"] = json!(description);
    }
    if let Some(url) = url {
        data["url"] = json!(url);
    }
    if let Some(date) = page.front.updated {
        data["dateModified"] = json!(date.to_string());
    }
    data.to_string().replace('<', "\\u003c")
}

/// Each second-level heading is a question; what follows it is the answer.
fn questions(content: &[Piece<'_>]) -> Vec<Value> {
    let html: String = content
        .iter()
        .filter_map(|piece| piece.html.as_deref())
        .collect();
    html.split("<h2")
        .skip(1)
        .filter_map(|section| {
            let (heading, answer) = section.split_once("</h2>")?;
            let question = plain_text(heading.split_once('>')?.1);
            let answer = answer.split("<section class=\"footnotes\"").next()?;
            Some(json!({
                "@type": "Question",
                "name": question,
                "acceptedAnswer": { "@type": "Answer", "text": plain_text(answer) },
            }))
        })
        .collect()
}
