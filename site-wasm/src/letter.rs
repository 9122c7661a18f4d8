//! A letter follows its form: the questions that are asked, the preview, what is still missing, the review of all
//! answers, the person's own words.

use std::cell::RefCell;
use std::rc::Rc;

use casework::json::Json;
use casework::letter::Letter;
use casework::letter::short::{SHORT, length};
use casework::numeral::digits;
use casework::record::field_key;

use crate::drafter::{Draft, Drafter, Told, mark, own_key, part};
use crate::page::{self, Control, Element, Page};
use crate::preview::Preview;
use crate::questions;
use crate::sending;
use crate::table::{Table, rows};
use crate::tool::{Session, Tool};

/// Where the page says what is shown: `questions`, `review` or `all`.
const GUIDED: &str = ".drafter";

/// Mounts on the letter form of the page; one that is broken leaves its static letter as it is.
pub fn mount(tool: &Rc<Tool>) {
    let Some(form) = tool.page.first("[data-letter-form]") else {
        return;
    };
    let id = page::attribute(&form, "data-letter-form");
    let Some(letter) = LetterForm::open(tool, &id).map(Rc::new) else {
        return tool
            .page
            .warn(&["recourse: no letter for the form ", &id].concat());
    };
    letter.begin();
    let painting = Rc::clone(&letter);
    tool.paint_with(move |session| painting.paint(session));
    for event in ["submit", "asked", "drafted"] {
        let letter = Rc::clone(&letter);
        tool.page.on(event, move |_| match event {
            "submit" => letter.next(),
            "drafted" => letter.keep_drafted(),
            _ => letter.moved(),
        });
    }
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
    preview: RefCell<Preview>,
    shown: RefCell<Shown>,
}

/// What the page was last told, so that it is told only what is new.
#[derive(Default)]
struct Shown {
    asked: String,
    missing: String,
    /// What is to be said of the questions on the screen, if it was asked for.
    errors: String,
}

impl LetterForm {
    fn open(tool: &Rc<Tool>, id: &str) -> Option<LetterForm> {
        Some(LetterForm {
            drafter: Drafter::open(&tool.page, id)?,
            preview: RefCell::new(Preview::new(
                &tool.page,
                &part(&tool.page, "data-letter-preview", id)?,
            )),
            shown: RefCell::default(),
            tool: Rc::clone(tool),
            id: id.to_owned(),
        })
    }

    /// Shows what was answered before as known, and what is to be asked first.
    fn begin(&self) {
        self.tool.with_session(|session| {
            if let Some(draft) = self.drafter.draft(session) {
                self.ask(&draft);
                for (key, words) in self.drafter.known(&draft, session) {
                    questions::known(&key, &words);
                }
                questions::begin(session.text(&self.place()));
            }
        });
    }

    /// The key of the screen that was shown last.
    fn place(&self) -> String {
        field_key(&["at/", &self.id].concat())
    }

    /// Goes on to the next question. What is empty or cannot be read is told first, once.
    fn next(&self) {
        let draft = self
            .tool
            .with_session(|session| self.drafter.draft(session));
        let errors = draft.map_or(String::new(), |draft| self.errors(&draft));
        // The review itself tells what is missing.
        let is_told = errors.is_empty() || questions::is_returning();
        if is_told || self.shown.borrow().errors == errors {
            return questions::next();
        }
        self.show_errors(errors);
        if let Some(section) = self.tool.page.first("[data-any=errors]") {
            page::focus(&section);
        }
    }

    fn show_errors(&self, errors: String) {
        page::rows("errors", &errors);
        self.shown.borrow_mut().errors = errors;
    }

    /// What is to be said of the questions on the screen.
    fn errors(&self, draft: &Draft) -> String {
        let mut told = self.drafter.missing(draft);
        told.extend(self.drafter.unreadable(&draft.answers, &self.tool.texts));
        let here = page::read("[data-now] [data-field]", "data-field");
        told.retain(|told| rows(&here).any(|key| key == told.key));
        self.table(&told)
    }

    /// Another screen is shown.
    fn moved(&self) {
        self.show_errors(String::new());
        let shown = match self.mode().as_str() {
            "questions" => page::read("[data-now] > legend", "id"),
            "review" => page::read(".letter-review > h2", "id"),
            _ => String::new(),
        };
        if !shown.is_empty() {
            self.tool.change_soon(&self.place(), Json::Text(shown));
        }
        self.tool.repaint();
    }

    fn mode(&self) -> String {
        page::read(GUIDED, "data-guided")
    }

    fn ask(&self, draft: &Draft) {
        let asked = draft.asked.join(" ");
        if self.shown.borrow().asked != asked {
            questions::ask(&asked);
            self.shown.borrow_mut().asked = asked;
        }
    }

    fn paint(&self, session: &Session) {
        let Some(draft) = self.drafter.draft(session) else {
            return;
        };
        self.ask(&draft);
        let missing = self.drafter.missing(&draft);
        let mut keys = String::new();
        for told in &missing {
            keys.push_str(&told.key);
            keys.push(' ');
        }
        if self.shown.borrow().missing != keys {
            questions::missing(&keys);
            self.shown.borrow_mut().missing = keys;
        }
        if !self.shown.borrow().errors.is_empty() {
            self.show_errors(self.errors(&draft));
        }
        let mode = self.mode();
        if mode != "questions" {
            self.paint_review(&draft, &missing, mode == "review", session);
        }
        if mode == "review" && session.text(&self.drafted_key()) != draft.drafted.to_text() {
            // Not now: nothing is changed while the page is painted.
            page::after(0, "drafted");
        }
        let letter = draft.own.unwrap_or(draft.drafted);
        self.preview
            .borrow_mut()
            .show(letter, &|field| self.drafter.label(field));
    }

    /// Leaves the letter as it was reviewed for the page of the case, which has no template to make it from.
    fn keep_drafted(&self) {
        let draft = self
            .tool
            .with_session(|session| self.drafter.draft(session));
        if let Some(draft) = draft {
            let drafted = Json::Text(draft.drafted.to_text());
            self.tool.change_now(&self.drafted_key(), drafted);
        }
    }

    fn drafted_key(&self) -> String {
        field_key(&["draft/", &self.id].concat())
    }

    fn paint_review(&self, draft: &Draft, missing: &[Told], is_alone: bool, session: &Session) {
        let is_own = draft.own.is_some();
        page::rows("missing", &self.table(if is_own { &[] } else { missing }));
        if let Some(doubts) = self.tool.page.first("[data-any=doubts]") {
            // Nobody likes to be corrected while writing: it is told in the review, or when the letter is about to leave.
            if is_alone {
                page::set_attribute(&doubts, "data-asked", "");
            }
            if page::has(&doubts, "data-asked") {
                let doubts = self
                    .drafter
                    .doubts(&draft.answers, session, &self.tool.texts);
                page::rows("doubts", &self.table(&doubts));
            }
        }
        let mut answers = Table::default();
        for Told {
            key, link, words, ..
        } in self.drafter.answered(draft, session)
        {
            answers.row(&key);
            for cell in ["", &link, &words, &link] {
                answers.cell(cell);
            }
        }
        page::rows("answers", answers.text());
        self.paint_own(draft, is_own, session);
        self.paint_short(draft.own.as_ref().unwrap_or(&draft.drafted));
        sending::paint(&self.tool, &self.id, session);
    }

    /// Something to tell of answers, as rows: the field's label, what there is to say, and the question what was meant.
    fn table(&self, told: &[Told]) -> String {
        let texts = &self.tool.texts;
        let mut table = Table::default();
        for told in told {
            table.row(&told.key);
            for cell in ["", &told.link, &told.words] {
                table.cell(cell);
            }
            if let Some((day, _)) = &told.meant {
                table.cell(&texts.filled("meant", &[&day.print()]));
                table.cell(texts.words("accept"));
            }
        }
        table.text().to_owned()
    }

    /// Where the person writes the letter in their own words.
    fn paint_own(&self, draft: &Draft, is_own: bool, session: &Session) -> Option<()> {
        let key = own_key(&self.id);
        let (section, area) = area(&self.tool.page, "data-letter-own", &self.id)?;
        let mark = mark(&draft.answers);
        let is_changed = is_own && session.text(&mark_key(&key)) != mark;
        page::show_all("[data-own-changed]", is_changed);
        page::show_all("[data-own-begun]", is_own);
        page::set_attribute(&area, "data-mark", &mark);
        if is_changed {
            page::set_attribute(&section, "open", "");
        }
        // What is folded up needs no painting.
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
        page::write_all("[data-count]", "words", &digits(length(&short) as u64));
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
pub fn has_doubts(tool: &Tool) -> bool {
    let Some(section) = tool.page.first("[data-any=doubts]") else {
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

/// Takes over what an answer was guessed to mean.
pub fn accept(tool: &Tool, button: &Element, id: &str) -> Option<()> {
    let key = page::attribute(&page::around(button, "[data-id]")?, "data-id");
    let drafter = Drafter::open(&tool.page, id)?;
    let (_, meant) = tool.with_session(|session| drafter.meant(&key, session))?;
    let section = page::around(button, "[tabindex]")?;
    tool.change_now(&field_key(&key), Json::Text(meant));
    // The button is gone with the doubt; whoever has no pointer goes on from there.
    let place = match page::has(&section, "hidden") {
        true => tool.page.first(
            "[data-guided=review] > section > h2, [data-guided=questions] [data-now] > legend",
        )?,
        false => section,
    };
    page::focus(&place);
    Some(())
}

/// The key of the mark that the answers had when the person's own words were written, from the key of those.
pub fn mark_key(key: &str) -> String {
    [key, "/mark"].concat()
}
