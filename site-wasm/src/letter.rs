//! What the page's scripts ask about letters.
//!
//! A letter goes in and out as rows, one for its title and one for each block: what it is (`T`, or the first letter of a
//! [`BlockKind`]), its number, whether it belongs to the closing, what is printed before it, then its runs, each after a
//! sign: `"` words, `{` the field that a gap waits for, `|` where the next cell begins. Answers come as rows of key, type,
//! the field's label and text.

use casework::case;
use casework::cut::cut;
use casework::date::Date;
use casework::deadline::Whose;
use casework::field::{Answer, Answers, FieldType};
use casework::letter::enclosures::counted;
use casework::letter::short::SHORT;
use casework::letter::{Block, BlockKind, Letter, Run, Template};
use casework::meant::meant;
use casework::numeral::{digits, section};
use casework::prelude::*;
use casework::record::item_key;
use casework::secret::{Secret, covered};

use crate::case::guide::{Guide, number as number_of};
use crate::doors::flag;
use crate::page;
use crate::table::{Table, all_cells, cells, rows};
use crate::tool::{Session, Tool};

/// Answers a question about letters; nothing if it is none. It stands apart, so that a browser compiles it only where it
/// is asked.
#[inline(never)]
pub fn answer(tool: &Tool, what: &str, first: &str, second: &str) -> Option<String> {
    Some(match what {
        "template" => prints(tool, first, second),
        "last-row" => tool.with_session(|session| last_row(session, first)),
        "pieces" => tool.with_session(|session| pieces(session, first)),
        "texts-under" => tool.with_session(|session| texts_under(session, first)),
        "counted" => counted(first),
        "covered" => hidden(first),
        "draft" => draft(&tool.template.borrow(), first)?,
        "printed" => printed(first),
        "doubts" => doubts(first),
        "letter" => {
            let mut table = Table::default();
            add_letter(&mut table, &Letter::from_text(first));
            table.into_text()
        }
        "letter-text" => read(first).first()?.to_text(),
        "letter-short" => read(first).first()?.shortened(SHORT),
        "begun" => tool.with_session(|session| flag(session.record().has_ticks(&item_key(first)))),
        "date" => Date::parse(first).map_or(String::new(), Date::iso),
        "until" => until(first, second).map_or(String::new(), Date::print),
        _ => return None,
    })
}

/// Takes a template, as the page carries it, and tells which of these fields it prints.
fn prints(tool: &Tool, template: &str, fields: &str) -> String {
    let template = Template::from_compiled(template);
    let mut printed = String::new();
    for field in page::words(fields).filter(|field| template.prints(field)) {
        printed.push_str(field);
        printed.push(' ');
    }
    tool.template.replace(template);
    printed
}

/// In how many rows of a list with these fields something was answered.
fn last_row(session: &Session, fields: &str) -> String {
    let mut last = 1;
    for field in page::words(fields) {
        last = last.max(session.last_row(field));
    }
    digits(last as u64)
}

/// The evidence in a case's log, each piece on a line of its own.
fn pieces(session: &Session, prefix: &str) -> String {
    let mut lines = String::new();
    for piece in case::list(session.record(), prefix) {
        lines.push_str(piece.part("what"));
        lines.push('\n');
    }
    lines
}

/// Every text whose key begins so, behind the rest of its key.
fn texts_under(session: &Session, prefix: &str) -> String {
    let mut table = Table::default();
    for (rest, text) in session.record().texts(prefix) {
        table.row(rest);
        table.cell(text);
    }
    table.into_text()
}

/// What is to be said of the secret in a text, and the text without it; nothing where there is none.
fn hidden(text: &str) -> String {
    let mut table = Table::default();
    if let Some((secret, kept)) = covered(text) {
        table.row(warning(secret));
        table.cell(&kept);
    }
    table.into_text()
}

/// The key of what is to be said of a secret.
fn warning(secret: Secret) -> &'static str {
    match secret {
        Secret::Password => "secret-password",
        Secret::Code => "secret-code",
        Secret::CardCode => "secret-card-code",
        Secret::CardNumber => "secret-card",
    }
}

/// The letter that these answers make, behind a row with the fields that make a difference to it and a mark that changes
/// with every answer, and not from day to day.
fn draft(template: &Template, told: &str) -> Option<String> {
    let mut answers = Answers::new();
    for row in rows(told) {
        let [key, kind, _, text] = cells(row);
        let answer = Answer {
            field_type: kind_named(kind),
            text: text.to_owned(),
        };
        answers.insert(key.to_owned(), answer);
    }
    let drafted = template.draft(&answers, today()?);
    let mut mark = 0_u64;
    for answer in answers.values() {
        for byte in answer.text.bytes().chain([b'/']) {
            mark = mark.wrapping_mul(31).wrapping_add(u64::from(byte));
        }
    }
    let mut table = Table::default();
    table.row(&drafted.asked.join(" "));
    table.cell(&digits(mark));
    add_letter(&mut table, &drafted.letter);
    Some(table.into_text())
}

/// Answers as a letter prints them.
fn printed(told: &str) -> String {
    let mut table = Table::default();
    for row in rows(told) {
        let [key, kind, _, text] = cells(row);
        table.row(key);
        table.cell(&kind_named(kind).print(text));
    }
    table.into_text()
}

/// What is worth a second look in these answers: the key of one, the key of what there is to say of it, and, where a day
/// may be meant, that day and the answer with that day in it.
fn doubts(told: &str) -> String {
    let mut table = Table::default();
    let today = today();
    for row in rows(told) {
        let [key, kind, label, text] = cells(row);
        let kind = kind_named(kind);
        let guess = today.and_then(|today| meant(kind, text, today));
        let mut doubt = |words, guess: Option<&(Date, String)>| {
            table.row(key);
            table.cell(words);
            if let Some((day, answer)) = guess {
                table.cell(&day.print());
                table.cell(answer);
            }
        };
        let is_day = kind == FieldType::Date;
        if !kind.is_readable(text) {
            let words = if is_day { "doubt-date" } else { "doubt-money" };
            doubt(words, guess.as_ref());
        }
        if let Some((secret, _)) = covered(&[label, text].concat()) {
            doubt(warning(secret), None);
        }
        if !is_day && guess.is_some() {
            doubt("doubt-yesterday", guess.as_ref());
        }
    }
    table.into_text()
}

/// The day until which to wait for an answer: the earliest that a rule sets for what began on a day, or the one that the
/// letter asks for.
fn until(begun: &str, asked: &str) -> Option<Date> {
    let mut until = None;
    if let Some(day) = Date::parse(begun) {
        let guide = Guide::read();
        for limit in &guide.limits {
            if limit.deadline.whose == Whose::Theirs {
                let due = limit.deadline.due(day, &guide.calendar);
                until = due.map(|due| due.decisive).into_iter().chain(until).min();
            }
        }
    }
    until.or(Date::parse(asked))
}

fn kind_named(name: &str) -> FieldType {
    FieldType::named(name).unwrap_or_default()
}

fn today() -> Option<Date> {
    Date::parse(&page::today())
}

fn add_letter(table: &mut Table, letter: &Letter) {
    table.row("T");
    add_runs(table, &["", "", ""], &letter.title);
    let closing = letter.closing();
    for (index, block) in letter.blocks.iter().enumerate() {
        let (kind, number) = match block.kind {
            BlockKind::Flush => ("F", 0),
            BlockKind::Paragraph => ("P", 0),
            BlockKind::Right => ("R", 0),
            BlockKind::Heading(number) => ("H", number),
            BlockKind::Item(number) => ("I", number),
            BlockKind::Row(number) => ("W", number),
        };
        let before = match kind {
            "H" => [&section(number), "、"].concat(),
            _ => String::new(),
        };
        table.row(kind);
        let is_kept = flag(closing.contains(&index));
        add_runs(
            table,
            &[&digits(number as u64), &is_kept, &before],
            &block.runs,
        );
    }
}

fn add_runs(table: &mut Table, cells: &[&str], runs: &[Run]) {
    for cell in cells {
        table.cell(cell);
    }
    for run in runs {
        match run {
            Run::Text(words) => table.cell(&["\"", words].concat()),
            Run::Gap(field) => table.cell(&["{", field].concat()),
            Run::Cell => table.cell("|"),
            // Only a blank form has boxes, and that is the static page's.
            Run::Box(_) => {}
        }
    }
}

/// Letters from their rows.
pub fn read(told: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for row in rows(told) {
        let [kind, number] = cells(row);
        let runs = runs(row);
        let number = number_of(number).unwrap_or_default() as usize;
        let kind = match kind {
            "F" => BlockKind::Flush,
            "P" => BlockKind::Paragraph,
            "R" => BlockKind::Right,
            "H" => BlockKind::Heading(number),
            "I" => BlockKind::Item(number),
            "W" => BlockKind::Row(number),
            _ => {
                letters.push(Letter {
                    title: runs,
                    blocks: Vec::new(),
                });
                continue;
            }
        };
        if let Some(letter) = letters.last_mut() {
            letter.blocks.push(Block {
                kind,
                runs,
                optional: Vec::new(),
            });
        }
    }
    letters
}

/// What follows the four cells of a row that say where it stands.
fn runs(row: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for cell in all_cells(row).skip(4) {
        let (sign, words) = cut(cell, 1);
        match sign {
            "\"" => runs.push(Run::Text(words.to_owned())),
            "{" => runs.push(Run::Gap(words.to_owned())),
            _ => runs.push(Run::Cell),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows_of(letter: &Letter) -> String {
        let mut table = Table::default();
        add_letter(&mut table, letter);
        table.into_text()
    }

    #[test]
    fn gaps_cells_and_numbers_go_out_and_come_back() {
        let text = |words: &str| Run::Text(words.to_owned());
        let block = |kind, runs| Block {
            kind,
            runs,
            optional: Vec::new(),
        };
        let letter = Letter {
            title: vec![text("投诉函")],
            blocks: vec![
                block(BlockKind::Flush, vec![Run::Gap("provider".to_owned())]),
                block(BlockKind::Heading(2), vec![text("{请求|")]),
                block(BlockKind::Item(12), vec![text("\"退款\"")]),
                block(BlockKind::Row(0), vec![text("时间"), Run::Cell, Run::Cell]),
                block(BlockKind::Right, vec![text("张三")]),
            ],
        };
        let told = [rows_of(&letter), rows_of(&letter)].join("\u{1e}");
        assert_eq!(read(&told), [letter.clone(), letter]);
    }

    proptest! {
        #[test]
        fn any_letter_comes_back_as_it_went(words in "[ \u{3000}一、1.｜甲\"{|\n]{0,40}") {
            let letter = Letter::from_text(&["函\n", &words].concat());
            prop_assert_eq!(read(&rows_of(&letter)), [letter]);
        }

        #[test]
        fn no_rows_panic(told in "[TFPRHIW0-9\u{1e}\u{1f}\"{|甲]{0,40}") {
            let _ = read(&told);
        }
    }
}
