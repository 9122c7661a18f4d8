//! Answers become words, and what is missing becomes a gap.

use casework::field::YES;
use casework::letter::{BlockKind, Condition, Form, Question, Run, Test};

use super::{COMPLAINT, template, written};

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
