//! What must hold for the guide in `content/` itself.

use std::path::Path;

use recourse::rules::items;
use recourse::{Options, read};
use toml::value::Date;

#[test]
fn every_checklist_item_is_recorded_so_that_no_tick_is_ever_lost() {
    let options = Options {
        site: Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        base_url: None,
        lenient: false,
        purpose: recourse::Purpose::Folder,
        date: Date {
            year: 2026,
            month: 11,
            day: 22,
        },
    };
    let (sources, site, report) = read(&options);
    assert!(!report.refuses(false), "{}", report.render(false, false));
    for language in 0..site.languages.len() {
        let record = items::record(&site, &sources, language).expect("a record that can be read");
        let Some((path, text)) = record else { continue };
        assert!(
            sources
                .text(&path)
                .is_some_and(|recorded| **recorded == *text),
            "run `recourse check --record-items` and commit {path}"
        );
    }
}
