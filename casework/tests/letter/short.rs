//! The short version, for an app's box.

use super::written;

#[test]
fn the_short_version_says_what_happened_and_what_is_asked_for() {
    let letter = written(
        "# 关于某事的投诉函\n\n我叫{name}。\n\n## 事实\n\n有一笔交易不是我付的。{story}\n\n| 时间 | 金额 |\n| 5日 | 8元 |\n\n没有{gap}。之后联系了客服！\n\n## 请求\n\n请：\n1. 退还8元。\n2. 书面答复。\n\n## 依据\n1. 某法。\n",
        &[("name", "王小明"), ("story", "经过很长，")],
    );
    assert_eq!(
        letter.shortened(300),
        "关于某事的投诉函。我叫王小明。有一笔交易不是我付的。经过很长。5日，8元。之后联系了客服！退还8元。书面答复。"
    );
    assert_eq!(
        letter.shortened(43),
        "关于某事的投诉函。我叫王小明。有一笔交易不是我付的。5日，8元。退还8元。书面答复。",
        "who, the payment and the demand with its amount come first"
    );
    assert_eq!(letter.shortened(0), "");
}

/// A letter as the guide's letters are: who, a table, a story, demands, a day.
const CHARGE: &str = "# 投诉函\n\n> 某公司：\n\n我叫{name}，账号为138****5678，电话为13800000000。现投诉。\n\n## 事实\n\n下列交易不是我操作的。\n\n| 时间 | 单号 | 金额 | 方式 |\n{each rows}\n| {at} | {if number}{number}{end} | {amount} | 余额 |\n{end}\n{if several rows}\n| 合计 | | {total rows.amount} | |\n{end}\n\n具体经过如下：\n\n{story}。\n\n## 请求\n\n请：\n\n1. 查明原因。\n1. 退还{total rows.amount}。\n\n最迟于2026年12月6日答复我。\n\n附件：1. 账单\n\n## 依据\n\n1. 第五十七条。\n";

fn charge(name: &str, story: &str, amounts: &[&str]) -> String {
    let mut given = vec![("name".to_owned(), name), ("story".to_owned(), story)];
    for (index, amount) in amounts.iter().enumerate() {
        for (field, text) in [("at", "11月20日14时"), ("amount", *amount)] {
            given.push((casework::field::row_key(field, index + 1), text));
        }
    }
    let given: Vec<(&str, &str)> = given
        .iter()
        .map(|(key, text)| (key.as_str(), *text))
        .collect();
    written(CHARGE, &given).shortened(300)
}

#[test]
fn a_name_without_end_leaves_account_and_telephone_in_the_short_version() {
    for name in [
        "甲".repeat(400),
        "A 𠮷👨\u{200d}👩 ".repeat(60),
        "甲，".repeat(200),
    ] {
        let short = charge(&name, "我没有付。", &["8"]);
        let telephone = short.contains("，账号为138****5678，电话为13800000000。");
        assert!(telephone || name.contains('，'), "{short}");
        assert!(
            short.contains("…") && short.contains("退还8.00元。"),
            "{short}"
        );
    }
}

#[test]
fn the_short_version_tells_how_many_payments_there_are_and_never_drops_one_of_them() {
    assert_eq!(
        charge("王小明", "我收到短信才知道", &["8", "9.5", "1,000"]),
        "投诉函。我叫王小明，账号为138****5678，电话为13800000000。现投诉。下列交易不是我操作的。合计1017.50元，共3笔。11月20日14时，8.00元；11月20日14时，9.50元；11月20日14时，1000.00元。我收到短信才知道。查明原因。退还1017.50元。最迟于2026年12月6日答复我。"
    );
    let many = vec!["8"; 40];
    let short = charge("王小明", "我收到短信才知道", &many);
    assert!(short.contains("合计320.00元，共40笔。"), "{short}");
    assert!(!short.contains("11月20日"), "none of them alone: {short}");
    let unknown = charge("王小明", "我收到短信才知道", &["8", "八块", "9"]);
    assert!(unknown.contains("。共3笔。我收到"), "{unknown}");
}

#[test]
fn the_short_version_keeps_what_no_complaint_does_without_however_long_the_rest_is() {
    let story = "我当时在单位上班，手机一直在身边，没有收到任何验证码，".repeat(4000);
    for name in ["王小明", &"王".repeat(100_000), "😀".repeat(500).as_str()] {
        let short = charge(name, &story, &["1,280"]);
        assert!(short.encode_utf16().count() <= 300, "{short}");
        for part in [
            "我叫",
            "11月20日14时，1280.00元，余额。",
            "下列交易不是我操作的。",
            "我当时在单位上班",
            "退还1280.00元。",
            "最迟于2026年12月6日答复我。",
        ] {
            assert!(short.contains(part), "{part} is not in {short}");
        }
        assert!(!short.contains("附件"), "{short}");
    }
}

#[test]
fn the_short_version_ends_a_quotation_where_it_ends() {
    let letter = written(
        "# 信\n\n## 事实\n\n客服说：“{answer}”\n\n他又说：“{gap}不退。”后来没有答复。\n",
        &[("answer", "三天内退。")],
    );
    assert_eq!(
        letter.shortened(300),
        "信。客服说：“三天内退。”后来没有答复。"
    );
}
