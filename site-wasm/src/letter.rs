//! A letter follows its form: the preview, what is still missing, the review of all answers, the person's own words.

use std::cell::RefCell;
use std::rc::Rc;

use casework::letter::Letter;
use casework::letter::short::{SHORT, length};
use casework::numeral::push_digits;
use web_sys::Element;

use crate::drafter::{Draft, Drafter, Told, selector};
use crate::page::{self, Control, Page};
use crate::preview::Preview;
use crate::session::Session;
use crate::tool::Tool;

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
    drafter: Drafter,
    preview: RefCell<Preview>,
    missing: Option<Links>,
    doubts: Option<Links>,
    review: Option<Review>,
    own: Option<Own>,
    short: Option<(Control, Element)>,
}

impl LetterForm {
    fn open(tool: &Rc<Tool>, id: &str) -> Option<LetterForm> {
        let page = &tool.page;
        let part = |attribute: &str| page.first(&selector(attribute, id));
        let preview = part("data-letter-preview")?;
        let first = |element: &Element, selector: &str| page::first_inside(element, selector);
        Some(LetterForm {
            tool: Rc::clone(tool),
            drafter: Drafter::open(page, id)?,
            preview: RefCell::new(Preview::new(page, &preview)),
            missing: part("data-letter-missing").and_then(Links::open),
            doubts: part("data-letter-doubts").and_then(Links::open),
            review: part("data-letter-review").and_then(|section| Review::open(&section)),
            own: part("data-letter-own").and_then(Own::open),
            short: part("data-letter-short").and_then(|section| {
                let area = first(&section, "textarea")?;
                Some((page::control(area), first(&section, "[data-count]")?))
            }),
        })
    }

    fn paint(&self, session: &Session) {
        let Some(draft) = self.drafter.draft(session) else {
            return;
        };
        let page = &self.tool.page;
        if let Some(own) = &self.own {
            own.paint(&draft, &self.drafter, session);
        }
        if let Some(missing) = &self.missing {
            let told = if draft.is_own {
                Vec::new()
            } else {
                self.drafter.missing(&draft.letter, session)
            };
            missing.show(page, told);
        }
        // They are first told when the letter is about to leave: nobody likes to be corrected while writing.
        if let Some(doubts) = self.doubts.as_ref().filter(|doubts| doubts.is_asked()) {
            doubts.show(page, self.drafter.doubts(session, &self.tool.texts));
        }
        if let Some(review) = &self.review {
            review.show(&self.tool, self.drafter.answered(session));
        }
        if let Some((area, count)) = &self.short {
            let short = draft.letter.shortened(SHORT);
            let mut words = String::new();
            push_digits(&mut words, length(&short) as u64, 1);
            page::set_text(count, &words);
            area.set_answer(&short);
        }
        self.preview
            .borrow_mut()
            .show(draft.letter, &|field| self.drafter.label(field));
    }
}

/// Whether something should be said before the letter leaves. It is said where the person is led to.
pub fn has_doubts(tool: &Tool, id: &str) -> bool {
    let (Some(drafter), Some(section)) = (
        Drafter::open(&tool.page, id),
        tool.page.first(&selector("data-letter-doubts", id)),
    ) else {
        return false;
    };
    page::set_attribute(&section, "data-asked", "");
    tool.repaint();
    let doubts = tool.with_session(|session| drafter.doubts(session, &tool.texts));
    if !doubts.is_empty() {
        page::focus(&section);
    }
    !doubts.is_empty()
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

    fn is_asked(&self) -> bool {
        page::has(&self.section, "data-asked")
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
                page.append_text(&link, &told.words);
                page::append(&item, &link);
                page::append(&self.list, &item);
            }
        }
        *self.shown.borrow_mut() = told;
    }
}

/// All answers, each with a way to change it and to come back.
struct Review {
    list: Element,
    shown: RefCell<Vec<(String, String, String)>>,
}

impl Review {
    fn open(section: &Element) -> Option<Review> {
        Some(Review {
            list: page::first_inside(section, "dl")?,
            shown: RefCell::default(),
        })
    }

    fn show(&self, tool: &Tool, answered: Vec<(String, String, String)>) {
        if *self.shown.borrow() == answered {
            return;
        }
        page::set_text(&self.list, "");
        for (key, label, words) in &answered {
            let _ = self.add(tool, key, label, words);
        }
        *self.shown.borrow_mut() = answered;
    }

    fn add(&self, tool: &Tool, key: &str, label: &str, words: &str) -> Option<()> {
        let page = &tool.page;
        let (name, answer) = (page.create("dt", "")?, page.create("dd", "")?);
        page.append_text(&name, label);
        page.append_text(&answer, words);
        let link = page.create("a", "")?;
        page::set_attribute(&link, "href", &["#f-", key].concat());
        page::set_attribute(&link, "data-change", key);
        page.append_text(&link, tool.texts.get("change")?);
        page::append(&answer, &link);
        page::append(&self.list, &name);
        page::append(&self.list, &answer);
        Some(())
    }
}

/// Puts a way back to the review beside the field that its link leads to.
pub fn offer_return(tool: &Tool, link: &Element) -> Option<()> {
    for old in tool.page.all(".return") {
        page::remove(&old);
    }
    let review = page::around(link, "[data-letter-review]")?;
    let field = tool.page.first(&selector(
        "data-field",
        &page::attribute(link, "data-change"),
    ))?;
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

/// Where the person writes the letter in their own words.
struct Own {
    area: Control,
    /// Says that the answers have changed since.
    changed: Element,
    /// What only concerns who has written something.
    begun: Vec<Element>,
}

impl Own {
    fn open(section: Element) -> Option<Own> {
        Some(Own {
            area: page::control(page::first_inside(&section, "textarea")?),
            changed: page::first_inside(&section, "[data-own-changed]")?,
            begun: page::all_inside(&section, "[data-own-begun]"),
        })
    }

    fn paint(&self, draft: &Draft, drafter: &Drafter, session: &Session) {
        let mark = drafter.mark(&draft.drafted);
        let known = session.text(&mark_key(&drafter.own_key()));
        page::show(&self.changed, draft.is_own && known != mark);
        for element in &self.begun {
            page::show(element, draft.is_own);
        }
        page::set_attribute(&self.area, "data-mark", &mark);
        if !draft.is_own && !self.area.is_focused() {
            self.area.set_answer(&draft.drafted.to_text());
        }
    }
}

/// The key of the mark that the letter had when its own words were written, from the key of those.
pub fn mark_key(key: &str) -> String {
    [key, "/mark"].concat()
}
