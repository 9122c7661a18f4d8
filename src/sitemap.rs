//! `sitemap.xml` and `robots.txt`. A sitemap needs full addresses, so without a base address there is none.

use std::fmt::Write as _;

use crate::compose::canonical;
use crate::diagnostic::Report;
use crate::html::escape;
use crate::output::Outputs;
use crate::site::Site;

/// Adds both files.
pub fn add(site: &Site, base_url: Option<&str>, outputs: &mut Outputs, report: &mut Report) {
    let mut robots = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = base_url {
        let _ = writeln!(robots, "Sitemap: {base}sitemap.xml");
        let sitemap = sitemap(site, base);
        outputs.add("sitemap.xml", sitemap.into_bytes(), "sitemap.xml", report);
    }
    if outputs.get("robots.txt").is_none() {
        outputs.add("robots.txt", robots.into_bytes(), "robots.txt", report);
    }
}

fn sitemap(site: &Site, base: &str) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut entries: Vec<_> = site
        .pages
        .iter()
        .map(|page| (canonical(base, &page.address), page.front.updated))
        .collect();
    entries.sort();
    for (address, updated) in entries {
        let _ = write!(xml, "<url><loc>{}</loc>", escape(&address));
        if let Some(date) = updated {
            let _ = write!(xml, "<lastmod>{date}</lastmod>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
