//! A person's work as one tab sees it: what is kept, and what was changed here since. It knows nothing of the page, and
//! of the place where the work is kept only that it may refuse.
//!
//! Nothing is kept blindly: every save first reads what is there, merges it, and puts this tab's own changes on top,
//! so that two tabs add to each other's work. Where both changed the same text, the later one stands, and the other is
//! kept beside it, see [`crate::conflict`].

mod cases;

use crate::backup;
use crate::case::{self, Head};
use crate::conflict::{Written, conflict_key, is_missed};
use crate::cut::{after, contains};
use crate::json::Json;
use crate::map::Map;
use crate::prelude::*;
use crate::record::{Entry, Record, Stamp, field_key};
use crate::shelf::{Refusal, Shelf, Stored};

/// The work in memory, and where it is kept.
pub struct Session<S> {
    shelf: S,
    record: Record,
    /// Changes made here that are not in the record yet. A save stamps them as later than all it has read.
    pending: Map<Pending>,
    written: Written,
    /// What was there before another tab locked it: nobody sees it until it is unlocked here.
    aside: Record,
    writer: String,
    keeping: Keeping,
    /// Whether the shelf held a record of ours before.
    had_record: bool,
    /// Whether something unreadable was set aside.
    set_aside: bool,
    /// Counts the changes of the record.
    revision: u32,
    /// Counts the changes made here that are no texts.
    choices: u32,
    cases: Vec<Head>,
    /// The fields whose answers all cases share.
    shared_fields: Vec<String>,
}

/// A change that is not in the record yet.
struct Pending {
    value: Json,
    /// What the person saw when the change began.
    base: Option<Stamp>,
}

/// Whether the work will be there the next time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Not yet: what is there is locked. Changes wait in this tab until it is unlocked, and are lost with the tab.
    Locked,
}

impl Keeping {
    /// Whether what is done now is kept.
    pub fn is_kept(self) -> bool {
        matches!(self, Keeping::Saved | Keeping::SavedBesideRescue)
    }
}

impl<S: Shelf> Session<S> {
    /// Opens what is kept. `writer` tells this tab from every other.
    pub fn open(shelf: S, writer: String) -> Session<S> {
        let mut session = Session {
            shelf,
            record: Record::default(),
            pending: Map::new(),
            written: Written::default(),
            aside: Record::default(),
            writer,
            keeping: Keeping::Saved,
            had_record: false,
            set_aside: false,
            revision: 1,
            choices: 0,
            cases: Vec::new(),
            shared_fields: Vec::new(),
        };
        session.keeping = session
            .merge_stored()
            .and_then(|_| session.shelf.probe().map_err(Keeping::from))
            .map_or_else(|reason| reason, |()| session.kept());
        session
    }

    /// Whether the work will be there the next time.
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// Where the work is kept.
    pub fn shelf(&self) -> &S {
        &self.shelf
    }

    /// What is done so far, without the changes that a save has not seen.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Other numbers whenever the record is another, and whenever anything was changed here that is no text.
    pub fn revision(&self) -> (u32, u32) {
        (self.revision, self.choices)
    }

    /// Tells this tab from every other.
    pub fn writer(&self) -> &str {
        &self.writer
    }

    /// Whether there are changes that a save has not seen.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether this key was changed here since the last save.
    pub fn is_pending(&self, key: &str) -> bool {
        self.pending.contains_key(&self.place(key))
    }

    /// The text under a key; empty when there is none.
    pub fn text(&self, key: &str) -> &str {
        let key = &self.place(key);
        match self.pending.get(key) {
            Some(changed) => changed.value.as_text().unwrap_or_default(),
            None => self.record.text(key),
        }
    }

    /// The last row of a list in which a field has an answer; the first where there is none.
    pub fn last_row(&self, field: &str) -> usize {
        let prefix = [&self.place(&field_key(field)), "/"].concat();
        let rows = |text: Option<&str>, key: &str| {
            let digits = after(key, prefix.len()).bytes().take(4);
            let is_filled = text.is_some_and(|text| !text.is_empty());
            let row = digits.fold(0, |row, digit| {
                row * 10 + usize::from(digit.wrapping_sub(b'0'))
            });
            if is_filled { row } else { 1 }
        };
        let mut last = 1;
        for (key, entry) in self.record.entries.starting(&prefix) {
            if !self.pending.contains_key(key) {
                last = last.max(rows(entry.value.as_text(), key));
            }
        }
        for (key, pending) in self.pending.starting(&prefix) {
            last = last.max(rows(pending.value.as_text(), key));
        }
        last
    }

    /// Whether an item is ticked. The first key is its own, the others are those it had before.
    pub fn ticked(&self, keys: &[String]) -> bool {
        let keys: Vec<String> = keys.iter().map(|key| self.place(key)).collect();
        let changed = keys.first().and_then(|key| self.pending.get(key));
        changed.map_or_else(
            || self.record.ticked(keys.iter().map(String::as_str)),
            |change| change.value == Json::Bool(true),
        )
    }

    /// Changes a value, here only; the next save keeps it.
    pub fn change(&mut self, key: &str, value: Json) {
        let key = self.place(key);
        self.choices += u32::from(value.as_text().is_none());
        let base = match self.pending.remove(&key) {
            Some(pending) => pending.base,
            None => self.record.stamp(&key).cloned(),
        };
        self.pending.insert(key, Pending { value, base });
    }

    /// Takes away everything whose key begins so.
    pub fn remove_all(&mut self, prefix: &str) {
        self.save();
        if self.keeping == Keeping::Locked {
            return;
        }
        self.record.remove_all(prefix, &self.writer);
        self.save();
    }

    /// Keeps all changes, on top of what other tabs have kept meanwhile.
    pub fn save(&mut self) {
        let merged = self.merge_stored();
        if let Err(Keeping::Locked) = merged {
            // They cannot be stamped as later than what nobody has read.
            self.keeping = Keeping::Locked;
            return;
        }
        for (key, change) in core::mem::take(&mut self.pending) {
            // What was done while nobody could see the cases belongs to one all the same.
            let key = self.place(&key);
            self.keep_other(&key, &change);
            self.drop_copies(&key, &change.value);
            self.written.note(&key, &self.record, &self.writer);
            self.record.set(&key, change.value, &self.writer);
        }
        self.changed();
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
            Ok(_) if self.keeping == Keeping::Locked => self.kept(),
            Ok(_) => self.keeping,
            Err(reason) => reason,
        };
    }

    /// Takes over what a backup has and this device has not. Where there is no room for it, nothing has changed.
    pub fn restore(&mut self, backup: &Record) -> Result<(), Refusal> {
        self.save();
        if self.keeping == Keeping::Locked {
            return Err(Refusal::Blocked);
        }
        let before = self.record.clone();
        backup::restore(&mut self.record, backup, &self.writer);
        self.changed();
        self.keeping = self.write();
        if self.keeping == Keeping::Full {
            self.record = before;
            self.changed();
            return Err(Refusal::Full);
        }
        Ok(())
    }

    /// Takes over what this tab's page had changed last before it was left, and had no time to keep. Where another tab
    /// has written something else since, that stands, and the text is kept beside it.
    pub fn join(&mut self, left: &Record) {
        self.save();
        for (key, entry) in left.entries.iter() {
            if let Some(ours) = self.record.entry(key)
                && ours.stamp > entry.stamp
                && is_missed(key, &entry.value, &ours.value)
            {
                let place = conflict_key(key, &entry.stamp);
                self.record.set(&place, entry.value.clone(), &self.writer);
            }
        }
        self.record = core::mem::take(&mut self.record).merged(left.clone());
        self.save();
    }

    /// Forgets everything, also what was set aside, also in other tabs.
    pub fn clear(&mut self) {
        // Other tabs are told by a record that says so; what is unreadable here is erased with the rest.
        let _ = self.merge_stored();
        self.pending = Map::new();
        self.aside = Record::default();
        self.record.clear();
        self.changed();
        self.set_aside = false;
        self.keeping = match self.shelf.erase() {
            Ok(()) => self.write(),
            Err(refusal) => refusal.into(),
        };
    }

    /// Keeps beside a change the text that another tab has put under the same key since the change began.
    fn keep_other(&mut self, key: &str, change: &Pending) {
        let Some(Entry { stamp, value, .. }) = self.record.entry(key) else {
            return;
        };
        if change.base.as_ref() != Some(stamp) && is_missed(key, value, &change.value) {
            let (place, theirs) = (conflict_key(key, stamp), value.clone());
            self.record.set(&place, theirs, &self.writer);
        }
    }

    /// Forgets the copies of other tabs' texts that a text holds by now.
    fn drop_copies(&mut self, key: &str, value: &Json) {
        let prefix = ["conflict/", key, "/"].concat();
        let mut held = Vec::new();
        for (key, entry) in self.record.entries.starting(&prefix) {
            let text = entry.value.as_text();
            if text.is_some_and(|text| contains(value.as_text().unwrap_or_default(), text)) {
                held.push((key.clone(), entry.with(Json::Null)));
            }
        }
        self.record.take_over(held, &self.writer);
    }

    /// Merges what is kept into this tab's record; an error says why nothing may be written.
    fn merge_stored(&mut self) -> Result<Found, Keeping> {
        match self.shelf.read()? {
            Stored::Nothing => {
                self.take_back();
                Ok(Found::Nothing)
            }
            Stored::Unchanged => {
                self.take_back();
                Ok(Found::Unchanged)
            }
            Stored::Record(stored) => {
                self.take_back();
                let missed = self.written.missed(&self.record, &stored, &self.writer);
                self.record = core::mem::take(&mut self.record).merged(stored);
                for (place, text) in missed {
                    self.record.set(&place, text, &self.writer);
                }
                self.had_record = true;
                self.changed();
                Ok(Found::Record)
            }
            Stored::Newer => Err(Keeping::Newer),
            Stored::Locked => {
                let ours = core::mem::take(&mut self.record);
                self.aside = core::mem::take(&mut self.aside).merged(ours);
                self.changed();
                Err(Keeping::Locked)
            }
            Stored::Damaged => {
                self.shelf.set_aside().map_err(|_| Keeping::Damaged)?;
                self.set_aside = true;
                Ok(Found::Nothing)
            }
        }
    }

    /// What was set aside while it was locked is there again.
    fn take_back(&mut self) {
        if self.aside != Record::default() {
            let ours = core::mem::take(&mut self.record);
            self.record = core::mem::take(&mut self.aside).merged(ours);
            self.changed();
        }
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.cases = case::heads(&self.record);
    }

    fn write(&mut self) -> Keeping {
        match self.shelf.write(&self.record) {
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
    Unchanged,
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
