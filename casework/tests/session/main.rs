//! Tabs that share one storage, backups that come and go: every sentence that was kept stays findable.

mod at_once;
mod cases;
mod locked;
mod tabs;
mod taken_over;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::session::Session;
use casework::shelf::{Refusal, Shelf, Stored};

/// A browser's storage, as text, and the key that one tab has for what is sealed in it; zero is none.
#[derive(Clone, Default)]
struct Drawer {
    text: Rc<RefCell<Option<String>>>,
    full: Rc<RefCell<bool>>,
    key: Rc<Cell<u32>>,
}

impl Drawer {
    /// The same storage in a tab of its own.
    fn in_another_tab(&self) -> Drawer {
        Drawer {
            key: Rc::default(),
            ..self.clone()
        }
    }

    fn text(&self) -> String {
        self.text.borrow().clone().unwrap_or_default()
    }

    fn is_sealed(&self) -> bool {
        saved::read(&self.text()) == Err(saved::Unreadable::Locked)
    }

    /// What is sealed, if this tab has the key to it.
    fn opened(&self) -> Option<String> {
        let sealed: serde_json::Value = serde_json::from_str(&self.text()).ok()?;
        let plain: String = sealed["data"].as_str()?.chars().rev().collect();
        (sealed["salt"] == self.key.get()).then_some(plain)
    }
}

/// What no one reads without the key; not a cipher that anybody should use.
fn sealed(plain: &str, key: u32) -> String {
    let data: String = plain.chars().rev().collect();
    serde_json::json!({ "format": "recourse", "version": 2, "cipher": "none", "salt": key, "data": data })
        .to_string()
}

impl Shelf for Drawer {
    fn read(&self) -> Result<Stored, Refusal> {
        Ok(match self.text.borrow().as_deref().map(saved::read) {
            None => Stored::Nothing,
            Some(Ok(record)) => Stored::Record(record),
            Some(Err(saved::Unreadable::Damaged)) => Stored::Damaged,
            Some(Err(saved::Unreadable::Newer)) => Stored::Newer,
            Some(Err(saved::Unreadable::Locked)) => match self.opened().as_deref().map(saved::read)
            {
                Some(Ok(record)) => Stored::Record(record),
                _ => Stored::Locked,
            },
        })
    }
    fn write(&self, record: &Record) -> Result<(), Refusal> {
        if *self.full.borrow() {
            return Err(Refusal::Full);
        }
        let plain = saved::write(record);
        let text = if self.is_sealed() {
            sealed(&plain, self.key.get())
        } else {
            plain
        };
        *self.text.borrow_mut() = Some(text);
        Ok(())
    }
    fn probe(&self) -> Result<(), Refusal> {
        Ok(())
    }
    fn set_aside(&self) -> Result<(), Refusal> {
        Ok(())
    }
    fn erase(&self) -> Result<(), Refusal> {
        *self.text.borrow_mut() = None;
        Ok(())
    }
}

fn open(drawer: &Drawer, name: &str) -> Session<Drawer> {
    Session::open(drawer.clone(), name.to_owned())
}

fn type_text(session: &mut Session<Drawer>, key: &str, text: &str) {
    session.change(key, Json::Text(text.to_owned()));
}

fn tick(session: &mut Session<Drawer>, key: &str) {
    session.change(key, Json::Bool(true));
    session.save();
}
