//! What every part of the tool shares: the page, its words, the person's work, and who paints what from it.

use std::cell::RefCell;
use std::rc::Rc;

use casework::json::Json;
use casework::session::{Refusal, Shelf};

use crate::page::{self, Event, Page};
use crate::storage::Storage;
use crate::texts::Texts;

/// How long a typed text may wait to be kept, in milliseconds.
const SAVE_DELAY: i32 = 400;

/// How long a tick may wait to be kept: until the page shows it.
const PAINT_DELAY: i32 = 50;

/// The person's work, in the browser's storage.
pub type Session = casework::session::Session<Storage>;

/// The running tool.
pub struct Tool {
    /// The page it runs on.
    pub page: Page,
    /// Its words.
    pub texts: Texts,
    /// Whether the work is kept for this tab only.
    pub private: bool,
    site: String,
    session: RefCell<Session>,
    painters: RefCell<Vec<Painter>>,
}

/// Brings one part of the page in line with the person's work, touching only what differs.
type Painter = Box<dyn Fn(&Session)>;

impl Tool {
    /// Opens the work kept for the page's site; `None` on a page that names no site.
    pub fn open(page: Page) -> Option<Rc<Tool>> {
        let script = page.first("script[data-site]")?;
        let site = page::attribute(&script, "data-site");
        let own = Storage::of_tab(&site);
        let private = own.is_private();
        let storage = if private {
            own
        } else {
            Storage::of_site(&site)
        };
        let mut session = Session::open(storage, page::name());
        let shared = page::read("[data-shared-fields]", "data-shared-fields");
        session.set_shared_fields(page::words(&shared).map(str::to_owned).collect());
        Some(Rc::new(Tool {
            page,
            texts: Texts::read(),
            private,
            session: RefCell::new(session),
            site,
            painters: RefCell::default(),
        }))
    }

    /// Adds a part of the page that follows the work.
    pub fn paint_with(&self, painter: impl Fn(&Session) + 'static) {
        self.painters.borrow_mut().push(Box::new(painter));
    }

    /// Looks at the work.
    pub fn with_session<T>(&self, look: impl FnOnce(&Session) -> T) -> T {
        look(&self.session.borrow())
    }

    /// Changes one value and keeps it at once.
    pub fn change_now(&self, key: &str, value: Json) {
        self.change(key, value);
        self.save();
    }

    /// Changes one text and keeps it soon.
    pub fn change_soon(&self, key: &str, value: Json) {
        self.change_within(SAVE_DELAY, key, value);
    }

    /// Ticks an item or not, and keeps that as soon as the page shows it.
    pub fn tick(&self, key: &str, ticked: bool) {
        self.change_within(PAINT_DELAY, key, Json::Bool(ticked));
    }

    /// The delay runs from the first unsaved change: whoever never pauses is saved too.
    fn change_within(&self, delay: i32, key: &str, value: Json) {
        let waiting = self.with_session(Session::has_pending);
        self.change(key, value);
        self.repaint();
        if !waiting {
            page::after(delay, "save");
        }
    }

    /// Changes one value, to be kept with the next save.
    pub fn change(&self, key: &str, value: Json) {
        self.session.borrow_mut().change(key, value);
    }

    /// Keeps all changes now.
    pub fn save(&self) {
        self.session.borrow_mut().save();
        self.repaint();
    }

    /// Changes the work in another way than key by key.
    pub fn edit<T>(&self, edit: impl FnOnce(&mut Session) -> T) -> T {
        let edited = edit(&mut self.session.borrow_mut());
        self.repaint();
        edited
    }

    /// Keeps the work for this tab only, or on this device again, and loads the page anew.
    pub fn set_private(&self, private: bool) -> Result<(), Refusal> {
        let own = Storage::of_tab(&self.site);
        let record = self.with_session(|session| session.record().clone());
        if private {
            own.write(&record)?;
            own.set_private(true)?;
            self.clear();
        } else {
            let kept = Storage::of_site(&self.site);
            Session::open(kept, page::name()).restore(&record)?;
            own.set_private(false)?;
        }
        self.page.reload();
        Ok(())
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.session.borrow_mut().clear();
        self.repaint();
    }

    /// Everything is mounted: shows it, and follows what happens to the page.
    pub fn begin(self: Rc<Tool>) {
        page::show_all("[data-needs-tool]", true);
        if self.with_session(Session::has_pending) {
            self.save();
        } else {
            self.repaint();
        }
        for event in [
            "visibilitychange",
            "pagehide",
            "pageshow",
            "save",
            "storage",
            "told",
            "opened",
        ] {
            let tool = Rc::clone(&self);
            self.page.on(event, move |happened| match event {
                "told" => tool.repaint(),
                "opened" => {
                    tool.reread();
                    tool.save_pending();
                }
                "storage" if !tool.is_about_us(&happened) => {}
                "save" | "pagehide" => tool.save_pending(),
                "visibilitychange" if tool.page.is_hidden() => tool.save_pending(),
                _ => tool.reread(),
            });
        }
    }

    /// Whether what another tab has done to the storage concerns this site.
    fn is_about_us(&self, event: &Event) -> bool {
        page::stored_key(event)
            .is_none_or(|key| self.with_session(|session| session.shelf().is_record_key(&key)))
    }

    fn save_pending(&self) {
        if self.with_session(Session::has_pending) {
            self.save();
        }
    }

    fn reread(&self) {
        self.session.borrow_mut().reread();
        self.repaint();
    }

    /// Brings the whole page in line with the work.
    pub fn repaint(&self) {
        // First, since it puts onto the page what the others fill.
        page::paint();
        let session = self.session.borrow();
        for painter in self.painters.borrow().iter() {
            painter(&session);
        }
    }
}
