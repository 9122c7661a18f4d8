//! A letter's own text, also as somebody has changed it.

use casework::letter::{BlockKind, Letter};

use super::lists::THREE_ROWS;
use super::lists::TRANSACTIONS;
use super::written;

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
