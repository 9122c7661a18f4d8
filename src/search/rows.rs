//! Rows of page numbers, packed: for each row how many there are, then the one in the middle and so on with both halves,
//! since the numbers around it leave few that it can be. `templates/search.js` unpacks them.

/// Packs rows into text: a checksum of eight hexadecimal digits, then the bits in Base64. Page numbers rise within a
/// row and stay below `pages`.
pub fn pack<'a>(rows: impl IntoIterator<Item = &'a [u32]>, pages: u32) -> String {
    let mut bits = Bits::default();
    for row in rows {
        bits.count(row.len() as u32);
        bits.inside(row, 0, pages);
    }
    let packed = base64(&bits.finish());
    format!("{:08x}{packed}", checksum(&packed))
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
    /// The last bits, fewer than eight of them, at the low end.
    rest: u64,
    waiting: u32,
}

impl Bits {
    /// The low bits of a value; at most 32 of them.
    fn low_bits(&mut self, value: u32, width: u32) {
        let value = u64::from(value) & ((1 << width) - 1);
        self.rest = self.rest << width | value;
        self.waiting += width;
        while self.waiting >= 8 {
            self.waiting -= 8;
            self.bytes.push((self.rest >> self.waiting) as u8);
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
        if self.waiting > 0 {
            self.low_bits(0, 8 - self.waiting);
        }
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
    fn inside(&mut self, numbers: &[u32], low: u32, end: u32) {
        let middle = numbers.len() / 2;
        let Some(number) = numbers.get(middle) else {
            return;
        };
        let room = end - low - (numbers.len() as u32 - 1);
        self.one_of(number - low - middle as u32, room);
        self.inside(&numbers[..middle], low, *number);
        self.inside(&numbers[middle + 1..], number + 1, end);
    }

    /// A number below `room`; those in the middle are the likely ones, and take a bit less.
    fn one_of(&mut self, number: u32, room: u32) {
        let width = room.ilog2();
        let short = (2 << width) - room;
        let number = (number + room - (room - short) / 2) % room;
        if number < short {
            self.low_bits(number, width);
        } else {
            self.low_bits(number + short, width + 1);
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..=three.len() as u32 {
            let value = group >> (18 - 6 * digit) & 63;
            text.push(char::from(DIGITS[value as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_usual_one_without_padding() {
        assert_eq!(base64(b"recourse"), "cmVjb3Vyc2U");
        assert_eq!(base64(b""), "");
    }

    #[test]
    fn rows_are_packed_as_the_script_unpacks_them() {
        // An empty row: `0`. Three pages of four, 0, 1 and 3: length `110 00`, gaps 0, 0, 1: `0 0 10`.
        assert_eq!(&pack([&[][..], &[0, 1, 3]], 4)[8..], "JQ");
    }
}
