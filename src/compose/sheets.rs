//! The print centre: each checklist and each blank letter as a sheet of paper, the first steps of all emergencies on
//! one page, and everything in one document. It knows what stands on a sheet; how it looks is the template's.

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Document, Fact};
use crate::html::{escape, plain_text, without_links};
use crate::letter;
use crate::markdown::{Item, Part};
use crate::page::Page;
use crate::print;
use crate::qr;
use crate::site::Language;
use crate::view::{
    PageLink, SheetGroup, SheetItem, SheetList, SheetPageView, SheetSource, SheetView,
};

use super::{Composer, canonical};

impl<'a> Composer<'a> {
    /// Every page of sheets, with its address and its language.
    pub fn sheet_pages(&'a self, report: &mut Report) -> Vec<(String, usize, SheetPageView<'a>)> {
        let languages = self.site.languages.iter().enumerate();
        languages
            .filter(|(_, language)| language.print)
            .flat_map(|(number, language)| {
                let pages = self.sheet_pages_in(language, report).into_iter();
                pages.map(move |(address, page)| (address, number, page))
            })
            .collect()
    }

    fn sheet_pages_in(
        &'a self,
        language: &'a Language,
        report: &mut Report,
    ) -> Vec<(String, SheetPageView<'a>)> {
        let mut pages = Vec::new();
        let mut everything = Vec::new();
        if let Some((index, sheet)) = self.urgent_sheet(language) {
            let length = characters(&sheet.first) + length(&sheet.groups);
            if length > MOST_URGENT {
                report.push(too_long(&self.site.pages[index], length).tolerable());
            }
            let address = print::urgent(language);
            everything.push(sheet.clone());
            let page = self.sheet_page(language, &address, Some(index), vec![sheet]);
            pages.push((address, page));
        }
        for index in language.tree.in_order() {
            let Some(address) = print::sheet(&self.site.pages[index], language) else {
                continue;
            };
            let sheets = self.sheets_of(index, language);
            everything.extend_from_slice(&sheets);
            let page = self.sheet_page(language, &address, Some(index), sheets);
            pages.push((address, page));
        }
        let address = print::all(language);
        let page = self.sheet_page(language, &address, None, everything);
        pages.push((address, page));
        pages
    }

    /// The sheets that a print centre's page lists.
    pub(super) fn sheet_list(&self, page: &Page, language: &Language) -> Option<SheetList> {
        let from = &page.address;
        if !language.print || *from != print::centre(&language.prefix) {
            return None;
        }
        let links = |wanted: fn(&Page) -> bool| -> Vec<PageLink> {
            let pages = language.tree.in_order().into_iter();
            pages
                .filter(|index| wanted(&self.site.pages[*index]))
                .filter_map(|index| {
                    let sheet = print::sheet(&self.site.pages[index], language)?;
                    Some(PageLink {
                        href: address::relative(from, &sheet),
                        checklist: None,
                        ..self.link(from, index)
                    })
                })
                .collect()
        };
        Some(SheetList {
            urgent: self
                .urgent_sheet(language)
                .map(|_| address::relative(from, &print::urgent(language))),
            all: address::relative(from, &print::all(language)),
            checklists: links(print::has_checklist),
            letters: links(print::has_letter),
        })
    }

    fn sheet_page(
        &'a self,
        language: &'a Language,
        address: &str,
        page: Option<usize>,
        sheets: Vec<SheetView>,
    ) -> SheetPageView<'a> {
        let home = language.tree.root.page;
        let back = page.or_else(|| self.print_centre(language));
        let back = back.unwrap_or(home);
        // A home page holds the urgent box among much else, so the box's sheet stands for itself.
        let same = page.filter(|page| *page != home);
        let same = same.map_or(address, |page| &self.site.pages[page].address);
        SheetPageView {
            root: "../".repeat(address.matches('/').count()),
            language: &language.code,
            title: match sheets.as_slice() {
                [sheet] => sheet.title.clone(),
                _ => self.site.pages[back].title.clone(),
            },
            canonical: self.base_url.as_ref().map(|base| canonical(base, same)),
            back: self.link(address, back),
            sheets,
        }
    }

    fn print_centre(&self, language: &Language) -> Option<usize> {
        let address = print::centre(&language.prefix);
        self.site
            .pages
            .iter()
            .position(|page| page.address == address)
    }

    fn full_address(&self, page: &Page) -> Option<String> {
        let base = self.base_url.as_ref()?;
        Some(canonical(base, &page.address))
    }

    /// A page's checklist and its letters.
    fn sheets_of(&self, index: usize, language: &Language) -> Vec<SheetView> {
        let page = &self.site.pages[index];
        let mut sheets = Vec::new();
        if !page.document.items.is_empty() {
            let groups = self.groups(page);
            sheets.push(SheetView {
                long: length(&groups) > LONG,
                groups,
                sources: self.sources(page),
                ..self.sheet("checklist", page)
            });
        }
        for source in &page.letters {
            // Mistakes are reported with the page itself.
            let letter = letter::paper(page, source, &self.site.facts, language);
            sheets.push(SheetView {
                long: letter.len() > LONG_LETTER,
                letter,
                ..self.sheet("letter", page)
            });
        }
        sheets
    }

    /// An empty sheet that says which page it belongs to.
    fn sheet(&self, kind: &'static str, page: &Page) -> SheetView {
        let address = self.full_address(page);
        SheetView {
            kind,
            title: page.title.clone(),
            first: String::new(),
            groups: Vec::new(),
            long: false,
            letter: Vec::new(),
            sources: Vec::new(),
            code: address.as_deref().and_then(qr::svg),
            address,
            checked: self
                .cited(page)
                .map(|fact| fact.checked)
                .max()
                .map(|date| date.to_string()),
            updated: page.front.updated.map(|date| date.to_string()),
        }
    }

    /// The box of the page that is to be read first in an emergency, and the first steps of every urgent situation.
    fn urgent_sheet(&self, language: &Language) -> Option<(usize, SheetView)> {
        let pages = &self.site.pages;
        let urgent = self.site.config.urgent.as_ref();
        let first = urgent
            .map(|urgent| format!("{}{}", language.folder, urgent.page))
            .and_then(|path| pages.iter().position(|page| page.path == path))
            .unwrap_or(language.tree.root.page);
        let page = &*pages[first];
        let steps = print::emergencies(pages, language);
        if steps.is_empty() {
            return None;
        }
        let all = || steps.iter().copied().chain([page]);
        let groups: Vec<SheetGroup> = steps
            .iter()
            .filter_map(|page| {
                let group = self.groups(page).into_iter().next()?;
                Some(SheetGroup {
                    section: Some(page.title.clone()),
                    ..group
                })
            })
            .collect();
        let box_of_page = self.on_paper(page, page.document.alert_parts("caution"));
        let sheet = SheetView {
            title: language.word("sheets", "urgent").to_owned(),
            long: length(&groups) + characters(&box_of_page) > LONG_URGENT,
            first: box_of_page,
            groups,
            checked: all()
                .flat_map(|page| self.cited(page))
                .map(|fact| fact.checked)
                .max()
                .map(|date| date.to_string()),
            updated: all()
                .filter_map(|page| page.front.updated)
                .max()
                .map(|date| date.to_string()),
            ..self.sheet("urgent", page)
        };
        Some((first, sheet))
    }

    /// A checklist's items by the headings above them.
    pub(super) fn groups(&self, page: &Page) -> Vec<SheetGroup> {
        let mut groups: Vec<SheetGroup> = Vec::new();
        let mut last = (None, None);
        for item in &page.document.items {
            let headings = headings_above(page, item);
            if groups.is_empty() || headings != last {
                let text = |at: Option<usize>| at.map(|at| page.document.headings[at].text.clone());
                groups.push(SheetGroup {
                    section: text(headings.0.filter(|_| headings.0 != last.0))
                        .filter(|section| *section != page.title),
                    title: text(headings.1),
                    items: Vec::new(),
                    evidence: true,
                });
                last = headings;
            }
            if let Some(group) = groups.last_mut() {
                group.evidence &= item.evidence;
                group.items.push(SheetItem {
                    html: self.on_paper(page, page.document.label_parts(item)),
                });
            }
        }
        groups
    }

    /// HTML for paper: facts by their value, no reference marks, no links.
    fn on_paper<'p>(&self, page: &Page, parts: impl Iterator<Item = Part<'p>>) -> String {
        let mut html = String::new();
        for part in parts {
            match part {
                Part::Html(text) => html.push_str(text),
                Part::Value(citation) => {
                    let fact = self.site.facts.get(&page.document.citations[citation].fact);
                    let value = fact.and_then(|fact| fact.value.as_deref());
                    html.push_str(&format!(
                        "<b class=\"value\">{}</b>",
                        escape(value.unwrap_or_default())
                    ));
                }
                Part::Href(_)
                | Part::ImageSize(_)
                | Part::Reference(_)
                | Part::Letter(_)
                | Part::Directory(_) => {}
            }
        }
        without_links(html.trim())
    }

    /// The articles that the items of a checklist cite, by document.
    fn sources(&self, page: &Page) -> Vec<SheetSource> {
        let mut sources: Vec<SheetSource> = Vec::new();
        for fact in page
            .document
            .items
            .iter()
            .flat_map(|item| self.cited_by(page, item))
        {
            let (Some(document), Some(article)) = (self.site.facts.document(fact), &fact.article)
            else {
                continue;
            };
            let document = Document::short(document);
            match sources
                .iter_mut()
                .find(|source| source.document == document)
            {
                Some(source) if source.articles.contains(article) => {}
                Some(source) => source.articles.push(article.clone()),
                None => sources.push(SheetSource {
                    document: document.to_owned(),
                    articles: vec![article.clone()],
                }),
            }
        }
        sources
    }

    fn cited_by<'p>(&'p self, page: &'p Page, item: &'p Item) -> impl Iterator<Item = &'p Fact> {
        page.document
            .label_parts(item)
            .filter_map(|part| match part {
                Part::Reference(citation) | Part::Value(citation) => {
                    self.site.facts.get(&page.document.citations[citation].fact)
                }
                _ => None,
            })
    }

    /// The facts that a page cites, with repetitions.
    fn cited<'p>(&'p self, page: &'p Page) -> impl Iterator<Item = &'p Fact> {
        let citations = page.document.citations.iter();
        let in_letters = letter::cite::citations(page);
        citations
            .filter_map(|citation| self.site.facts.get(&citation.fact))
            .chain(
                in_letters
                    .into_iter()
                    .filter_map(|it| self.site.facts.get(&it.id)),
            )
    }
}

/// A paper form of more lines than this is printed in smaller type.
const LONG_LETTER: usize = 40;

/// How many characters of items fit on a checklist's page in the larger type.
const LONG: usize = 980;

/// How many characters fit on the page of all emergencies in the larger type.
const LONG_URGENT: usize = 1380;

/// How many characters fit on the page of all emergencies at all.
const MOST_URGENT: usize = 1600;

fn too_long(page: &Page, length: usize) -> Diagnostic {
    Diagnostic::file(
        &page.path,
        format!(
            "the emergency sheet has {length} characters, and no more than {MOST_URGENT} fit on one page"
        ),
        "shorten this page's emergency box, or the first steps of the urgent situations",
    )
}

/// How many characters the items take; a short one takes a line all the same, and so does a heading.
fn length(groups: &[SheetGroup]) -> usize {
    const LINE: usize = 30;
    let items = groups.iter().flat_map(|group| &group.items);
    let of_items: usize = items.map(|item| characters(&item.html).max(LINE)).sum();
    of_items + groups.len() * LINE
}

fn characters(html: &str) -> usize {
    plain_text(html).chars().count()
}

/// The second-level heading above an item, and the last lower one after that; each by its index.
fn headings_above(page: &Page, item: &Item) -> (Option<usize>, Option<usize>) {
    let headings = &page.document.headings;
    let above = headings.partition_point(|heading| heading.span.start < item.span.start);
    let section = headings[..above]
        .iter()
        .rposition(|heading| heading.level <= 2);
    let from = section.map_or(0, |section| section + 1);
    (section, (above > from).then(|| above - 1))
}
