//! What a person has ticked and typed: entries that two tabs, or a backup, can merge without asking which came first.
//!
//! Every entry carries a stamp. A change takes a count greater than any the record has seen, so of two values for one
//! key the later change wins wherever the two meet, in whatever order: [`Record::merged`] is commutative, associative
//! and idempotent. What this version does not understand stays with the entry or the record it was found in.

use crate::cut::after;
use crate::json::{Json, Object};
use crate::map::Map;
use crate::prelude::*;

/// Everything saved, by key:
///
/// - `item/CHECKLIST/ITEM` is a tick, `field/FIELD` an answer;
/// - `case/ID/…` belongs to one case, see [`crate::case`]; `case/current` names the one that is worked on;
/// - `conflict/KEY/…` is what another tab had written under `KEY`, see [`crate::conflict`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub(crate) entries: Map<Entry>,
    /// Everything stamped with this count or less was cleared.
    pub(crate) cleared: u64,
    /// Members of a saved document that this version does not know.
    pub(crate) unknown: Object,
}

/// One value and when it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    // The stamp comes first: entries are compared by it before anything else.
    pub(crate) stamp: Stamp,
    pub(crate) value: Json,
    /// Members of a saved entry that this version does not know.
    pub(crate) unknown: Object,
}

/// When, in the order of changes and not of clocks, and by which tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    pub(crate) count: u64,
    pub(crate) writer: String,
}

impl Entry {
    /// The same with another value.
    pub(crate) fn with(&self, value: Json) -> Entry {
        Entry {
            value,
            ..self.clone()
        }
    }
}

/// The key of a checklist's item.
pub fn item_key(checklist_and_item: &str) -> String {
    ["item/", checklist_and_item].concat()
}

/// The key of a field's answer.
pub fn field_key(field: &str) -> String {
    ["field/", field].concat()
}

impl Record {
    /// The text under a key; empty when there is none.
    pub fn text(&self, key: &str) -> &str {
        self.entries
            .get(key)
            .and_then(|entry| entry.value.as_text())
            .unwrap_or_default()
    }

    /// The value under a key, and when it was given; nothing when it was taken away.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries
            .get(key)
            .filter(|entry| entry.value != Json::Null)
    }

    /// Whether there ever was a value under a key, also one that was taken away.
    pub fn is_known(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// When the value under a key was given or taken away.
    pub(crate) fn stamp(&self, key: &str) -> Option<&Stamp> {
        self.entries.get(key).map(|entry| &entry.stamp)
    }

    /// The texts whose keys begin so: what follows in each key, and its text.
    pub fn texts<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        self.entries.starting(prefix).filter_map(|(key, entry)| {
            let text = entry.value.as_text().filter(|text| !text.is_empty())?;
            Some((after(key, prefix.len()), text))
        })
    }

    /// Whether anything is ticked whose key begins so.
    pub fn has_ticks(&self, prefix: &str) -> bool {
        let mut entries = self.entries.starting(prefix);
        entries.any(|(_, entry)| entry.value == Json::Bool(true))
    }

    /// Another number whenever anything is another whose key begins so.
    pub fn mark(&self, prefix: &str) -> u64 {
        let mut mark: u64 = 1;
        for (_, entry) in self.entries.starting(prefix) {
            mark = mark.wrapping_mul(31).wrapping_add(entry.stamp.count);
            for byte in entry.stamp.writer.bytes() {
                mark = mark.wrapping_mul(31).wrapping_add(byte.into());
            }
        }
        mark
    }

    /// Takes away everything whose key begins so, in every tab that merges this record.
    pub fn remove_all(&mut self, prefix: &str, writer: &str) {
        let mut removed = Vec::new();
        for (key, entry) in self.entries.starting(prefix) {
            if entry.value != Json::Null {
                removed.push((key.clone(), entry.with(Json::Null)));
            }
        }
        self.take_over(removed, writer);
    }

    /// Whether an item is ticked, under its own key or one it had before: what was said last counts.
    pub fn ticked<'key>(&self, keys: impl IntoIterator<Item = &'key str>) -> bool {
        let last = keys
            .into_iter()
            .filter_map(|key| self.entries.get(key))
            .max();
        last.is_some_and(|entry| entry.value == Json::Bool(true))
    }

    /// Gives a key a value, as the latest change of all.
    pub fn set(&mut self, key: &str, value: Json, writer: &str) {
        let before = self.entries.get(key).cloned().unwrap_or_default();
        let changed = (key.to_owned(), before.with(value));
        self.take_over(Vec::from([changed]), writer);
    }

    /// Takes over these entries, as one change and the latest of all.
    pub(crate) fn take_over(&mut self, entries: Vec<(String, Entry)>, writer: &str) {
        let count = self.next_count();
        for (key, mut entry) in entries {
            let writer = writer.to_owned();
            entry.stamp = Stamp { count, writer };
            self.entries.insert(key, entry);
        }
    }

    /// Forgets everything there is, also in every other tab that merges this record.
    pub fn clear(&mut self) {
        self.cleared = self.next_count();
        self.entries = Map::new();
        self.unknown = Object::new();
    }

    /// What merging into an earlier record makes this one; `None` if more than entries differ.
    pub fn since(&self, earlier: &Record) -> Option<Record> {
        if self.cleared != earlier.cleared || self.unknown != earlier.unknown {
            return None;
        }
        let mut changes = Record::default();
        let mut others = earlier.entries.iter();
        let mut other = others.next();
        for (key, entry) in self.entries.iter() {
            while other.is_some_and(|(known, _)| known < key) {
                other = others.next();
            }
            if other != Some((key, entry)) {
                changes.entries.insert(key.clone(), entry.clone());
            }
        }
        Some(changes)
    }

    /// Both records in one.
    #[must_use]
    pub fn merged(mut self, other: Record) -> Record {
        self.unknown.take_later(other.unknown);
        self.entries.take_later(other.entries);
        self.cleared = self.cleared.max(other.cleared);
        let entries = self.entries.into_iter();
        self.entries = entries
            .filter(|(_, entry)| entry.stamp.count > self.cleared)
            .collect();
        self
    }

    /// Greater than every count in the record.
    fn next_count(&self) -> u64 {
        let counts = self.entries.values().map(|entry| entry.stamp.count);
        let latest = counts.fold(0, u64::max);
        latest.max(self.cleared) + 1
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tick(record: &mut Record, key: &str, ticked: bool) {
        record.set(key, Json::Bool(ticked), "tab");
    }

    #[test]
    fn a_later_change_wins_whichever_side_is_merged() {
        let mut first = Record::default();
        first.set("field/name", Json::Text("张三".into()), "a");
        let mut second = first.clone();
        second.set("field/name", Json::Text("李四".into()), "b");
        assert_eq!(
            first.clone().merged(second.clone()).text("field/name"),
            "李四"
        );
        assert_eq!(second.merged(first).text("field/name"), "李四");
    }

    #[test]
    fn changes_to_different_keys_are_both_kept() {
        let (mut one, mut other) = (Record::default(), Record::default());
        tick(&mut one, "item/a/x", true);
        tick(&mut other, "item/a/y", true);
        let both = one.merged(other);
        assert!(both.ticked(["item/a/x"]) && both.ticked(["item/a/y"]));
    }

    #[test]
    fn a_tick_under_an_old_id_is_found_until_the_new_one_says_otherwise() {
        let mut record = Record::default();
        tick(&mut record, "item/a/old", true);
        assert!(record.ticked(["item/a/new", "item/a/old"]));
        tick(&mut record, "item/a/new", false);
        assert!(!record.ticked(["item/a/new", "item/a/old"]));
    }

    #[test]
    fn what_was_cleared_does_not_come_back_from_another_tab() {
        let mut here = Record::default();
        here.set("field/name", Json::Text("张三".into()), "a");
        let there = here.clone();
        here.clear();
        let mut merged = here.merged(there);
        assert_eq!(merged.text("field/name"), "");
        merged.set("field/name", Json::Text("李四".into()), "a");
        assert_eq!(merged.text("field/name"), "李四");
    }

    fn any_json() -> impl Strategy<Value = Json> {
        prop_oneof![
            any::<bool>().prop_map(Json::Bool),
            "[a-c]{0,2}".prop_map(Json::Text),
            Just(Json::Null)
        ]
    }

    fn any_map<V: Clone + core::fmt::Debug>(
        keys: &'static str,
        values: impl Strategy<Value = V>,
    ) -> impl Strategy<Value = Map<V>> {
        prop::collection::vec((keys, values), 0..3)
            .prop_map(|entries| entries.into_iter().collect())
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let unknown = any_map("[xy]", any_json());
        (1_u64..6, "[ab]", any_json(), unknown).prop_map(|(count, writer, value, unknown)| Entry {
            stamp: Stamp { count, writer },
            value,
            unknown,
        })
    }

    /// Any record that merging could meet: nothing in it is older than its own clearing.
    pub(crate) fn any_record() -> impl Strategy<Value = Record> {
        let entries = any_map("[kl]", any_entry());
        let unknown = any_map("[uv]", any_json());
        (entries, 0_u64..4, unknown).prop_map(|(entries, cleared, unknown)| {
            Record {
                entries,
                cleared,
                unknown,
            }
            .merged(Record::default())
        })
    }

    proptest! {
        #[test]
        fn what_changed_since_is_all_that_is_missing(earlier in any_record(), changes in any_record()) {
            let later = earlier.clone().merged(changes);
            if let Some(since) = later.since(&earlier) {
                prop_assert_eq!(earlier.clone().merged(since.clone()), later.clone());
                for (key, entry) in since.entries.iter() {
                    prop_assert_ne!(earlier.entries.get(key), Some(entry));
                }
            } else {
                prop_assert!(later.cleared != earlier.cleared || later.unknown != earlier.unknown);
            }
        }

        #[test]
        fn merging_is_commutative(a in any_record(), b in any_record()) {
            prop_assert_eq!(a.clone().merged(b.clone()), b.merged(a));
        }

        #[test]
        fn merging_is_associative(a in any_record(), b in any_record(), c in any_record()) {
            prop_assert_eq!(a.clone().merged(b.clone()).merged(c.clone()), a.merged(b.merged(c)));
        }

        #[test]
        fn merging_is_idempotent(a in any_record(), b in any_record()) {
            prop_assert_eq!(a.clone().merged(a.clone()), a.clone());
            let both = a.merged(b.clone());
            prop_assert_eq!(both.clone().merged(b), both);
        }
    }
}
