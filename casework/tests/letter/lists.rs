//! Lists and tables: a row for each of what there are several.

use casework::letter::BlockKind;

use super::{template, written};

pub const TRANSACTIONS: &str = "\
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

pub const THREE_ROWS: [(&str, &str); 10] = [
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
fn a_bar_can_be_a_character_of_a_cell() {
    let letter = written("# 标题\n| 甲\\|乙 | 丙 |", &[]);
    assert_eq!(letter.blocks[0].cells().count(), 2);
    assert!(letter.to_text().contains("甲|乙｜丙"));
}
