//! A person's work as this tab sees it: what is kept, and what was changed here since. It knows nothing of the page.
//!
//! Nothing is kept blindly: every save first reads what is there, merges it, and puts this tab's own changes on top,
//! so that two tabs add to each other's work.

use casework::json::Json;
use casework::map::Map;
use casework::record::Record;

use crate::storage::{Refusal, Storage, Stored};

/// The work in memory, and where it is kept.
pub struct Session {
    storage: Storage,
    record: Record,
    /// Changes made here that are not in the record yet. A save stamps them as later than all it has read.
    pending: Map<Json>,
    writer: String,
    keeping: Keeping,
    /// Whether the storage held a record of ours before.
    had_record: bool,
    /// Whether something unreadable was set aside.
    set_aside: bool,
}

/// Whether the work will be there the next time.
#[derive(Clone, Copy, PartialEq)]
pub enum Keeping {
    /// Yes.
    Saved,
    /// Yes; and what was there before could not be read and was set aside.
    SavedBesideRescue,
    /// The browser has deleted what was kept; the next change keeps it again.
    Gone,
    /// No: the browser does not allow it.
    Blocked,
    /// No: there is no room.
    Full,
    /// No: what is there could not be read, nor set aside.
    Damaged,
    /// No: what is there is from a newer version of the site.
    Newer,
}

impl Keeping {
    /// Whether what is done now is kept.
    pub fn is_kept(self) -> bool {
        matches!(self, Keeping::Saved | Keeping::SavedBesideRescue)
    }
}

impl Session {
    /// Opens what is kept. `writer` tells this tab from every other.
    pub fn open(storage: Storage, writer: String) -> Session {
        let mut session = Session {
            storage,
            record: Record::default(),
            pending: Map::new(),
            writer,
            keeping: Keeping::Saved,
            had_record: false,
            set_aside: false,
        };
        session.keeping = session
            .merge_stored()
            .and_then(|_| session.storage.probe().map_err(Keeping::from))
            .map_or_else(|reason| reason, |()| session.kept());
        session
    }

    /// Whether the work will be there the next time.
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// Whether there are changes that a save has not seen.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether this key was changed here since the last save.
    pub fn is_pending(&self, key: &str) -> bool {
        self.pending.contains_key(key)
    }

    /// The text under a key; empty when there is none.
    pub fn text(&self, key: &str) -> &str {
        match self.pending.get(key) {
            Some(changed) => changed.as_text().unwrap_or_default(),
            None => self.record.text(key),
        }
    }

    /// Whether an item is ticked. The first key is its own, the others are those it had before.
    pub fn ticked(&self, keys: &[String]) -> bool {
        let changed = keys.first().and_then(|key| self.pending.get(key));
        changed.map_or_else(
            || self.record.ticked(keys.iter().map(String::as_str)),
            |value| *value == Json::Bool(true),
        )
    }

    /// Changes a value, here only; the next save keeps it.
    pub fn change(&mut self, key: &str, value: Json) {
        self.pending.insert(key.to_owned(), value);
    }

    /// Keeps all changes, on top of what other tabs have kept meanwhile.
    pub fn save(&mut self) {
        let merged = self.merge_stored();
        for (key, value) in std::mem::take(&mut self.pending) {
            self.record.set(&key, value, &self.writer);
        }
        self.keeping = match merged {
            Ok(_) => self.write(),
            Err(reason) => reason,
        };
    }

    /// Takes in what other tabs have kept.
    pub fn reread(&mut self) {
        self.keeping = match self.merge_stored() {
            Ok(Found::Record) => self.write(),
            Ok(Found::Nothing) if self.had_record => Keeping::Gone,
            Ok(Found::Nothing) => self.keeping,
            Err(reason) => reason,
        };
    }

    /// Forgets everything, also what was set aside, also in other tabs.
    pub fn clear(&mut self) {
        // Other tabs are told by a record that says so; what is unreadable here is erased with the rest.
        let _ = self.merge_stored();
        self.pending = Map::new();
        self.record.clear();
        self.set_aside = false;
        self.keeping = match self.storage.erase() {
            Ok(()) => self.write(),
            Err(refusal) => refusal.into(),
        };
    }

    /// Whether this key of the storage is the one the work is kept under.
    pub fn is_record_key(&self, key: &str) -> bool {
        self.storage.is_record_key(key)
    }

    /// Merges what is kept into this tab's record; an error says why nothing may be written.
    fn merge_stored(&mut self) -> Result<Found, Keeping> {
        match self.storage.read()? {
            Stored::Nothing => Ok(Found::Nothing),
            Stored::Record(stored) => {
                self.record = std::mem::take(&mut self.record).merged(stored);
                self.had_record = true;
                Ok(Found::Record)
            }
            Stored::Newer => Err(Keeping::Newer),
            Stored::Damaged => {
                self.storage.set_aside().map_err(|_| Keeping::Damaged)?;
                self.set_aside = true;
                Ok(Found::Nothing)
            }
        }
    }

    fn write(&mut self) -> Keeping {
        match self.storage.write(&self.record) {
            Ok(()) => {
                self.had_record = true;
                self.kept()
            }
            Err(refusal) => refusal.into(),
        }
    }

    fn kept(&self) -> Keeping {
        if self.set_aside {
            Keeping::SavedBesideRescue
        } else {
            Keeping::Saved
        }
    }
}

/// Whether there was something to merge.
enum Found {
    Nothing,
    Record,
}

impl From<Refusal> for Keeping {
    fn from(refusal: Refusal) -> Keeping {
        match refusal {
            Refusal::Blocked => Keeping::Blocked,
            Refusal::Full => Keeping::Full,
        }
    }
}
