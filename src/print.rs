//! The print centre's addresses: which pages have a sheet of paper, and where the sheets stand. Knows nothing of what
//! is on them.

use std::sync::Arc;

use crate::page::Page;
use crate::site::Language;

/// Whether a page has something to print on a sheet of its own: a checklist or a letter.
pub fn has_sheet(page: &Page) -> bool {
    has_checklist(page) || has_letter(page)
}

/// Whether a page has a checklist.
pub fn has_checklist(page: &Page) -> bool {
    !page.document.items.is_empty()
}

/// Whether a page has a letter.
pub fn has_letter(page: &Page) -> bool {
    !page.document.letters.is_empty()
}

/// The page that lists a language's sheets. `prefix` is the language's folder in addresses.
pub fn centre(prefix: &str) -> String {
    format!("{prefix}print/index.html")
}

/// The first steps of all emergencies.
pub fn urgent(language: &Language) -> String {
    format!("{}print/urgent.html", language.prefix)
}

/// All sheets in one document.
pub fn all(language: &Language) -> String {
    format!("{}print/all.html", language.prefix)
}

/// A page's own sheet, if it has one.
pub fn sheet(page: &Page, language: &Language) -> Option<String> {
    let below = page.address.strip_prefix(&language.prefix)?;
    (language.print && has_sheet(page)).then(|| format!("{}print/sheets/{below}", language.prefix))
}

/// The pages of a language that are emergencies with a checklist, in reading order.
pub fn emergencies<'a>(pages: &'a [Arc<Page>], language: &Language) -> Vec<&'a Page> {
    let order = language.tree.in_order().into_iter();
    order
        .map(|index| &*pages[index])
        .filter(|page| page.front.urgent && has_checklist(page))
        .collect()
}

/// Every address of a language's sheets, for links that lead there.
pub fn addresses(pages: &[Arc<Page>], language: &Language) -> Vec<String> {
    if !language.print {
        return Vec::new();
    }
    let mut addresses = vec![all(language)];
    if !emergencies(pages, language).is_empty() {
        addresses.push(urgent(language));
    }
    let order = language.tree.in_order().into_iter();
    addresses.extend(order.filter_map(|index| sheet(&pages[index], language)));
    addresses
}
