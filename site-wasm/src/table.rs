//! Rows of cells as one text: what the page hands over at once, and takes.

const ROW: char = '\u{1e}';
const CELL: char = '\u{1f}';

/// Rows in the making.
#[derive(Default)]
pub struct Table {
    text: String,
    rows: usize,
}

impl Table {
    /// Begins a row with this cell.
    pub fn row(&mut self, cell: &str) {
        if self.rows > 0 {
            self.text.push(ROW);
        }
        self.rows += 1;
        self.push(cell);
    }

    /// Adds a cell to the last row.
    pub fn cell(&mut self, cell: &str) {
        self.text.push(CELL);
        self.push(cell);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// What the page takes.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn push(&mut self, words: &str) {
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
    let mut cells = row.split(CELL);
    [(); N].map(|()| cells.next().unwrap_or_default())
}

/// The words of every cell of a row.
pub fn words(row: &str) -> impl Iterator<Item = &str> {
    row.split([CELL, ' ']).filter(|word| !word.is_empty())
}
