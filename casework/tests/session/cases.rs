//! Which case a value belongs to, and what moves into one.

use casework::json::Json;
use casework::saved;
use casework::session::Session;

use super::{Drawer, open, tick, type_text};

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
