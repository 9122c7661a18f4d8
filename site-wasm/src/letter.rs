//! A letter follows its form: the preview, what is still missing, the review of all answers, the person's own words.

use std::cell::RefCell;
use std::rc::Rc;

use casework::letter::Letter;
use casework::letter::short::{SHORT, length};
use casework::numeral::push_digits;
use web_sys::Element;

use crate::drafter::{Drafter, Told, own_key, part, selector};
use crate::page::{self, Control, Page};
use crate::preview::Preview;
use crate::tool::{Session, Tool};

/// Mounts on every letter form of the page; one that is broken leaves its static letter as it is.
pub fn mount(tool: &Rc<Tool>) {
    never_submit(tool);
    for form in tool.page.all("[data-letter-form]") {
        let id = page::attribute(&form, "data-letter-form");
        match LetterForm::open(tool, &id) {
            Some(letter) => tool.paint_with(move |session| letter.paint(session)),
            None => tool
                .page
                .warn(&["recourse: no letter for the form ", &id].concat()),
        }
    }
}

/// Keeps the forms where they are: sending one would put what was typed into an address.
fn never_submit(tool: &Tool) {
    tool.page.on("submit", |event| {
        if page::target(&event, "[data-letter-form]").is_some() {
            event.prevent_default();
        }
    });
}

/// The letter as it stands, for a file or the clipboard.
pub fn letter(tool: &Tool, id: &str) -> Option<Letter> {
    let drafter = Drafter::open(&tool.page, id)?;
    let draft = tool.with_session(|session| drafter.draft(session))?;
    Some(draft.letter)
}

/// A form with its letter.
struct LetterForm {
    tool: Rc<Tool>,
    id: String,
    drafter: Drafter,
    preview: RefCell<Preview>,
    missing: Links,
    doubts: Links,
    review: Links,
}

impl LetterForm {
    fn open(tool: &Rc<Tool>, id: &str) -> Option<LetterForm> {
        let links = |attribute: &str| Links::open(part(&tool.page, attribute, id)?);
        Some(LetterForm {
            drafter: Drafter::open(&tool.page, id)?,
            preview: RefCell::new(Preview::new(
                &tool.page,
                &part(&tool.page, "data-letter-preview", id)?,
            )),
            missing: links("data-letter-missing")?,
            doubts: links("data-letter-doubts")?,
            review: links("data-letter-review")?,
            tool: Rc::clone(tool),
            id: id.to_owned(),
        })
    }

    fn paint(&self, session: &Session) {
        let Some(draft) = self.drafter.draft(session) else {
            return;
        };
        let (page, texts) = (&self.tool.page, &self.tool.texts);
        let missing = if draft.is_own {
            Vec::new()
        } else {
            self.drafter.missing(&draft.letter, session)
        };
        self.missing.show(page, missing);
        // They are first told when the letter is about to leave: nobody likes to be corrected while writing.
        if page::has(&self.doubts.section, "data-asked") {
            self.doubts.show(page, self.drafter.doubts(session, texts));
        }
        let change = texts.get("change").unwrap_or_default();
        self.review
            .show(page, self.drafter.answered(session, change));
        self.paint_own(draft.is_own, session);
        self.paint_short(&draft.letter);
        self.preview
            .borrow_mut()
            .show(draft.letter, &|field| self.drafter.label(field));
    }

    /// Where the person writes the letter in their own words.
    fn paint_own(&self, is_own: bool, session: &Session) -> Option<()> {
        let key = own_key(&self.id);
        let (section, area) = area(&self.tool.page, "data-letter-own", &self.id)?;
        let mark = self.drafter.mark(session);
        let is_changed = is_own && session.text(&mark_key(&key)) != mark;
        page::show(
            &page::first_inside(&section, "[data-own-changed]")?,
            is_changed,
        );
        page::show(&page::first_inside(&section, "[data-own-begun]")?, is_own);
        page::set_attribute(&area, "data-mark", &mark);
        if !is_own && !area.is_focused() {
            area.set_answer(&self.drafter.drafted(session)?.to_text());
        }
        Some(())
    }

    /// What goes into the complaint box of an app.
    fn paint_short(&self, letter: &Letter) -> Option<()> {
        let (section, area) = area(&self.tool.page, "data-letter-short", &self.id)?;
        let short = letter.shortened(SHORT);
        let mut words = String::new();
        push_digits(&mut words, length(&short) as u64, 1);
        page::set_text(&page::first_inside(&section, "[data-count]")?, &words);
        area.set_answer(&short);
        Some(())
    }
}

/// A part of the page that belongs to a letter, and the text area in it.
fn area(page: &Page, attribute: &str, id: &str) -> Option<(Element, Control)> {
    let section = part(page, attribute, id)?;
    let area = page::first_inside(&section, "textarea")?;
    Some((section, page::control(area)))
}

/// Whether something should be said before the letter leaves. It is said where the person is led to.
pub fn has_doubts(tool: &Tool, id: &str) -> bool {
    let Some(section) = part(&tool.page, "data-letter-doubts", id) else {
        return false;
    };
    page::set_attribute(&section, "data-asked", "");
    tool.repaint();
    let has_doubts = !page::has(&section, "hidden");
    if has_doubts {
        page::focus(&section);
    }
    has_doubts
}

/// A list of links to fields, each with what there is to say.
struct Links {
    section: Element,
    list: Element,
    shown: RefCell<Vec<Told>>,
}

impl Links {
    fn open(section: Element) -> Option<Links> {
        let list = page::first_inside(&section, "ul")?;
        Some(Links {
            section,
            list,
            shown: RefCell::default(),
        })
    }

    fn show(&self, page: &Page, told: Vec<Told>) {
        page::show(&self.section, !told.is_empty());
        if *self.shown.borrow() == told {
            return;
        }
        page::set_text(&self.list, "");
        for told in &told {
            if let (Some(item), Some(link)) = (page.create("li", ""), page.create("a", "")) {
                page::set_attribute(&link, "href", &["#f-", &told.key].concat());
                page::set_attribute(&link, "data-change", &told.key);
                page.append_text(&link, &told.link);
                page::append(&item, &link);
                page.append_text(&item, &told.words);
                page::append(&self.list, &item);
            }
        }
        *self.shown.borrow_mut() = told;
    }
}

/// Puts a way back to the review beside the field that its link leads to.
pub fn offer_return(tool: &Tool, link: &Element) -> Option<()> {
    for old in tool.page.all(".return") {
        page::remove(&old);
    }
    let review = page::around(link, "[data-letter-review]")?;
    let key = page::attribute(link, "data-change");
    let field = tool.page.first(&selector("data-field", &key))?;
    let back = tool.page.create("a", "return")?;
    page::set_attribute(
        &back,
        "href",
        &["#", &page::attribute(&review, "id")].concat(),
    );
    tool.page.append_text(&back, tool.texts.get("return")?);
    page::insert_after(&field, &back);
    Some(())
}

/// The key of the mark that the answers had when the person's own words were written, from the key of those.
pub fn mark_key(key: &str) -> String {
    [key, "/mark"].concat()
}
