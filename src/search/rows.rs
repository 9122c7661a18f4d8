//! Rows of page numbers, packed: for each row how many there are, then the one in the middle and so on with both halves,
//! since the numbers around it leave few that it can be. `templates/search.js` unpacks them.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// So many rows stand in a line of text, so that whoever wants one row reads a few others at most.
const LINE: usize = 128;

/// Packs rows into lines of text: for each line a checksum of eight hexadecimal digits, then the bits in Base64. Page
/// numbers rise within a row and stay below `pages`.
pub fn pack<'a>(rows: impl Iterator<Item = &'a [u32]>, pages: u32) -> String {
    let mut rows = rows.peekable();
    let mut text = String::new();
    while rows.peek().is_some() {
        let mut bits = Bits::default();
        for row in rows.by_ref().take(LINE) {
            bits.count(row.len() as u32);
            bits.inside(row, 0, pages);
        }
        let packed = STANDARD_NO_PAD.encode(bits.finish());
        let begin = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{begin}{:08x}{packed}", checksum(&packed));
    }
    text
}

/// FNV-1a, so that a damaged file is noticed.
pub fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// The last bits, fewer than 32 of them, at the low end.
    rest: u64,
    waiting: u32,
}

impl Bits {
    /// The low bits of a value; at most 32 of them.
    fn low_bits(&mut self, value: u32, width: u32) {
        let value = u64::from(value) & ((1 << width) - 1);
        self.rest = self.rest << width | value;
        self.waiting += width;
        if self.waiting >= 32 {
            self.waiting -= 32;
            let full = (self.rest >> self.waiting) as u32;
            self.bytes.extend_from_slice(&full.to_be_bytes());
        }
    }

    /// As many ones, then a zero: past its end a file reads as zeros, so that no damage makes reading endless.
    fn unary(&mut self, mut value: u32) {
        while value >= 16 {
            self.low_bits(0xFFFF, 16);
            value -= 16;
        }
        self.low_bits((1 << (value + 1)) - 2, value + 1);
    }

    /// The bytes, the last one filled with zeros.
    fn finish(mut self) -> Vec<u8> {
        let bytes = self.waiting.div_ceil(8);
        let rest = self.rest << (bytes * 8 - self.waiting);
        let rest = (rest as u32).to_be_bytes();
        self.bytes.extend_from_slice(&rest[4 - bytes as usize..]);
        self.bytes
    }

    /// How many there are: the halves of small counts in a few bits, then the last bit.
    fn count(&mut self, count: u32) {
        let half = (count >> 1) + 1;
        let width = half.ilog2();
        self.unary(width);
        self.low_bits(half, width);
        self.low_bits(count, 1);
    }

    /// Numbers that rise, from `low` to below `end`.
    fn inside(&mut self, mut numbers: &[u32], mut low: u32, end: u32) {
        while let Some(number) = numbers.get(numbers.len() / 2) {
            let (before, behind) = numbers.split_at(numbers.len() / 2);
            let room = end - low - (numbers.len() as u32 - 1);
            self.one_of(number - low - before.len() as u32, room);
            if !before.is_empty() {
                self.inside(before, low, *number);
            }
            (numbers, low) = (&behind[1..], number + 1);
        }
    }

    /// A number below `room`; those in the middle are the likely ones, and take a bit less.
    fn one_of(&mut self, number: u32, room: u32) {
        let width = room.ilog2();
        let short = (2 << width) - room;
        let turned = number + room - (room - short) / 2;
        let number = turned.checked_sub(room).unwrap_or(turned);
        if number < short {
            self.low_bits(number, width);
        } else {
            self.low_bits(number + short, width + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_packed_as_the_script_unpacks_them() {
        // An empty row: `0 0`. Three pages of four, 0, 1 and 3: how many `10 0 1`; the middle one, 1 or 2: `0`; before it
        // only 0 can be; behind it, 2 or 3: `1`.
        assert_eq!(&pack([&[][..], &[0, 1, 3]].into_iter(), 4)[8..], "JQ");
    }

    #[test]
    fn rows_stand_in_lines_of_as_many_as_the_script_counts() {
        let lines = |rows: usize| pack(vec![&[][..]; rows].into_iter(), 4).lines().count();
        assert_eq!([0, 1, LINE, LINE + 1, 4 * LINE].map(lines), [0, 1, 1, 2, 4]);
        let script = include_str!("../../templates/search.js");
        assert!(script.contains(&format!("const LINE = {LINE};")));
    }
}
