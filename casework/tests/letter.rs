//! A template and answers in, a letter out.

use casework::date::Date;
use casework::field::{Answer, Answers, FieldType, YES};
use casework::letter::{
    BlockKind, Condition, Form, Letter, ParseError, Question, Run, Template, Test,
};
use proptest::prelude::*;

const COMPLAINT: &str = "\
# 关于{provider}账户的投诉函

> {provider}：

我是{name}{if phone}，电话{phone}{end}。
我于{date}发现下列问题。

{story}

## 请求
{if refund}
1. 退还{if amount}{amount}{else}扣款{end}；
{end}
1. 书面答复；
{if not refund}
1. 说明理由。
{end}

## 依据

{if channel = 支付宝}
见支付宝的协议。
{else}
见双方的协议。
{end}

此致
> 敬礼
>> {name}
>> {today}
";

fn template(source: &str) -> Template {
    Template::parse(source).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn answers(given: &[(&str, &str)]) -> Answers {
    let answer = |(field, text): &(&str, &str)| {
        let field_type = match *field {
            "story" => FieldType::Multiline,
            "date" => FieldType::Date,
            name if name.starts_with("amount") => FieldType::Money,
            "refund" => FieldType::Yes,
            "phone" => FieldType::Phone,
            _ => FieldType::Text,
        };
        (
            (*field).to_owned(),
            Answer {
                field_type,
                text: (*text).to_owned(),
            },
        )
    };
    given.iter().map(answer).collect()
}

fn written(source: &str, given: &[(&str, &str)]) -> Letter {
    let today = Date::new(2026, 11, 22).expect("a day");
    template(source).evaluate(&answers(given), today)
}

#[test]
fn all_answers_give_a_finished_letter() {
    let letter = written(
        COMPLAINT,
        &[
            ("provider", "某支付"),
            ("name", "张三"),
            ("phone", "１３８００００００００"),
            ("date", "2026-03-05"),
            ("story", "第一段。\r\n\r\n第二段。"),
            ("refund", YES),
            ("amount", "１，２３４．５"),
            ("channel", "支付宝"),
        ],
    );
    let expected = "\
关于某支付账户的投诉函

某支付：
　　我是张三，电话13800000000。我于2026年3月5日发现下列问题。
　　第一段。
　　第二段。
　　一、请求
　　1. 退还1234.50元；
　　2. 书面答复；
　　二、依据
　　见支付宝的协议。
　　此致
敬礼
　　　　　　　　　　　　　　张三
　　　　　　　　　2026年11月22日
";
    assert_eq!(letter.to_text(), expected);
    assert_eq!(letter.gaps(), Vec::<&str>::new());
}

#[test]
fn no_answers_leave_gaps_and_only_what_needs_no_condition() {
    let letter = written(COMPLAINT, &[]);
    let expected = "\
关于＿＿＿＿账户的投诉函

＿＿＿＿：
　　我是＿＿＿＿。我于＿＿＿＿发现下列问题。
　　＿＿＿＿
　　一、请求
　　1. 书面答复；
　　2. 说明理由。
　　二、依据
　　见双方的协议。
　　此致
敬礼
　　　　　　　　　　　　＿＿＿＿
　　　　　　　　　2026年11月22日
";
    assert_eq!(letter.to_text(), expected);
    assert_eq!(letter.gaps(), ["provider", "name", "date", "story"]);
}

fn answered(field: &str) -> Condition {
    let question = Question {
        field: field.into(),
        test: Test::Answered,
        negated: false,
    };
    question.into()
}

#[test]
fn the_blank_form_offers_every_passage() {
    let blank = template(COMPLAINT).blank();
    let refund = answered("refund");
    let amount = answered("amount");
    let items: Vec<_> = blank
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Item(_)))
        .collect();
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].optional, std::slice::from_ref(&refund));
    assert_eq!(items[1].optional, []);
    assert_eq!(items[2].optional, [refund.opposite()]);
    assert_eq!(
        items[0].runs,
        [
            Run::Text("退还".into()),
            Run::Box(amount.clone()),
            Run::Gap("amount".into()),
            Run::Box(amount.opposite()),
            Run::Text("扣款；".into()),
        ]
    );
    assert!(
        blank.gaps().contains(&"today"),
        "the day is written by hand"
    );
    assert!(blank.to_text().contains("我是＿＿＿＿，电话＿＿＿＿。"));
}

#[test]
fn a_paragraph_that_is_one_condition_is_an_optional_block() {
    let blank = template("# 标题\n\n{if a}甲{else}乙{end}").blank();
    let conditions: Vec<_> = blank
        .blocks
        .iter()
        .map(|block| block.optional[0].questions[0].negated)
        .collect();
    assert_eq!(conditions, [false, true]);
}

#[test]
fn a_template_tells_its_fields_and_where_they_stand() {
    let source = "# 标题\n\n{if a = 甲}{b}{end}{today}";
    let template = template(source);
    let uses: Vec<_> = template
        .fields()
        .into_iter()
        .map(|used| (used.field, &source[used.span], used.printed))
        .collect();
    assert_eq!(
        uses,
        [
            ("a".to_owned(), "{if a = 甲}", None),
            ("b".to_owned(), "{b}", Some(Form::default()))
        ]
    );
    assert_eq!(template.questions()[0].question.test, Test::Is("甲".into()));
}

#[test]
fn line_breaks_in_a_paragraph_vanish_between_chinese_and_separate_latin() {
    let letter = written("# 标题\n\n第一行\n第二行\n\nApple\nPay\n中文", &[]);
    assert_eq!(
        letter.to_text(),
        "标题\n\n　　第一行第二行\n　　Apple Pay中文\n"
    );
}

#[test]
fn items_count_again_after_something_else() {
    let letter = written("# 标题\n1. 一\n7. 二\n\n3. 三\n段落\n> 左\n1. 一", &[]);
    assert_eq!(
        letter.to_text(),
        "标题\n\n　　1. 一\n　　2. 二\n　　3. 三段落\n左\n　　1. 一\n"
    );
}

#[test]
fn a_date_at_the_beginning_of_a_line_is_no_item() {
    let letter = written("# 标题\n\n2026.3.5发生", &[]);
    assert_eq!(letter.blocks[0].kind, BlockKind::Paragraph);
}

#[test]
fn escaped_braces_are_printed() {
    assert_eq!(written("# \\{标题\\}", &[]).to_text(), "{标题}\n\n");
}

#[test]
fn windows_line_ends_change_nothing() {
    assert_eq!(
        written(&COMPLAINT.replace('\n', "\r\n"), &[]),
        written(COMPLAINT, &[])
    );
}

const TRANSACTIONS: &str = "\
# 标题

## 事实

有下列交易：

| 时间 | 付款人 | 金额 |
|---|---|---|
{each transactions}
| {time} | {name} | {amount}{if card = 是}（银行卡）{end} |
{end}
{if several transactions}
| 合计 | | {total transactions.amount} |
{end}

共{total transactions.amount}（大写：{upper total transactions.amount}）。
{if card = 是}有银行卡付款。{end}

## 请求

1. 退还{upper amount}。

{each transactions}{time}付款；{end}
";

const THREE_ROWS: [(&str, &str); 10] = [
    ("name", "王小明"),
    ("time", "5日"),
    ("time/2", ""),
    ("time/3", "7日"),
    ("amount", "1,280"),
    ("amount/2", ""),
    ("amount/3", "２０．５"),
    ("card", ""),
    ("card/2", ""),
    ("card/3", "是"),
];

#[test]
fn a_list_is_taken_row_by_row_and_added_up() {
    let letter = written(TRANSACTIONS, &THREE_ROWS);
    let expected = "\
标题

　　一、事实
　　有下列交易：
　　时间｜付款人｜金额
　　5日｜王小明｜1280.00元
　　7日｜王小明｜20.50元（银行卡）
　　合计｜｜1300.50元
　　共1300.50元（大写：人民币壹仟叁佰元零伍角整）。有银行卡付款。
　　二、请求
　　1. 退还人民币壹仟贰佰捌拾元整。
　　5日付款；7日付款；
";
    assert_eq!(letter.to_text(), expected, "the empty row is not there");
    let rows = letter.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Row(row) => Some((row, block.cells().count())),
        _ => None,
    });
    assert_eq!(rows.collect::<Vec<_>>(), [(0, 3), (1, 3), (2, 3), (3, 3)]);
}

#[test]
fn one_row_needs_no_total_and_none_leaves_gaps() {
    let one = written(
        TRANSACTIONS,
        &[("time", "5日"), ("amount", "8"), ("name", "甲")],
    )
    .to_text();
    assert!(one.contains("5日｜甲｜8.00元\n") && !one.contains("合计"));
    assert!(one.contains("共8.00元（大写：人民币捌元整）。"));
    let none = written(TRANSACTIONS, &[]);
    assert_eq!(none.gaps(), ["time", "name", "amount"]);
}

#[test]
fn a_sum_waits_for_the_amount_that_cannot_be_read() {
    let given = [("amount", "5"), ("amount/2", "三百多"), ("amount/3", "7")];
    let letter = written("# 标题\n\n{total l.amount}、{upper amount}", &given);
    assert_eq!(letter.gaps(), ["amount/2"]);
    assert!(letter.to_text().contains("、人民币伍元整"));
}

#[test]
fn the_blank_form_has_three_rows() {
    let blank = template(TRANSACTIONS).blank();
    let rows: Vec<_> = blank
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Row(_)))
        .collect();
    assert_eq!(rows.len(), 5, "names, three rows and the total");
    assert!(rows.iter().all(|row| row.optional.is_empty()));
    assert_eq!(rows[1].runs, rows[3].runs);
}

#[test]
fn a_blank_form_that_is_a_list_has_room_for_many_rows() {
    let blank = template("# 标题\n| 甲 |\n{each l}\n| {a} |\n{end}\n>> {b}").blank();
    assert_eq!(blank.blocks.len(), 1 + 12 + 1);
}

#[test]
fn an_item_that_is_nothing_but_an_answer_is_an_item_for_each_line() {
    let story = ("story", "账单截图\n受案回执");
    assert_eq!(
        written("# 标题\n\n附件：\n1. {story}\n1. 见{story}", &[story]).to_text(),
        "标题\n\n　　附件：\n　　1. 账单截图\n　　2. 受案回执\n　　3. 见账单截图 受案回执\n"
    );
}

#[test]
fn mistakes_in_lists_and_tables_are_told() {
    let source = "# 标题\n|--|\n| 甲 | 乙 |\n| 丙 |\n| {if a} | {end} |\n\n{each a}\n{each b}\n{else}\n{end}\n{end}\n{total a}{upper}{each}";
    let told: Vec<_> = mistakes(source)
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    assert_eq!(
        told,
        [
            ("|--|", "the rule has no row of column names above it"),
            (
                "| 丙 |",
                "the row has not as many cells as the row above it"
            ),
            (
                "| {if a} | {end} |",
                "the row has not as many cells as the row above it"
            ),
            ("|", "the condition reaches from one cell into another"),
            ("{each b}", "`{each}` stands inside of another one"),
            ("{else}", "there is no condition open for this `{else}`"),
            ("{total a}", "this is not a total"),
        ]
    );
}

#[test]
fn a_bar_can_be_a_character_of_a_cell() {
    let letter = written("# 标题\n| 甲\\|乙 | 丙 |", &[]);
    assert_eq!(letter.blocks[0].cells().count(), 2);
    assert!(letter.to_text().contains("甲|乙｜丙"));
}

#[test]
fn a_letters_text_is_read_back_as_the_letter() {
    let written = written(TRANSACTIONS, &THREE_ROWS);
    assert_eq!(Letter::from_text(&written.to_text()), written);
    let signed = super_long_signature();
    assert_eq!(Letter::from_text(&signed.to_text()), signed);
}

fn super_long_signature() -> Letter {
    written(
        "# 标题\n> 某公司：\n\n此致\n> 敬礼\n>> 投诉人（签名）：{name}\n>> {today}",
        &[("name", "买买提·艾合买提·吐尔逊")],
    )
}

#[test]
fn a_text_changed_by_hand_keeps_every_word() {
    let text = "我的信\r\n\r\n某公司：\n　　3. 这不是第一项\n　　二、也不是第一节\n  两个空格\u{202e}也算缩进\n        签名\n没有缩进";
    let letter = Letter::from_text(text);
    let kinds: Vec<_> = letter.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{Flush, Paragraph, Right};
    assert_eq!(
        kinds,
        [Flush, Paragraph, Paragraph, Paragraph, Right, Flush]
    );
    assert_eq!(
        letter.to_text(),
        "我的信\n\n某公司：\n　　3. 这不是第一项\n　　二、也不是第一节\n　　两个空格也算缩进\n　　　　　　　　　　　　　　签名\n没有缩进\n"
    );
}

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
fn an_answer_between_quotation_marks_has_single_ones_inside() {
    let source = "# 信\n\n就“{a}”的续费，提示“{b}”。{a}。\n\n| “{b}” | {if a}{a}{end} |\n| 乙 | {if b}{b}{end} |\n";
    assert_eq!(
        written(source, &[("a", "“年卡”会员。"), ("b", "已到期。")]).to_text(),
        "信\n\n　　就“‘年卡’会员”的续费，提示“已到期。”“年卡”会员。\n　　“已到期”｜“年卡”会员\n　　乙｜已到期\n"
    );
    assert_eq!(
        written("# 信\n\n在“{a}”付款。\n", &[("a", "“微信支付”")]).to_text(),
        "信\n\n　　在“微信支付”付款。\n"
    );
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

/// Every mistake as the source it points at, what is wrong and what to do.
fn mistakes(source: &str) -> Vec<(&str, &'static str, &'static str)> {
    let told = |error: &ParseError| (&source[error.span.clone()], error.message(), error.remedy());
    Template::parse(source)
        .expect_err("it has mistakes")
        .iter()
        .map(told)
        .collect()
}

const BAD_CONDITION: &str = "write `{if field}`, `{if not field}`, `{if field = value}` or `{if several list}`, or join such questions: `{if field = value or field = other}`";

#[test]
fn every_mistake_is_told_with_its_place_and_remedy() {
    let source = "# 标题\n{Name} {} {a\n}\n### 三\n##\n## 一、事实\n# 又一个\n{if x}1. 项{end}\n｛a｝{if}\n{if a b}";
    let expected = [
        (
            "{Name}",
            "this is not a field's id",
            "use a lower-case ASCII letter followed by letters, digits and `_`, as in fields.toml",
        ),
        (
            "{}",
            "there is nothing between the braces",
            "write a field's id there, or remove them",
        ),
        (
            "{",
            "the brace is not closed on its line",
            "add `}`, or write `\\{` for a brace that is printed",
        ),
        (
            "}",
            "the closing brace closes nothing",
            "remove it, or write `\\}` for a brace that is printed",
        ),
        (
            "### 三",
            "a letter has no such mark",
            "use `## ` heading, `1. ` item, `> ` flush left, `>> ` right or `| ` table row; other lines are paragraphs",
        ),
        (
            "##",
            "the mark has nothing after it",
            "write the words on the same line, or remove the mark",
        ),
        (
            "一、",
            "the heading carries a number, and headings are counted by themselves",
            "remove the number",
        ),
        (
            "# 又一个",
            "a letter has one title, before everything else",
            "use `## ` for a section's heading",
        ),
        (
            "1. 项",
            "the mark stands after a condition and would be printed",
            "put the condition on a line of its own",
        ),
        (
            "｛",
            "full-width braces insert nothing",
            "use the ASCII braces `{` and `}`",
        ),
        (
            "｝",
            "full-width braces insert nothing",
            "use the ASCII braces `{` and `}`",
        ),
        ("{if}", "this is not a condition", BAD_CONDITION),
        ("{if a b}", "this is not a condition", BAD_CONDITION),
    ];
    assert_eq!(mistakes(source), expected);
}

#[test]
fn conditions_must_be_opened_and_closed_where_they_belong() {
    let source = "# 标题\n{else}\n{end}\n{if a}\n段{if b}落\n\n{else}\n{else}\n";
    let places: Vec<_> = mistakes(source)
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    let expected = [
        ("{else}", "there is no condition open for this `{else}`"),
        ("{end}", "there is no condition open for this `{end}`"),
        ("{if a}", "the condition is never closed"),
        (
            "{if b}",
            "the condition begins inside a paragraph and is not closed before the paragraph ends",
        ),
        ("{else}", "there is no condition open for this `{else}`"),
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_condition_on_its_own_line_is_not_steered_from_inside_a_paragraph() {
    let places: Vec<_> = mistakes("# 标题\n{if a}\n段落{end}")
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    let expected = [
        ("{if a}", "the condition is never closed"),
        (
            "{end}",
            "the condition was opened on a line of its own and cannot be steered from inside a paragraph",
        ),
    ];
    assert_eq!(places, expected);
}

#[test]
fn inside_a_line_only_a_real_choice_has_boxes() {
    let line = |source: &str| template(&["# 标题\n\n", source].concat()).blank().to_text();
    assert_eq!(line("甲{if a}，{a}{end}。"), "标题\n\n　　甲，＿＿＿＿。\n");
    assert_eq!(
        line("甲{if a}，乙{else}，丙{end}。"),
        "标题\n\n　　甲□，乙□，丙。\n"
    );
    assert_eq!(line("甲{if not a}，乙{end}。"), "标题\n\n　　甲□，乙。\n");
    assert_eq!(line("甲{if a}{else}，乙{end}。"), "标题\n\n　　甲□，乙。\n");
}

#[test]
fn questions_are_joined_by_or_and_by_and() {
    let source = "# 标题\n\n{if kind = 甲 or kind = 乙}一{else}二{end}{if kind and not paid}三{end}{if not kind = 甲 and not kind = 乙}四{end}";
    for (given, expected) in [
        (&[("kind", "甲")][..], "一三"),
        (&[("kind", "乙"), ("paid", "是")], "一"),
        (&[("kind", "丙")], "二三四"),
        (&[], "二四"),
    ] {
        let text = written(source, given).to_text();
        assert_eq!(text, format!("标题\n\n　　{expected}\n"), "{given:?}");
    }
}

#[test]
fn only_what_the_letter_comes_to_is_asked() {
    let template = template(
        "# 标题\n\n{if a = 甲}{if b}一{end}{else}{if c}二{end}{end}{if a = 甲 and d}三{end}{if a = 甲 or e}四{end}",
    );
    let today = Date::new(2026, 11, 22).expect("a day");
    let asked = |given| template.draft(&answers(given), today).asked.concat();
    assert_eq!(asked(&[("a", "甲")]), "abd");
    assert_eq!(asked(&[("a", "乙")]), "ace");
    assert_eq!(asked(&[]), "ace");
}

#[test]
fn a_joining_word_in_quotation_marks_is_the_options_own() {
    let template = template("# 标题\n\n{if kind = \"terms and conditions\" or band}一{end}");
    let asked: Vec<_> = template
        .questions()
        .into_iter()
        .map(|it| it.question)
        .collect();
    assert_eq!(asked[0].test, Test::Is("terms and conditions".into()));
    assert_eq!(asked[1].field, "band", "a word that only ends like one");
}

#[test]
fn each_way_into_a_side_is_a_branch() {
    let template = template("# 标题\n\n{if a or b = 甲}一{else}{if c and d}二{end}{end}");
    let ways: Vec<_> = template
        .branches()
        .into_iter()
        .map(|branch| {
            let asked = |question: &Question| {
                let mark = if question.negated { "!" } else { "" };
                format!("{mark}{}", question.field)
            };
            let own: Vec<_> = branch.own.questions.iter().map(asked).collect();
            (own.join("&"), branch.otherwise, branch.is_part)
        })
        .collect();
    let expected = [
        ("a", false, true),
        ("b", false, true),
        ("!a&!b", true, false),
        ("c&d", false, false),
        ("!c", true, true),
        ("!d", true, true),
    ];
    assert_eq!(
        ways,
        expected.map(|(own, side, part)| (own.to_owned(), side, part))
    );
    let inner = &template.branches()[3];
    assert_eq!(inner.around[0].questions.len(), 2, "neither a nor b");
    assert!(!template.takes(inner, &answers(&[("a", "x"), ("c", "x"), ("d", "x")])));
    assert!(template.takes(inner, &answers(&[("b", "乙"), ("c", "x"), ("d", "x")])));
}

#[test]
fn citations_know_what_was_named_before_them() {
    let source = "# 标题\n\n{article a}{cite b}{if x}{cite c}{else}{article d}{end}{article e}";
    let template = template(source);
    let told: Vec<_> = template
        .citations()
        .into_iter()
        .map(|it| (it.id, it.alone, it.behind.into_iter().collect::<Vec<_>>()))
        .collect();
    let expected = [
        ("a", true, vec![None]),
        ("b", false, vec![Some(0)]),
        ("c", false, vec![Some(1)]),
        ("d", true, vec![Some(1)]),
        ("e", true, vec![Some(2), Some(3)]),
    ];
    assert_eq!(
        told,
        expected.map(|(id, alone, behind)| (id.to_owned(), alone, behind))
    );
    let words = |id: &str, alone: bool| format!("{}{id}", if alone { "" } else { "《法》" });
    let today = Date::new(2026, 11, 22).expect("a day");
    let letter = template
        .with_citations(words)
        .evaluate(&answers(&[("x", "是")]), today);
    assert_eq!(letter.to_text(), "标题\n\n　　a《法》b《法》ce\n");
}

#[test]
fn mistakes_in_joined_conditions_and_citations_are_told() {
    let source = "# 标题\n{if a = 甲 or 乙}{if a or}{if a or b and c}{if several or a}{cite}{cite 电子商务法}{article a b}";
    let told: Vec<_> = mistakes(source)
        .into_iter()
        .map(|(place, message, _)| (place, message))
        .collect();
    let condition = "this is not a condition";
    let expected = [
        ("{if a = 甲 or 乙}", condition),
        ("{if a or}", condition),
        (
            "{if a or b and c}",
            "the condition has both `or` and `and`, and it does not say which goes first",
        ),
        ("{if several or a}", condition),
        ("{cite}", "this is not a fact's id"),
        ("{cite 电子商务法}", "this is not a fact's id"),
        ("{article a b}", "this is not a fact's id"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_letter_needs_a_title() {
    assert_eq!(mistakes("段落")[0].1, "the letter has no title");
    assert_eq!(mistakes("")[0].1, "the letter has no title");
    assert_eq!(
        mistakes("段落\n# 标题")[0].1,
        "a letter has one title, before everything else"
    );
}

#[test]
fn conditions_cannot_exhaust_the_stack() {
    let deep = format!(
        "# 标题\n{}{}",
        "{if a}\n".repeat(100_000),
        "{end}\n".repeat(100_000)
    );
    assert!(
        mistakes(&deep)
            .iter()
            .any(|(_, message, _)| *message == "conditions lie too deep inside one another")
    );
}

#[test]
fn a_field_is_asked_for_when_the_text_that_is_on_prints_it_or_turns_on_it() {
    let source = "# 标题\n\n{if police}\n报警时间{police_time}{if receipt}，回执{receipt}{end}。\n{else}\n没有报警。\n{end}\n\n{name}\n";
    let template = template(source);
    let today = Date::new(2026, 11, 22).expect("a day");
    let asked = |given| template.draft(&answers(given), today).asked;
    assert_eq!(asked(&[]), ["police", "name"]);
    assert_eq!(
        asked(&[("police", "yes")]),
        ["police", "police_time", "receipt", "name"]
    );
    assert_eq!(asked(&[("receipt", "1")]), ["police", "name"]);
}

#[test]
fn what_cannot_change_a_condition_any_more_is_not_asked_for() {
    let today = Date::new(2026, 11, 22).expect("a day");
    let both = template("# 标题\n\n{if kept and issue = 甲}有{end}。\n");
    let either = template("# 标题\n\n{if kept or told}有{end}。\n");
    for (template, given, asked) in [
        (&both, &[("issue", "乙")][..], &["issue"][..]),
        (&both, &[("issue", "甲")], &["issue", "kept"]),
        (&either, &[], &["kept", "told"]),
        (&either, &[("kept", "1")], &["kept"]),
    ] {
        assert_eq!(template.draft(&answers(given), today).asked, asked);
    }
}

#[test]
fn a_sentence_ends_once_whatever_was_typed() {
    let source = "# 信\n\n{story}。\n\n1. {other}。\n\n时间：{a}{if b}；单号：{b}{end}。{if c}答复：“{c}”。{end}于{a}发现。";
    let written = |story: &str, other, a, b, c| {
        let given = [
            ("story", story),
            ("other", other),
            ("a", a),
            ("b", b),
            ("c", c),
        ];
        let given: Vec<_> = given
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect();
        written(source, &given).to_text()
    };
    assert_eq!(
        written("一\n二。\n三？", "退款", "昨天。", "", "不退。"),
        "信\n\n　　一。\n　　二。\n　　三？\n　　1. 退款。\n　　时间：昨天。答复：“不退。”于昨天发现。\n"
    );
    assert_eq!(
        written("他说：“退。”", "退款。", "昨天，", "12。", ""),
        "信\n\n　　他说：“退。”\n　　1. 退款。\n　　时间：昨天；单号：12。于昨天发现。\n"
    );
    assert_eq!(
        written("如下：\n（见附件）", "解除限制！", "昨天；", "", ""),
        "信\n\n　　如下：\n　　（见附件）。\n　　1. 解除限制！\n　　时间：昨天。于昨天发现。\n"
    );
    assert_eq!(
        written("客服说已处理.", "说是 “ok.”", "11月20日.", "8.", "不退."),
        "信\n\n　　客服说已处理。\n　　1. 说是 “ok.”\n　　时间：11月20日；单号：8。答复：“不退”。于11月20日发现。\n",
        "a dot was typed for a full stop"
    );
    assert_eq!(
        written("等等...", "付给 A Co., Ltd.", "A Co., Ltd.", "1.5", "3.50"),
        "信\n\n　　等等...\n　　1. 付给 A Co., Ltd。\n　　时间：A Co., Ltd.；单号：1.5。答复：“3.50”。于A Co., Ltd.发现。\n",
        "a dot that is no full stop stays"
    );
    assert_eq!(
        written("", "", "", "", ""),
        "信\n\n　　＿＿＿＿\n　　1. ＿＿＿＿\n　　时间：＿＿＿＿。于＿＿＿＿发现。\n",
        "a gap that is all there is has no stop"
    );
}

proptest! {
    #[test]
    fn no_source_panics_and_every_error_points_into_it(
        source in prop::collection::vec(
            prop::sample::select(vec![
                "# ", "## ", "> ", ">> ", "1. ", "\n", "\n\n", "{if a}", "{if not a}", "{if a = 甲}", "{else}", "{end}",
                "{a}", "{", "}", "\\", "{today}", "字", " ", "x", "｛", "{ }", "\r\n", "| ", "|", "|-|", "{each l}", "{each a}",
                "{total l.a}", "{upper a}", "{if several l}", "{if a or b = 乙}", "{if a and not b}", "{cite a-1}", "{article a-1}",
            ]),
            0..40,
        )
    ) {
        let source = source.concat();
        match Template::parse(&source) {
            Ok(template) => {
                for citation in template.citations() {
                    prop_assert!(source[citation.span].contains(&citation.id));
                    prop_assert!(!citation.behind.is_empty());
                }
                for branch in template.branches() {
                    prop_assert!(source[branch.span.clone()].contains("if "));
                    let _ = template.takes(&branch, &answers(&[("a", "甲")]));
                }
                let template = template.with_citations(|id, _| id.to_owned());
                prop_assert_eq!(template.citations(), []);
                let today = Date::new(2026, 11, 22).expect("a day");
                let compiled = template.compiled();
                prop_assert_eq!(Template::from_compiled(&compiled).compiled(), compiled.clone());
                let as_carried = Template::from_compiled(&compiled).evaluate(&answers(&[("a", "甲")]), today);
                prop_assert_eq!(as_carried, template.evaluate(&answers(&[("a", "甲")]), today));
                let _ = template.blank().to_text();
                let letter = template.evaluate(&answers(&[("a", "甲")]), today);
                prop_assert!(letter.blocks.iter().all(|block| !block.runs.is_empty() && block.optional.is_empty()));
                for used in template.fields() {
                    prop_assert!(source[used.span].contains(&used.field));
                }
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(source.get(error.span).is_some());
                }
            }
        }
    }

    #[test]
    fn an_answer_is_never_structure(answer in any::<String>()) {
        let source = "# {a}\n\n> {a}\n\n## {a}\n1. {a}\n{if a}\n>> {a}\n{end}";
        let letter = written(source, &[("a", &answer)]);
        let kinds: Vec<_> = letter.blocks.iter().map(|block| block.kind).collect();
        let mut expected = vec![BlockKind::Flush, BlockKind::Heading(1), BlockKind::Item(1)];
        if !letter.gaps().contains(&"a") {
            expected.push(BlockKind::Right);
        }
        prop_assert_eq!(kinds, expected);
        let text = letter.to_text();
        prop_assert!(!text.chars().any(|character| character.is_control() && character != '\n'));
        prop_assert!(text.lines().count() <= 6);
    }

    #[test]
    fn a_multiline_answer_is_paragraphs(answer in any::<String>()) {
        let letter = written("# 标题\n\n经过：{story}", &[("story", &answer)]);
        prop_assert!(letter.blocks.iter().all(|block| block.kind == BlockKind::Paragraph));
    }

    #[test]
    fn any_compiled_text_is_some_template(text in "[b{^?!/@}.:|\"tpci=+*a\t\n]{0,60}") {
        let today = Date::new(2026, 11, 22).expect("a day");
        let _ = Template::from_compiled(&text).evaluate(&answers(&[("a", "甲"), ("a/2", "")]), today);
    }

    #[test]
    fn any_text_is_some_letter_and_its_own_text_from_then_on(text in any::<String>(), limit in 0_usize..400) {
        let letter = Letter::from_text(&text);
        let again = letter.to_text();
        prop_assert!(!again.chars().any(|character| character.is_control() && character != '\n'));
        prop_assert_eq!(Letter::from_text(&again).to_text(), again);
        prop_assert!(letter.shortened(limit).encode_utf16().count() <= limit);
        prop_assert!(letter.closing().end <= letter.blocks.len());
    }
}
