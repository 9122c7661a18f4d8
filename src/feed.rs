//! The feed of changed rules: Atom, for whoever wants to hear of them. A feed needs full addresses, so without a base
//! address there is none.

use std::fmt::Write as _;

use crate::compose::{Composer, canonical};
use crate::diagnostic::Report;
use crate::html::escape;
use crate::output::Outputs;
use crate::site::Language;

/// The address of a language's feed.
pub fn address(language: &Language) -> String {
    format!("{}changes.xml", language.prefix)
}

/// Adds the feed of each language that lists the changes on a page.
pub fn add(
    composer: &Composer,
    base_url: Option<&str>,
    outputs: &mut Outputs,
    report: &mut Report,
) {
    let Some(base) = base_url else { return };
    for (number, language) in composer.site().languages.iter().enumerate() {
        if let Some(feed) = feed(composer, number, base) {
            let address = address(language);
            outputs.add(&address, feed.into_bytes(), &address, report);
        }
    }
}

fn feed(composer: &Composer, number: usize, base: &str) -> Option<String> {
    let (page, directory) = composer.changes(number)?;
    let language = &composer.site().languages[number];
    let page = canonical(base, &composer.site().pages[page].address);
    let own = canonical(base, &address(language));
    let newest = &directory.changes.first()?.1.date;
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        language.code
    );
    let title = composer.title();
    let _ = writeln!(
        xml,
        "<title>{title} · {}</title>\n<id>{own}</id>\n<link rel=\"self\" href=\"{own}\"/>\n<link href=\"{page}\"/>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{title}</name></author>",
        escape(language.word("feed", "title")),
        title = escape(title),
        own = escape(&own),
        page = escape(&page),
    );
    for (id, change) in &directory.changes {
        let _ = writeln!(
            xml,
            "<entry>\n<title>{}</title>\n<id>{place}</id>\n<link href=\"{place}\"/>\n<updated>{}T00:00:00Z</updated>\n<summary>{}</summary>\n</entry>",
            escape(&change.title),
            change.date,
            escape(&change.text),
            place = escape(&format!("{page}#{id}")),
        );
    }
    xml.push_str("</feed>\n");
    Some(xml)
}
