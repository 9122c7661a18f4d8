//! The page for cases: which screen is shown, which case is on it, and what its buttons do.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::case::{self, Head};
use casework::date::Date;
use casework::json::Json;
use web_sys::Element;

use super::deadlines::Day;
use super::guide::Guide;
use super::rows::{Row, Rows};
use super::{backup, conflicts, deadlines, entries, plan, questions};
use crate::actions;
use crate::page;
use crate::tool::{Session, Tool};

/// What the parts of the page share.
pub struct Desk {
    /// The running tool.
    pub tool: Rc<Tool>,
    /// What the page tells.
    pub guide: Guide,
    /// The entry that is being written: its list and its id.
    pub entry: RefCell<Option<(String, String)>>,
    /// The backup that is being looked at.
    pub restoring: RefCell<Option<casework::record::Record>>,
    root: Element,
    cases: Rows,
    deadlines: Rows,
    events: Rows,
    evidence: Rows,
    conflicts: Rows,
    /// Shows what a backup would change.
    pub changes: Rows,
    /// Whether the list of all cases is wanted although there is a current one.
    pub listing: Cell<bool>,
    /// What the page was painted from: the work's numbers, and whether the list was wanted.
    painted: Cell<(u32, u32, bool)>,
}

/// The page's desk, if the page is the one for cases.
pub fn open(tool: &Rc<Tool>) -> Option<Rc<Desk>> {
    let root = tool.page.first("[data-case]")?;
    let rows = |name| Rows::open(&tool.page, name);
    Some(Rc::new(Desk {
        guide: Guide::read(&tool.page),
        entry: RefCell::default(),
        restoring: RefCell::default(),
        root,
        cases: rows("cases")?,
        deadlines: rows("deadlines")?,
        events: rows("event")?,
        evidence: rows("evidence")?,
        conflicts: rows("conflicts")?,
        changes: rows("changes")?,
        listing: Cell::default(),
        painted: Cell::default(),
        tool: Rc::clone(tool),
    }))
}

/// Brings it to life.
pub fn mount(desk: Rc<Desk>) {
    if let Some(by_hand) = desk.tool.page.first("[data-without-case]") {
        page::show(&by_hand, false);
    }
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
        self.tool.texts.get(key).unwrap_or_default()
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
    pub fn change(&self, rest: &str, text: String) {
        self.tool.change(&self.key(rest), Json::Text(text));
    }

    /// Changes something in the current case and keeps it.
    pub fn set(&self, rest: &str, text: &str) {
        self.tool
            .change_now(&self.key(rest), Json::Text(text.to_owned()));
    }

    /// What a case is called.
    pub fn title(&self, session: &Session, head: &Head) -> String {
        let key = case::key(&head.id, "title");
        let given = session.text(&key);
        if given.is_empty() {
            let template = self.tool.page.first(&plan::selector(&head.situation));
            return template
                .map(|template| page::attribute(&template, "data-title"))
                .unwrap_or_default();
        }
        given.to_owned()
    }

    /// Puts the focus where a screen begins.
    pub fn focus(&self, selector: &str) {
        if let Some(element) = self.tool.page.first(selector) {
            page::focus(&element);
        }
    }

    /// Shows or hides what matches.
    pub fn show(&self, selector: &str, shown: bool) {
        for element in self.tool.page.all(selector) {
            page::show(&element, shown);
        }
    }

    /// Says something in a slot of the case.
    pub fn say(&self, slot: &str, words: &str) {
        if let Some(element) = self
            .tool
            .page
            .first(&["[data-case-slot=", slot, "]"].concat())
        {
            page::set_text(&element, words);
        }
    }

    /// Says something below the buttons for backups.
    pub fn message(&self, key: &str) {
        if let Some(element) = self.tool.page.first("[data-case-message]") {
            page::set_text(&element, self.words(key));
        }
    }

    fn paint(self: &Rc<Desk>, session: &Session) {
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
        page::set_attribute(&self.root, "data-screen", screen);
        questions::paint(self, session);
        self.cases.show(self.case_rows(session));
        self.conflicts.show(conflicts::rows(session));
        self.show("[data-case-conflicts]", conflicts::any(session));
        backup::paint(self, session);
        let Some(head) = current else { return };
        plan::paint(self, session, head);
        if before.0 == revision {
            // A tick changes nothing below.
            return;
        }
        for (list, rows) in [("event/", &self.events), ("evidence/", &self.evidence)] {
            if rows.is_behind(session.record().mark(&case::key(&head.id, list)), &head.id) {
                rows.show(entries::rows(self, session, head, list, &rows.slots()));
            }
        }
        let days = deadlines::days(self, session, head);
        self.deadlines.show(days.iter().map(Day::row).collect());
        deadlines::keep_dues(self, session, head, &days);
    }

    fn case_rows(&self, session: &Session) -> Vec<Row> {
        let row = |head: &Head| {
            let opened = Date::parse(session.record().text(&case::key(&head.id, "opened")));
            let standing = match opened {
                _ if head.closed => self.words("case-closed").to_owned(),
                Some(day) => self.tool.texts.filled("case-since", &[&day.print()]),
                None => String::new(),
            };
            Row {
                id: head.id.clone(),
                state: if head.closed { "done" } else { "" },
                words: vec![self.title(session, head), standing],
            }
        };
        session.cases().iter().rev().map(row).collect()
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
                let name = self.words("calendar-name");
                self.tool.page.download(name, &deadlines::calendar(self));
                actions::tell(&self.tool, &button, "saved-file");
            }
            "calendar-copy" => actions::copy(&self.tool, deadlines::calendar(self), button),
            action => backup::act(self, action, button.clone()),
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
