//! A small ordered map from text keys, kept as a sorted list.
//!
//! The standard library's `BTreeMap` is the better map for many keys; but a phone downloads its code, and that made
//! the browser's module a quarter larger. Here ten thousand keys are few, and they mostly come in order.

use crate::prelude::*;

/// Values by key, in the order of the keys. Each value has a place of its own, so that little is moved where a file brings
/// its keys in the wrong order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Map<V> {
    // Apart, so that looking up a key is the same code for every kind of value.
    keys: Vec<String>,
    values: Vec<Box<V>>,
}

impl<V> Default for Map<V> {
    fn default() -> Map<V> {
        Map {
            keys: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<V> Map<V> {
    /// A map with nothing in it.
    pub fn new() -> Map<V> {
        Map::default()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether this key has a value.
    pub fn contains_key(&self, key: &str) -> bool {
        place(&self.keys, key).is_ok()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        Some(self.values.get(place(&self.keys, key).ok()?)?)
    }

    /// Gives a key a value, instead of the one it has.
    pub fn insert(&mut self, key: String, value: V) {
        match place(&self.keys, &key) {
            Ok(place) => *self.values[place] = value,
            Err(place) => {
                self.keys.insert(place, key);
                self.values.insert(place, Box::new(value));
            }
        }
    }

    /// Takes over what another map has, of two values for one key the greater.
    pub fn take_later(&mut self, other: Map<V>)
    where
        V: Ord,
    {
        for (key, value) in other {
            if self.get(&key).is_none_or(|known| value > *known) {
                self.insert(key, value);
            }
        }
    }

    /// Takes a key's value out.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let place = place(&self.keys, key).ok()?;
        self.keys.remove(place);
        Some(*self.values.remove(place))
    }

    /// Keys and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> + Clone {
        self.keys.iter().zip(self.values())
    }

    /// The keys that begin so, with their values, in order.
    pub fn starting<'map>(
        &'map self,
        prefix: &'map str,
    ) -> impl Iterator<Item = (&'map String, &'map V)> + Clone {
        let (Ok(first) | Err(first)) = place(&self.keys, prefix);
        self.iter()
            .skip(first)
            .take_while(move |(key, _)| key.starts_with(prefix))
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> + Clone {
        self.values.iter().map(|value| &**value)
    }
}

/// Where a key is, or where it would be inserted.
fn place(keys: &[String], key: &str) -> Result<usize, usize> {
    // Saved documents come in order: what is added mostly belongs at the end.
    match keys.last() {
        Some(last) if last.as_str() < key => Err(keys.len()),
        _ => keys.binary_search_by(|known| known.as_str().cmp(key)),
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (String, V);
    type IntoIter = core::iter::Map<
        core::iter::Zip<alloc::vec::IntoIter<String>, alloc::vec::IntoIter<Box<V>>>,
        fn((String, Box<V>)) -> (String, V),
    >;

    fn into_iter(self) -> Self::IntoIter {
        let pairs = self.keys.into_iter().zip(self.values);
        pairs.map(|(key, value)| (key, *value))
    }
}

impl<V> FromIterator<(String, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Map<V> {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_does_what_the_standard_map_does(changes in prop::collection::vec(("[a-d]{0,2}", any::<u8>(), 0..3), 0..40)) {
            let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
            for (key, value, change) in changes {
                match change {
                    0 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    _ => {
                        ours.insert(key.clone(), value);
                        theirs.insert(key.clone(), value);
                    }
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!(ours.contains_key(&key), theirs.contains_key(&key));
            }
            let theirs: Vec<(String, u8)> = theirs.into_iter().collect();
            prop_assert_eq!(ours.into_iter().collect::<Vec<_>>(), theirs);
        }
    }
}
