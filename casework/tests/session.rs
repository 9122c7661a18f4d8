//! Tabs that share one storage, backups that come and go: every sentence that was kept stays findable.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::session::{Keeping, Session};
use casework::shelf::{Refusal, Shelf, Stored};
use proptest::prelude::*;

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

#[test]
fn the_same_text_changed_in_two_tabs_is_kept_twice() {
    let drawer = Drawer::default();
    let (mut one, mut other) = (open(&drawer, "a"), open(&drawer, "b"));
    type_text(&mut one, "field/story", "一");
    type_text(&mut other, "field/story", "二");
    one.save();
    other.save();
    one.reread();
    for session in [&one, &other] {
        assert_eq!(session.text("field/story"), "二");
        let conflicts: Vec<_> = session.record().texts("conflict/").collect();
        assert_eq!(conflicts, [("field/story/1a", "一")]);
    }
}

#[test]
fn a_text_that_was_seen_before_it_was_changed_is_no_conflict() {
    let drawer = Drawer::default();
    let (mut one, mut other) = (open(&drawer, "a"), open(&drawer, "b"));
    type_text(&mut one, "field/story", "一");
    one.save();
    other.reread();
    type_text(&mut other, "field/story", "二");
    other.save();
    assert_eq!(other.record().texts("conflict/").count(), 0);
}

#[test]
fn a_case_is_one_of_its_own_whatever_numbers_a_backup_has_brought() {
    let mut session = open(&Drawer::default(), "a");
    let text = r#"{"format":"recourse","version":1,"entries":{"case/9999-a/situation":{"value":"scam"},"case/9999-a0/situation":{"value":"scam"}}}"#;
    session
        .restore(&saved::read(text).expect("a document"))
        .expect("there is room");
    for situation in ["frozen", "unauthorised"] {
        session.open_case(situation, "2026-11-22");
    }
    let mut situations: Vec<&str> = session
        .cases()
        .iter()
        .map(|head| head.situation.as_str())
        .collect();
    situations.sort_unstable();
    assert_eq!(situations, ["frozen", "scam", "scam", "unauthorised"]);
}

#[test]
fn a_case_takes_over_what_was_ticked_without_one_and_then_has_its_own() {
    let mut session = open(&Drawer::default(), "a");
    session.set_shared_fields(vec!["name".to_owned()]);
    tick(&mut session, "item/frozen/ask-why");
    tick(&mut session, "item/scam/stop");
    type_text(&mut session, "field/amount", "100");
    type_text(&mut session, "field/name", "张三");
    session.open_case("frozen", "2026-11-22");
    let first = session.current_case().expect("a case").id.clone();
    let ticked = |session: &Session<Drawer>, key: &str| session.ticked(&[key.to_owned()]);
    assert!(ticked(&session, "item/frozen/ask-why") && ticked(&session, "item/scam/stop"));
    assert_eq!(session.text("field/amount"), "100");

    session.open_case("frozen", "2026-11-23");
    assert!(first < session.current_case().expect("a case").id);
    assert!(!ticked(&session, "item/frozen/ask-why"));
    assert_eq!(
        (session.text("field/amount"), session.text("field/name")),
        ("", "张三")
    );

    session.change("case/current", Json::Text(first.clone()));
    session.save();
    assert!(ticked(&session, "item/frozen/ask-why"));
    session.remove_all(&format!("case/{first}/"));
    assert_eq!(session.cases().len(), 1);
}

#[test]
fn a_backup_that_does_not_fit_changes_nothing() {
    let drawer = Drawer::default();
    let mut session = open(&drawer, "a");
    type_text(&mut session, "field/story", "这里的");
    session.save();
    let mut backup = Record::default();
    backup.set("field/other", Json::Text("备份里的".into()), "z");
    *drawer.full.borrow_mut() = true;
    assert_eq!(session.restore(&backup), Err(Refusal::Full));
    assert_eq!(
        (session.text("field/story"), session.text("field/other")),
        ("这里的", "")
    );
    assert_eq!(session.keeping(), Keeping::Full);
}

#[test]
fn what_is_locked_is_neither_shown_nor_touched_and_what_is_done_meanwhile_waits() {
    let drawer = Drawer::default();
    let (mine, other) = (drawer.in_another_tab(), drawer.in_another_tab());
    let mut session = open(&mine, "a");
    type_text(&mut session, "field/story", "经过");
    tick(&mut session, "item/frozen/ask-why");
    session.open_case("frozen", "2026-11-22");
    let text = sealed(&drawer.text(), 7);
    *drawer.text.borrow_mut() = Some(text.clone());

    // One tab had it open, another comes to it, a third has the wrong key.
    session.reread();
    let mut late = open(&other, "b");
    other.key.set(8);
    late.reread();
    for session in [&mut session, &mut late] {
        assert_eq!(session.keeping(), Keeping::Locked);
        assert_eq!(session.text("field/story"), "");
        assert_eq!(session.record(), &Record::default());
        assert!(session.cases().is_empty() && session.current_case().is_none());
        tick(session, &format!("item/scam/{}", session.writer()));
        tick(session, &format!("item/frozen/{}", session.writer()));
        session.open_case("scam", "2026-11-23");
        session.remove_all("case/");
        assert_eq!(drawer.text(), text);
    }

    for (session, drawer) in [(&mut session, &mine), (&mut late, &other)] {
        drawer.key.set(7);
        session.reread();
        session.save();
    }
    session.reread();
    assert_eq!(session.keeping(), Keeping::Saved);
    assert_eq!(session.text("field/story"), "经过");
    assert_eq!(session.cases().len(), 1);
    for key in [
        "item/frozen/ask-why",
        "item/frozen/a",
        "item/frozen/b",
        "item/scam/a",
        "item/scam/b",
    ] {
        assert!(session.ticked(&[key.to_owned()]), "{key}");
    }
    assert!(drawer.is_sealed());
}

/// What can happen to two tabs and a backup file.
#[derive(Clone, Debug)]
enum Step {
    Type(usize, usize),
    Tick(usize, usize),
    Save(usize),
    Reread(usize),
    Reopen(usize),
    Backup(usize),
    Restore(usize),
    Seal(usize),
    Unseal(usize),
    Lock(usize),
    Unlock(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let (tab, key) = (0_usize..3, 0_usize..2);
    prop_oneof![
        4 => (tab.clone(), key.clone()).prop_map(|(tab, key)| Step::Type(tab, key)),
        2 => (tab.clone(), key).prop_map(|(tab, key)| Step::Tick(tab, key)),
        3 => tab.clone().prop_map(Step::Save),
        3 => tab.clone().prop_map(Step::Reread),
        1 => tab.clone().prop_map(Step::Reopen),
        1 => tab.clone().prop_map(Step::Backup),
        1 => tab.clone().prop_map(Step::Restore),
        1 => tab.clone().prop_map(Step::Seal),
        1 => tab.clone().prop_map(Step::Unseal),
        1 => tab.clone().prop_map(Step::Lock),
        3 => tab.prop_map(Step::Unlock),
    ]
}

proptest! {
    /// Every text that was ever typed and not typed over by somebody who saw it is there in the end, in every tab;
    /// so is every tick.
    #[test]
    fn no_edit_is_lost(steps in prop::collection::vec(any_step(), 1..60)) {
        let drawer = Drawer::default();
        let names = ["a", "b", "c"];
        let drawers: Vec<Drawer> = names.iter().map(|_| drawer.in_another_tab()).collect();
        let mut tabs: Vec<Session<Drawer>> = names.iter().zip(&drawers).map(|(name, drawer)| open(drawer, name)).collect();
        let mut key = 0;
        let mut backup: Option<Record> = None;
        let mut expected: Vec<String> = Vec::new();
        let mut ticks: Vec<String> = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Type(tab, key) => {
                    let key = format!("field/{key}");
                    // Who types goes on from what he sees, and types over that knowingly.
                    let seen = tabs[tab].text(&key).to_owned();
                    let kept_elsewhere = tabs.iter().enumerate().any(|(other, session)| other != tab && session.is_pending(&key) && session.text(&key) == seen);
                    if !kept_elsewhere {
                        expected.retain(|text| *text != seen);
                    }
                    let text = format!("t{number};");
                    type_text(&mut tabs[tab], &key, &text);
                    expected.push(text);
                }
                Step::Tick(tab, key) => {
                    let key = format!("item/list/{tab}{key}");
                    tabs[tab].change(&key, Json::Bool(true));
                    ticks.push(key);
                }
                Step::Save(tab) => tabs[tab].save(),
                Step::Reread(tab) => tabs[tab].reread(),
                Step::Reopen(tab) => {
                    tabs[tab].save();
                    // A page that is locked says that what is done on it is lost with it.
                    if tabs[tab].keeping() != Keeping::Locked {
                        tabs[tab] = open(&drawers[tab], names[tab]);
                    }
                }
                Step::Backup(tab) => backup = saved::read(&saved::write(tabs[tab].record())).ok(),
                Step::Restore(tab) => {
                    if let Some(backup) = &backup {
                        let restored = tabs[tab].restore(backup);
                        prop_assert_eq!(restored.is_ok(), tabs[tab].keeping() != Keeping::Locked);
                    }
                }
                Step::Seal(tab) => {
                    tabs[tab].save();
                    if tabs[tab].keeping() != Keeping::Locked {
                        key += 1;
                        drawers[tab].key.set(key);
                        *drawer.text.borrow_mut() = Some(sealed(&saved::write(tabs[tab].record()), key));
                        tabs[tab].save();
                    }
                }
                Step::Unseal(tab) => {
                    tabs[tab].save();
                    if tabs[tab].keeping() != Keeping::Locked {
                        *drawer.text.borrow_mut() = Some(saved::write(tabs[tab].record()));
                    }
                }
                Step::Lock(tab) => {
                    drawers[tab].key.set(0);
                    tabs[tab].reread();
                    if drawer.is_sealed() {
                        prop_assert_eq!(tabs[tab].record(), &Record::default());
                    }
                }
                Step::Unlock(tab) => {
                    drawers[tab].key.set(key);
                    tabs[tab].reread();
                    tabs[tab].save();
                    prop_assert_ne!(tabs[tab].keeping(), Keeping::Locked);
                }
            }
        }
        for (tab, drawer) in tabs.iter_mut().zip(&drawers) {
            drawer.key.set(key);
            tab.reread();
            tab.save();
        }
        for tab in &mut tabs {
            tab.reread();
        }
        for tab in &tabs {
            let there: Vec<&str> = tab.record().texts("").map(|(_, text)| text).collect();
            for text in &expected {
                prop_assert!(there.contains(&text.as_str()), "{} is lost", text);
            }
            for key in &ticks {
                prop_assert!(tab.ticked(std::slice::from_ref(key)));
            }
        }
        prop_assert_eq!(tabs[0].record(), tabs[1].record());
    }
}

#[test]
fn what_a_closed_tab_left_is_taken_over_and_replaces_nothing_later() {
    let drawer = Drawer::default();
    let mut closed = open(&drawer, "a");
    type_text(&mut closed, "field/story", "开头");
    closed.save();
    let before = drawer.text();
    type_text(&mut closed, "field/story", "开头，刚写完");
    type_text(&mut closed, "field/name", "张三");
    closed.save();
    let left = saved::read(&drawer.text()).expect("a record");
    *drawer.text.borrow_mut() = Some(before);

    // Nothing else has happened: it is simply there, and no conflict, however often it is taken.
    let mut next = open(&drawer, "b");
    for _ in 0..2 {
        next.join(&left);
        assert_eq!(next.text("field/story"), "开头，刚写完");
        assert_eq!(next.text("field/name"), "张三");
        assert_eq!(next.record().texts("conflict/").count(), 0);
    }

    // Another tab has written since: its text stands, and the one that was left is kept beside it.
    let drawer = Drawer::default();
    let mut other = open(&drawer, "c");
    for text in ["一", "二", "三", "别的话"] {
        type_text(&mut other, "field/story", text);
        other.save();
    }
    other.join(&left);
    assert_eq!(other.text("field/story"), "别的话");
    assert_eq!(other.text("field/name"), "张三");
    let kept: Vec<_> = other
        .record()
        .texts("conflict/")
        .map(|(_, text)| text)
        .collect();
    assert_eq!(kept, ["开头，刚写完"]);
}

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

#[test]
fn what_belongs_to_a_letter_is_the_cases_and_what_was_there_before_moves_into_it() {
    let drawer = Drawer::default();
    let mut session = open(&drawer, "a");
    session.set_shared_fields(vec!["name".to_owned()]);
    let keys = [
        "field/amount/2",
        "field/own/complaint",
        "field/own/complaint/mark",
        "field/at/complaint",
    ];
    for key in keys.into_iter().chain(["field/name"]) {
        type_text(&mut session, key, "旧");
    }
    session.save();
    session.open_case("unauthorised", "2026-11-22");
    let first = session.current_case().expect("a case").id.clone();
    for key in keys {
        assert_eq!(session.text(key), "旧", "{key}");
        assert_eq!(session.record().text(&format!("case/{first}/{key}")), "旧");
    }
    session.open_case("refund", "2026-11-23");
    for key in keys {
        assert_eq!(session.text(key), "", "{key}");
    }
    assert_eq!(session.text("field/name"), "旧");
}

#[test]
fn the_last_row_is_found_whether_it_is_saved_or_not() {
    let drawer = Drawer::default();
    let mut session = open(&drawer, "a");
    assert_eq!(session.last_row("amount"), 1);
    type_text(&mut session, "field/amount/12", "1");
    type_text(&mut session, "field/amounts/30", "1");
    assert_eq!(session.last_row("amount"), 12);
    session.save();
    assert_eq!(session.last_row("amount"), 12);
    type_text(&mut session, "field/amount/12", "");
    type_text(&mut session, "field/amount/3", "2");
    assert_eq!(session.last_row("amount"), 3);
}
