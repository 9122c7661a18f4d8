//! Tabs that write in the same moment, before either has seen the other.

use std::cell::RefCell;
use std::rc::Rc;

use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::session::Session;
use casework::shelf::{Refusal, Shelf, Stored};
use proptest::prelude::*;

/// A storage into which two tabs can write in the same moment: what each has written is at first seen by itself alone, and
/// then the last of them stands.
#[derive(Clone, Default)]
struct Slow {
    arrived: Rc<RefCell<Option<String>>>,
    written: Rc<RefCell<Vec<String>>>,
    own: Rc<RefCell<Option<String>>>,
}

impl Slow {
    fn seen(&self) -> Option<String> {
        let own = self.own.borrow().clone();
        own.or_else(|| self.arrived.borrow().clone())
    }

    fn arrive(&self, tabs: &[Slow]) {
        if let Some(last) = self.written.take().pop() {
            *self.arrived.borrow_mut() = Some(last);
        }
        for tab in tabs {
            tab.own.take();
        }
    }
}

impl Shelf for Slow {
    fn read(&self) -> Result<Stored, Refusal> {
        Ok(match self.seen().as_deref().map(saved::read) {
            Some(Ok(record)) => Stored::Record(record),
            _ => Stored::Nothing,
        })
    }
    fn write(&self, record: &Record) -> Result<(), Refusal> {
        let text = saved::write(record);
        if self.seen().as_ref() != Some(&text) {
            self.written.borrow_mut().push(text.clone());
            *self.own.borrow_mut() = Some(text);
        }
        Ok(())
    }
    fn probe(&self) -> Result<(), Refusal> {
        Ok(())
    }
    fn set_aside(&self) -> Result<(), Refusal> {
        Ok(())
    }
    fn erase(&self) -> Result<(), Refusal> {
        Ok(())
    }
}

proptest! {
    /// However often two or three tabs write at once, every text is there in the end, in its place or beside it.
    #[test]
    fn tabs_that_write_at_once_lose_nothing(rounds in prop::collection::vec(prop::collection::vec((0_usize..3, 0_usize..3), 0..6), 1..12)) {
        let names = ["a", "b", "c"];
        let shared = Slow::default();
        let slow: Vec<Slow> = names.iter().map(|_| Slow { own: Rc::default(), ..shared.clone() }).collect();
        let mut tabs: Vec<Session<Slow>> = names.iter().zip(&slow).map(|(name, slow)| Session::open(slow.clone(), (*name).to_owned())).collect();
        let mut expected: Vec<String> = Vec::new();
        for (round, changes) in rounds.iter().enumerate() {
            for (number, (tab, key)) in changes.iter().enumerate() {
                let key = format!("field/{key}");
                let seen = tabs[*tab].text(&key).to_owned();
                expected.retain(|text| *text != seen);
                let text = format!("[{round}-{number}]");
                tabs[*tab].change(&key, Json::Text(text.clone()));
                expected.push(text);
            }
            for tab in &mut tabs {
                if tab.has_pending() {
                    tab.save();
                }
            }
            // Each is told of the others' writing, until they agree.
            for _ in 0..4 {
                shared.arrive(&slow);
                for tab in &mut tabs {
                    tab.reread();
                }
            }
            for tab in &tabs {
                let there: Vec<&str> = tab.record().texts("").map(|(_, text)| text).collect();
                for text in &expected {
                    prop_assert!(there.contains(&text.as_str()), "{} is lost in round {}", text, round);
                }
            }
        }
    }
}
