//! The page for cases: which screen is shown, which case is on it, and what its buttons do.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::case::{self, Head};
use casework::date::Date;
use casework::json::Json;
use casework::record::Record;

use super::guide::Guide;
use super::{backup, bundle, conflicts, deadlines, entries, plan, questions};
use crate::actions;
use crate::page::{self, Element};
use crate::table::Table;
use crate::tool::{Session, Tool};

/// The lists that a person fills.
const LISTS: [&str; 2] = ["event", "evidence"];

/// What the parts of the page share.
pub struct Desk {
    /// The running tool.
    pub tool: Rc<Tool>,
    /// What the page tells.
    pub guide: Guide,
    /// The entry that is being written: its list and its id.
    pub entry: RefCell<Option<(String, String)>>,
    /// The backup that is being looked at.
    pub restoring: RefCell<Option<Record>>,
    /// Whether the list of all cases is wanted although there is a current one.
    pub listing: Cell<bool>,
    /// What the page was painted from: the work's numbers, and whether the list was wanted.
    painted: Cell<(u32, u32, bool)>,
    /// What the lists were painted from.
    marks: Cell<[u64; LISTS.len()]>,
}

/// The page's desk, if the page is the one for cases.
pub fn open(tool: &Rc<Tool>) -> Option<Rc<Desk>> {
    tool.page.first("[data-case]")?;
    Some(Rc::new(Desk {
        guide: Guide::read(),
        entry: RefCell::default(),
        restoring: RefCell::default(),
        listing: Cell::default(),
        painted: Cell::default(),
        marks: Cell::default(),
        tool: Rc::clone(tool),
    }))
}

/// Brings it to life.
pub fn mount(desk: Rc<Desk>) {
    page::show_all("[data-without-case]", false);
    let painting = Rc::clone(&desk);
    desk.tool.paint_with(move |session| painting.paint(session));
    let listening = Rc::clone(&desk);
    desk.tool.page.on("click", move |event| {
        if let Some(button) = page::target(&event, "[data-action]") {
            listening.act(button);
        }
    });
    backup::mount(&desk);
}

impl Desk {
    /// A word or a sentence of the page's.
    pub fn words(&self, key: &str) -> &str {
        self.tool.texts.words(key)
    }

    /// The day it is.
    pub fn today(&self) -> Option<Date> {
        self.tool.page.today()
    }

    /// The key of something in the current case.
    pub fn key(&self, rest: &str) -> String {
        self.tool.with_session(|session| key(session, rest))
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> String {
        self.tool
            .with_session(|session| session.text(key).to_owned())
    }

    /// Changes something in the current case, to be kept with the next save.
    pub fn change(&self, rest: &str, text: &str) {
        self.tool
            .change(&self.key(rest), Json::Text(text.to_owned()));
    }

    /// What a case is called.
    pub fn title(&self, session: &Session, head: &Head) -> String {
        let key = case::key(&head.id, "title");
        let given = session.text(&key);
        if given.is_empty() {
            return page::read(&plan::selector(&head.situation), "data-title");
        }
        given.to_owned()
    }

    /// Puts the focus where a screen begins.
    pub fn focus(&self, selector: &str) {
        if let Some(element) = self.tool.page.first(selector) {
            page::focus(&element);
        }
    }

    /// Says something in a slot of the case.
    pub fn say(&self, slot: &str, words: &str) {
        page::write_all(&["[data-case-slot=", slot, "]"].concat(), "words", words);
    }

    /// Says something below the buttons for backups.
    pub fn message(&self, key: &str) {
        page::write_all("[data-case-message]", "words", self.words(key));
    }

    /// Gives the browser a text to keep, under a name of the page's.
    pub fn save(&self, button: &Element, name: &str, text: &str) {
        page::save(self.words(name), "", text.as_bytes());
        actions::tell(&self.tool, button, "saved-file");
    }

    fn paint(&self, session: &Session) {
        let (revision, choices) = session.revision();
        let state = (revision, choices, self.listing.get());
        let before = self.painted.replace(state);
        if before == state {
            return;
        }
        let current = session.current_case();
        let asking = !session.text(questions::AT).is_empty();
        let listing = self.listing.get() || current.is_none();
        let screen = match (asking, listing) {
            (true, _) => "questions",
            (_, true) => "start",
            _ => "case",
        };
        page::write_all("[data-case]", "data-screen", screen);
        questions::paint(session);
        self.paint_cases(session);
        conflicts::paint(session);
        backup::paint(self, session);
        let Some(head) = current else { return };
        plan::paint(self, session, head);
        if before.0 == revision {
            // A tick changes nothing below.
            return;
        }
        let marks = LISTS.map(|list| session.record().mark(&case::key(&head.id, list)));
        let painted = self.marks.replace(marks);
        for (index, list) in LISTS.into_iter().enumerate() {
            if painted[index] != marks[index] {
                entries::paint(self, session, head, list);
            }
        }
        let days = deadlines::days(self, session, head);
        let mut rows = Table::default();
        for day in &days {
            day.add_to(&mut rows);
        }
        page::rows("deadlines", rows.text());
        deadlines::keep_dues(self, session, head, &days);
    }

    fn paint_cases(&self, session: &Session) {
        let mut rows = Table::default();
        for head in session.cases().iter().rev() {
            let opened = Date::parse(session.record().text(&case::key(&head.id, "opened")));
            rows.row(&head.id);
            rows.cell(if head.closed { "done" } else { "" });
            rows.cell(&self.title(session, head));
            rows.cell(&match opened {
                _ if head.closed => self.words("case-closed").to_owned(),
                Some(day) => self.tool.texts.filled("case-since", &[&day.print()]),
                None => String::new(),
            });
        }
        page::rows("cases", rows.text());
    }

    fn act(self: &Rc<Desk>, button: Element) {
        let row = page::around(&button, "[data-id]");
        let id = row
            .map(|row| page::attribute(&row, "data-id"))
            .unwrap_or_default();
        let list = page::attribute(&button, "data-list");
        match page::attribute(&button, "data-action").as_str() {
            "start-case" => questions::begin(self),
            "question-next" => questions::next(self),
            "question-back" => questions::back(self),
            "question-stop" => questions::stop(self),
            "open-case" => self.open_case(&page::attribute(&button, "data-situation")),
            "choose-case" => {
                self.listing.set(false);
                entries::close(self);
                self.tool.change_now(case::CURRENT, Json::Text(id));
                self.focus("#case-title");
            }
            "all-cases" => self.list_all(),
            "remove-case" => {
                let desk = Rc::clone(self);
                actions::confirmed(&self.tool, &button, |_| desk.remove_case());
            }
            "add-entry" => entries::add(self, list),
            "edit-entry" => entries::edit(self, list, id),
            "close-entry" => {
                entries::close(self);
            }
            "remove-entry" => {
                let desk = Rc::clone(self);
                actions::confirmed(&self.tool, &button, |_| entries::remove(&desk));
            }
            "conflict-take" => conflicts::take(self, &id),
            "conflict-drop" => conflicts::drop(self, &id),
            "calendar-save" => {
                self.save(&button, "calendar-name", &deadlines::calendar(self));
            }
            "calendar-copy" => actions::copy(&self.tool, deadlines::calendar(self), button),
            action @ ("copy-sent" | "print-sent" | "print-papers" | "save-papers") => {
                bundle::act(self, action, &id, &button);
            }
            action => backup::act(self, action, button),
        }
    }

    /// Starts a case of this situation and shows it.
    pub fn open_case(&self, situation: &str) {
        if let Some(today) = self.today() {
            self.listing.set(false);
            self.tool
                .edit(|session| session.open_case(situation, &today.iso()));
            self.focus("#case-title");
        }
    }

    fn list_all(&self) {
        self.listing.set(true);
        entries::close(self);
        self.tool.repaint();
        self.focus("#case-start");
    }

    fn remove_case(&self) {
        let prefix = self.key("");
        self.tool.edit(|session| session.remove_all(&prefix));
        self.list_all();
    }
}

/// The key of something in the current case.
pub fn key(session: &Session, rest: &str) -> String {
    let id = session.current_case().map_or("", |head| &head.id);
    case::key(id, rest)
}
