//! What is kept from one question to the next.

use core::cell::{OnceCell, RefCell};

use casework::letter::Template;
use casework::prelude::*;
use casework::record::Record;

use crate::case::guide::Guide;
use crate::storage::Storage;

/// The person's work, in the browser's storage.
pub type Session = casework::session::Session<Storage>;

/// The running tool.
pub struct Tool {
    session: RefCell<Session>,
    /// The letter that the page drafts.
    pub template: RefCell<Template>,
    /// The backup that is being looked at.
    pub restoring: RefCell<Option<Record>>,
    /// What the page tells of limits and calendars, which never changes.
    pub guide: OnceCell<Guide>,
}

impl Tool {
    /// Opens the work that is kept. `writer` tells this tab from every other; the answers of `shared_fields` belong to
    /// all cases.
    pub fn open(writer: String, shared_fields: Vec<String>) -> Tool {
        let mut session = Session::open(Storage::default(), writer);
        session.set_shared_fields(shared_fields);
        Tool {
            session: RefCell::new(session),
            template: RefCell::new(Template::from_compiled("")),
            restoring: RefCell::default(),
            guide: OnceCell::new(),
        }
    }

    /// Looks at the work.
    pub fn with_session<T>(&self, look: impl FnOnce(&Session) -> T) -> T {
        look(&self.session.borrow())
    }

    /// Changes the work.
    pub fn edit<T>(&self, edit: impl FnOnce(&mut Session) -> T) -> T {
        edit(&mut self.session.borrow_mut())
    }
}
