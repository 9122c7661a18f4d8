//! The work of people who have used the guide a lot, as the tool keeps it.

use casework::case;
use casework::json::Json;
use casework::record::{Record, field_key};
use casework::saved;

/// The situation of every case.
const SITUATION: &str = "unauthorised";

/// One case, a letter of 3,000 characters, and a hundred pieces of evidence.
pub fn long_letter() -> String {
    let mut seed = Seed::default();
    let id = seed.case();
    seed.evidence(&id, 100);
    let story = "那天中午我在家，手机忽然收到扣款短信，我没有操作过这一笔，马上打了客服电话。";
    let story: String = story.chars().cycle().take(3000).collect();
    seed.text(&case::key(&id, &field_key("story")), &story);
    let enclosures: Vec<String> = (1..=100).map(what).collect();
    seed.text(
        &case::key(&id, &field_key("enclosures")),
        &enclosures.join("\n"),
    );
    seed.saved()
}

/// Twenty cases, of which the current one has all of the thousand pieces of evidence.
pub fn many_cases() -> String {
    let mut seed = Seed::default();
    for _ in 0..19 {
        let id = seed.case();
        seed.evidence(&id, 0);
    }
    let id = seed.case();
    seed.evidence(&id, 1000);
    seed.saved()
}

/// Twenty cases with fifty pieces of evidence each.
pub fn even_cases() -> String {
    let mut seed = Seed::default();
    for _ in 0..20 {
        let id = seed.case();
        seed.evidence(&id, 50);
    }
    seed.saved()
}

#[derive(Default)]
struct Seed(Record);

impl Seed {
    fn text(&mut self, key: &str, text: &str) {
        self.0.set(key, Json::Text(text.to_owned()), "seed");
    }

    /// A new case, which becomes the current one.
    fn case(&mut self) -> String {
        let id = case::new_id(&self.0, "seed");
        self.text(&case::key(&id, "situation"), SITUATION);
        self.text(&case::key(&id, "opened"), "2026-11-01");
        self.text(&case::key(&id, "title"), "盗刷一千二百八十元");
        self.text(case::CURRENT, &id);
        id
    }

    fn evidence(&mut self, id: &str, count: usize) {
        for number in 1..=count {
            let entry = format!("evidence/{number:04}-seed");
            for (part, text) in [
                ("what", what(number)),
                ("date", format!("2026-11-{:02}", number % 28 + 1)),
                ("where", "手机相册，证据文件夹".to_owned()),
                (
                    "proves",
                    "证明扣款时我没有操作，也没有收到验证码".to_owned(),
                ),
            ] {
                self.text(&case::key(id, &format!("{entry}/{part}")), &text);
            }
        }
    }

    fn saved(&self) -> String {
        saved::write(&self.0)
    }
}

fn what(number: usize) -> String {
    format!("第{number}笔扣款的账单详情截图")
}
