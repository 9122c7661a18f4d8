//! Which case a value belongs to: checklists, letters and progress ask for a key, and this says where in the record it is.

use super::{Keeping, Session};
use crate::case::{self, Head};
use crate::field::field_of;
use crate::json::Json;
use crate::prelude::*;
use crate::shelf::Shelf;

impl<S: Shelf> Session<S> {
    /// Names the fields whose answers all cases share; of the others, every case has its own.
    pub fn set_shared_fields(&mut self, fields: Vec<String>) {
        self.shared_fields = fields;
    }

    /// The cases there are.
    pub fn cases(&self) -> &[Head] {
        &self.cases
    }

    /// The case that is worked on.
    pub fn current_case(&self) -> Option<&Head> {
        let current = self.text(case::CURRENT);
        self.cases.iter().find(|head| head.id == current)
    }

    /// Starts a case and works on it: what was ticked and answered without one becomes part of it.
    pub fn open_case(&mut self, situation: &str, opened: &str) {
        self.save();
        if self.keeping == Keeping::Locked {
            return;
        }
        let id = case::new_id(&self.record, &self.writer);
        for (key, text) in [
            (case::key(&id, "situation"), situation),
            (case::key(&id, "opened"), opened),
            (case::CURRENT.to_owned(), &id),
        ] {
            self.record
                .set(&key, Json::Text(text.to_owned()), &self.writer);
        }
        self.changed();
        let mut moved = Vec::new();
        for (key, entry) in self.record.entries.iter() {
            let place = self.place(key);
            if place != *key && entry.value != Json::Null {
                moved.push((place, entry.clone()));
                moved.push((key.clone(), entry.with(Json::Null)));
            }
        }
        self.record.take_over(moved, &self.writer);
        self.save();
    }

    /// The case that a key's value belongs to: of what a situation's checklist has, the case of that situation, if there
    /// is one.
    fn home(&self, key: &str) -> Option<&Head> {
        if let Some(item) = key.strip_prefix("item/") {
            let checklist = item.split('/').next().unwrap_or_default();
            let is_of = |head: &&Head| head.situation == checklist;
            let current = self.current_case().filter(is_of);
            current.or_else(|| self.cases.iter().find(is_of).filter(|head| !head.closed))
        } else {
            let field = field_of(key.strip_prefix("field/")?);
            let is_shared = self.shared_fields.iter().any(|shared| shared == field);
            self.current_case().filter(|_| !is_shared)
        }
    }

    /// The id of the case that a key's value belongs to.
    pub fn case_of(&self, key: &str) -> Option<&str> {
        self.home(key).map(|head| head.id.as_str())
    }

    /// Where a key's value is.
    pub(super) fn place(&self, key: &str) -> String {
        let home = self.home(key);
        home.map_or_else(|| key.to_owned(), |head| case::key(&head.id, key))
    }
}
