//! What is locked is left alone, and what is done meanwhile waits.

use casework::record::Record;
use casework::session::Keeping;

use super::{Drawer, open, sealed, tick, type_text};

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
