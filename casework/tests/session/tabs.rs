//! Two tabs and a backup: every text is kept, and a person is asked where two stand in one place.

use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::session::{Keeping, Session};
use proptest::prelude::*;

use super::{Drawer, open, sealed, type_text};

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
