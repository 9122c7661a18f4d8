//! Rows of page numbers, packed: for each row how many there are, then the gaps between them, in Rice codes.
//! `templates/search.js` unpacks them.

/// Packs rows into text: a checksum of eight hexadecimal digits, then the bits in Base64. Page numbers rise within a
/// row and stay below `pages`.
pub fn pack<'a>(rows: impl IntoIterator<Item = &'a [u32]>, pages: u32) -> String {
    let mut bits = Bits::default();
    for row in rows {
        let count = row.len() as u32;
        bits.length(count);
        let width = gap_width(count, pages);
        let mut next = 0;
        for page in row {
            bits.rice(page - next, width);
            next = page + 1;
        }
    }
    let packed = base64(&bits.finish());
    format!("{:08x}{packed}", checksum(&packed))
}

/// How many low bits of a gap are written as they are: those of about two thirds of the mean gap.
fn gap_width(count: u32, pages: u32) -> u32 {
    let mut width = 0;
    while (u64::from(count) + 1) << (width + 1) <= u64::from(pages) * 3 / 2 {
        width += 1;
    }
    width
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

    fn rice(&mut self, value: u32, width: u32) {
        self.unary(value >> width);
        self.low_bits(value, width);
    }

    /// Elias gamma of `value + 1`.
    fn length(&mut self, value: u32) {
        let width = (value + 1).ilog2();
        self.unary(width);
        self.low_bits(value + 1, width);
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
        assert_eq!(&pack([&[][..], &[0, 1, 3]], 4)[8..], "YIA");
    }
}
