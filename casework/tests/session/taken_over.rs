//! What comes from elsewhere: a backup, and what a closed tab has left.

use casework::json::Json;
use casework::record::Record;
use casework::saved;
use casework::session::Keeping;
use casework::shelf::Refusal;

use super::{Drawer, open, type_text};

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
