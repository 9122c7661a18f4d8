//! Rows of cells as one text: what the page hands over at once, and takes.

use casework::prelude::*;

const ROW: char = '\u{1e}';
const CELL: char = '\u{1f}';

/// Rows in the making.
#[derive(Default)]
pub struct Table {
    text: String,
    begun: bool,
}

impl Table {
    /// Begins a row with this cell.
    pub fn row(&mut self, cell: &str) {
        if self.begun {
            self.text.push(ROW);
        }
        self.begun = true;
        self.push(cell);
    }

    /// Adds a cell to the last row.
    pub fn cell(&mut self, cell: &str) {
        self.text.push(CELL);
        self.push(cell);
    }

    /// What the page takes.
    pub fn into_text(self) -> String {
        self.text
    }

    fn push(&mut self, words: &str) {
        let is_sign = |byte: u8| byte == ROW as u8 || byte == CELL as u8;
        if !words.bytes().any(is_sign) {
            return self.text.push_str(words);
        }
        // What a person typed could hold the signs themselves.
        for piece in words.split([ROW, CELL]) {
            self.text.push_str(piece);
        }
    }
}

/// The rows of a text; none of an empty one.
pub fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.split(ROW).filter(|_| !text.is_empty())
}

/// The cells of a row, as many as are asked for.
pub fn cells<const N: usize>(row: &str) -> [&str; N] {
    let mut cells = all_cells(row);
    [(); N].map(|()| cells.next().unwrap_or_default())
}

/// All cells of a row.
pub fn all_cells(row: &str) -> impl Iterator<Item = &str> {
    row.split(CELL)
}
