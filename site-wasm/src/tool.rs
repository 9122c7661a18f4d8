//! What is kept from one question to the next.

use std::cell::RefCell;

use casework::letter::Template;

use crate::storage::Storage;

/// The person's work, in the browser's storage.
pub type Session = casework::session::Session<Storage>;

/// The running tool.
pub struct Tool {
    session: RefCell<Session>,
    /// The letter that the page drafts.
    pub template: RefCell<Template>,
}

impl Tool {
    /// Opens the work that is kept. `writer` tells this tab from every other; the answers of `shared_fields` belong to
    /// all cases.
    pub fn open(writer: String, shared_fields: Vec<String>) -> Tool {
        let mut session = Session::open(Storage, writer);
        session.set_shared_fields(shared_fields);
        Tool {
            session: RefCell::new(session),
            template: RefCell::new(Template::from_compiled("")),
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
