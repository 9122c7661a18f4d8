//! JSON-LD: what a page tells search engines of itself.

use serde_json::{Value, json};

use crate::front_matter::Kind;
use crate::html::plain_text;
use crate::view::{PageLink, Piece, SheetGroup};

/// What is told of a page.
pub struct About<'a> {
    /// What kind of page it is.
    pub kind: Kind,
    /// Its title.
    pub title: &'a str,
    /// One sentence on it.
    pub description: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// The site's title.
    pub site_title: &'a str,
    /// Its full address, if the site has a base address.
    pub url: Option<&'a str>,
    /// The full address of the picture that stands for the site.
    pub image: Option<&'a str>,
    /// When its text was last revised.
    pub updated: Option<String>,
    /// Its body.
    pub content: &'a [Piece<'a>],
    /// Its checklist.
    pub checklist: &'a [SheetGroup],
    /// The pages above it with their full addresses, the home page first.
    pub above: &'a [PageLink],
}

impl About<'_> {
    /// The JSON-LD, safe inside of a script element.
    pub fn json(&self) -> String {
        let mut things = vec![self.page()];
        if self.kind == Kind::Situation && !self.checklist.is_empty() {
            things.push(self.steps());
        }
        if let Some(url) = self.url
            && !self.above.is_empty()
        {
            things.push(self.breadcrumbs(url));
        }
        json!({ "@context": "https://schema.org", "@graph": things })
            .to_string()
            .replace('<', "\\u003c")
    }

    fn page(&self) -> Value {
        let mut page = match self.kind {
            Kind::Faq => json!({ "@type": "FAQPage", "mainEntity": questions(self.content) }),
            Kind::Home => json!({ "@type": "WebSite", "name": self.site_title }),
            Kind::Page | Kind::Situation | Kind::Letter | Kind::Case => json!({
                "@type": "Article",
                "headline": self.title,
                "isPartOf": { "@type": "WebSite", "name": self.site_title },
            }),
        };
        page["inLanguage"] = json!(self.language);
        let date = self.updated.as_deref();
        let description = Some(self.description).filter(|text| !text.is_empty());
        for (key, value) in [
            ("description", description),
            ("url", self.url),
            ("image", self.image),
            ("dateModified", date),
        ] {
            if let Some(value) = value {
                page[key] = json!(value);
            }
        }
        page
    }

    /// The checklist: what to do, and the evidence to have in hand.
    fn steps(&self) -> Value {
        let words = |group: &SheetGroup, kind: &str, key: &str| -> Vec<Value> {
            let items = group.items.iter();
            items
                .map(|item| json!({ "@type": kind, key: plain_text(&item.html) }))
                .collect()
        };
        let (evidence, steps): (Vec<_>, Vec<_>) =
            self.checklist.iter().partition(|group| group.evidence);
        let sections: Vec<Value> = steps
            .into_iter()
            .map(|group| {
                let title = group.title.as_deref().or(group.section.as_deref());
                json!({
                    "@type": "HowToSection",
                    "name": title.unwrap_or(self.title),
                    "itemListElement": words(group, "HowToStep", "text"),
                })
            })
            .collect();
        let supplies = evidence
            .into_iter()
            .flat_map(|group| words(group, "HowToSupply", "name"));
        json!({
            "@type": "HowTo",
            "name": self.title,
            "inLanguage": self.language,
            "step": sections,
            "supply": supplies.collect::<Vec<_>>(),
        })
    }

    fn breadcrumbs(&self, url: &str) -> Value {
        let above = self
            .above
            .iter()
            .map(|page| (page.title.as_str(), page.href.as_str()));
        let items: Vec<Value> = above
            .chain([(self.title, url)])
            .zip(1..)
            .map(|((name, item), position)| {
                json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
            })
            .collect();
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }
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
