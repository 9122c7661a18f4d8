//! A letter follows its form: the questions that are asked, the preview, what is still missing, the review of all
//! answers, the person's own words.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::json::Json;
use casework::letter::Letter;
use casework::letter::short::{SHORT, length};
use casework::numeral::push_digits;
use casework::record::field_key;
use web_sys::Element;

use crate::drafter::{Draft, Drafter, Told, mark, own_key, part};
use crate::page::{self, Control, Page};
use crate::preview::Preview;
use crate::screens::{Mode, Screens};
use crate::sending;
use crate::tool::{Session, Tool};

/// Mounts on the letter form of the page; one that is broken leaves its static letter as it is.
pub fn mount(tool: &Rc<Tool>) {
    let Some(form) = tool.page.first("[data-letter-form]") else {
        return;
    };
    // Sending a form would put what was typed into an address.
    tool.page.on("submit", |event| event.prevent_default());
    let id = page::attribute(&form, "data-letter-form");
    let Some(letter) = LetterForm::open(tool, &id).map(Rc::new) else {
        return tool
            .page
            .warn(&["recourse: no letter for the form ", &id].concat());
    };
    let painting = Rc::clone(&letter);
    tool.paint_with(move |session| painting.paint(session));
    letter.begin();
}

/// The letter as it stands, for a file or the clipboard.
pub fn letter(tool: &Tool, id: &str) -> Option<Letter> {
    let drafter = Drafter::open(&tool.page, id)?;
    let draft = tool.with_session(|session| drafter.draft(session))?;
    Some(draft.letter())
}

/// A form with its letter.
struct LetterForm {
    tool: Rc<Tool>,
    id: String,
    drafter: Drafter,
    screens: Screens,
    preview: RefCell<Preview>,
    errors: Links,
    missing: Links,
    doubts: Links,
    review: Links,
    /// Whether the person came from the review to change one answer, and goes back there.
    returning: Cell<bool>,
}

impl LetterForm {
    fn open(tool: &Rc<Tool>, id: &str) -> Option<LetterForm> {
        let links = |attribute: &str| Links::open(part(&tool.page, attribute, id)?);
        Some(LetterForm {
            drafter: Drafter::open(&tool.page, id)?,
            screens: Screens::open(tool, id)?,
            preview: RefCell::new(Preview::new(
                &tool.page,
                &part(&tool.page, "data-letter-preview", id)?,
            )),
            errors: links("data-letter-errors")?,
            missing: links("data-letter-missing")?,
            doubts: links("data-letter-doubts")?,
            review: links("data-letter-answers")?,
            returning: Cell::default(),
            tool: Rc::clone(tool),
            id: id.to_owned(),
        })
    }

    /// Shows the first question that is to be asked, and listens.
    fn begin(self: Rc<LetterForm>) {
        self.tool.with_session(|session| {
            if let Some(draft) = self.drafter.draft(session) {
                self.screens.ask(&draft.asked);
                self.screens.note_known(&draft, session);
                self.screens
                    .begin(session.text(&field_key(&["at/", &self.id].concat())));
            }
        });
        self.tell_place();
        let this = Rc::clone(&self);
        self.tool.page.on_window("hashchange", move |_| {
            this.screens.follow();
            this.tell_place();
            this.tool.repaint();
        });
        let this = Rc::clone(&self);
        self.tool.page.on("submit", move |_| this.next());
        let this = Rc::clone(&self);
        self.tool.page.on("click", move |event| {
            if let Some(link) = page::target(&event, "[data-change]") {
                // What it leads to must be there before the browser goes to it.
                this.returning
                    .set(page::around(&link, "[data-letter-review]").is_some());
                this.screens.show_field(&page::attribute(&link, "data-change"));
                this.tell_place();
            } else if page::target(&event, "[data-action=letter-back]").is_some() {
                this.returning.set(false);
                this.go(this.screens.before());
            } else if page::target(&event, "summary").is_some() {
                // What is folded up is not painted.
                let tool = Rc::clone(&this.tool);
                this.tool.page.after(0, move || tool.repaint());
            }
        });
    }

    /// Goes on to the next question. What is empty or cannot be read is told first, once.
    fn next(&self) {
        let draft = self
            .tool
            .with_session(|session| self.drafter.draft(session));
        let told = draft.map_or(Vec::new(), |draft| self.told_of(&draft));
        if !told.is_empty() && *self.errors.shown.borrow() != told {
            self.errors.show(&self.tool, told);
            return page::focus(&self.errors.section);
        }
        let next = match self.returning.replace(false) {
            true => None,
            false => self.screens.after(),
        };
        self.go(next);
    }

    /// What is to be said of the questions on the screen.
    fn told_of(&self, draft: &Draft) -> Vec<Told> {
        let mut told = self.drafter.missing(draft);
        told.extend(self.drafter.unreadable(&draft.answers, &self.tool.texts));
        told.retain(|told| self.screens.has(&told.key));
        told
    }

    /// Goes to a screen; without one to the review.
    fn go(&self, screen: Option<String>) {
        self.errors.show(&self.tool, Vec::new());
        let id = screen.unwrap_or_else(|| self.screens.review_id());
        self.screens.show(&id);
        self.tell_place();
        self.tool.page.go(&["#", &id].concat());
        let at = field_key(&["at/", &self.id].concat());
        self.tool.change_now(&at, Json::Text(id));
    }

    fn tell_place(&self) {
        self.screens.tell_place(self.returning.get());
    }

    fn paint(&self, session: &Session) {
        let Some(draft) = self.drafter.draft(session) else {
            return;
        };
        if self.screens.ask(&draft.asked) {
            self.tell_place();
        }
        let missing = self.drafter.missing(&draft);
        self.screens.mark_missing(&missing);
        if !self.errors.shown.borrow().is_empty() {
            self.errors.show(&self.tool, self.told_of(&draft));
        }
        if self.screens.mode() != Mode::Questions {
            self.paint_review(&draft, missing, session);
        }
        let letter = draft.own.unwrap_or(draft.drafted);
        self.preview
            .borrow_mut()
            .show(letter, &|field| self.drafter.label(field));
    }

    fn paint_review(&self, draft: &Draft, missing: Vec<Told>, session: &Session) {
        let tool = self.tool.as_ref();
        let is_own = draft.own.is_some();
        self.missing
            .show(tool, if is_own { Vec::new() } else { missing });
        // Nobody likes to be corrected while writing: they are told in the review, or when the letter is about to leave.
        if self.screens.mode() == Mode::Review {
            page::set_attribute(&self.doubts.section, "data-asked", "");
        }
        if page::has(&self.doubts.section, "data-asked") {
            let doubts = self.drafter.doubts(&draft.answers, session, &tool.texts);
            self.doubts.show(tool, doubts);
        }
        self.review
            .show(tool, self.drafter.answered(draft, session));
        self.paint_own(draft, is_own, session);
        self.paint_short(draft.own.as_ref().unwrap_or(&draft.drafted));
        sending::paint(&self.tool, &self.id, session);
    }

    /// Where the person writes the letter in their own words.
    fn paint_own(&self, draft: &Draft, is_own: bool, session: &Session) -> Option<()> {
        let key = own_key(&self.id);
        let (section, area) = area(&self.tool.page, "data-letter-own", &self.id)?;
        let mark = mark(&draft.answers);
        let is_changed = is_own && session.text(&mark_key(&key)) != mark;
        page::show(
            &page::first_inside(&section, "[data-own-changed]")?,
            is_changed,
        );
        page::show(&page::first_inside(&section, "[data-own-begun]")?, is_own);
        page::set_attribute(&area, "data-mark", &mark);
        if is_changed {
            page::set_attribute(&section, "open", "");
        }
        if !is_own && !area.is_focused() && page::has(&section, "open") {
            area.set_answer(&draft.drafted.to_text());
        }
        Some(())
    }

    /// What goes into the complaint box of an app.
    fn paint_short(&self, letter: &Letter) -> Option<()> {
        let (section, area) = area(&self.tool.page, "data-letter-short", &self.id)?;
        if !page::has(&section, "open") {
            return None;
        }
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

/// Whether something should be said before the letter leaves that was not said yet. It is said where the person is led to.
pub fn has_doubts(tool: &Tool, id: &str) -> bool {
    let Some(section) = part(&tool.page, "data-letter-doubts", id) else {
        return false;
    };
    if page::has(&section, "data-asked") {
        return false;
    }
    page::set_attribute(&section, "data-asked", "");
    tool.repaint();
    let has_doubts = !page::has(&section, "hidden");
    if has_doubts {
        page::focus(&section);
    }
    has_doubts
}

/// A list of answers, each with a link to its field and with what there is to say.
struct Links {
    section: Element,
    list: Element,
    shown: RefCell<Vec<Told>>,
    /// Whether the answers stand there; elsewhere a link to the field is enough.
    has_answers: bool,
}

impl Links {
    fn open(section: Element) -> Option<Links> {
        let list = page::first_inside(&section, "ul")?;
        Some(Links {
            has_answers: page::has(&list, "data-answers"),
            section,
            list,
            shown: RefCell::default(),
        })
    }

    /// Shows these, and leaves alone what is shown already.
    fn show(&self, tool: &Tool, told: Vec<Told>) {
        page::show(&self.section, !told.is_empty());
        let mut shown = self.shown.borrow_mut();
        for place in told.len()..shown.len() {
            page::remove_at(&self.list, shown.len() - 1 - (place - told.len()));
        }
        for (place, told) in told.iter().enumerate() {
            let known = shown.get(place);
            if known == Some(told) {
                continue;
            }
            if known.is_some() {
                page::remove_at(&self.list, place);
            }
            if let Some(item) = self.item(tool, told) {
                page::insert_at(&self.list, &item, place);
            }
        }
        *shown = told;
    }

    fn item(&self, Tool { page, texts, .. }: &Tool, told: &Told) -> Option<Element> {
        let item = page.create("li", "")?;
        let add = |tag: &str, class: &str, words: &str| {
            let part = page.create(tag, class)?;
            page.append_text(&part, words);
            page::append(&item, &part);
            Some(part)
        };
        let link = if self.has_answers {
            add("b", "", &told.link)?;
            add("span", "", &told.words)?;
            let link = add("a", "", texts.get("change")?)?;
            let unseen = page.create("span", "unseen")?;
            page.append_text(&unseen, &told.link);
            page::append(&link, &unseen);
            link
        } else {
            let link = add("a", "", &told.link)?;
            page.append_text(&item, &told.words);
            link
        };
        page::set_attribute(&link, "href", &["#f-", &told.key].concat());
        page::set_attribute(&link, "data-change", &told.key);
        let [day, meant] = &told.meant;
        if !day.is_empty() {
            add("p", "", &texts.filled("meant", &[day]))?;
            let button = add("button", "quiet", texts.get("accept")?)?;
            for (name, value) in [
                ("type", "button"),
                ("data-action", "accept"),
                ("data-accept", &told.key),
                ("data-meant", meant),
            ] {
                page::set_attribute(&button, name, value);
            }
        }
        Some(item)
    }
}

/// The key of the mark that the answers had when the person's own words were written, from the key of those.
pub fn mark_key(key: &str) -> String {
    [key, "/mark"].concat()
}
