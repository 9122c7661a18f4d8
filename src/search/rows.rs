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
    let packed = base64(&bits.bytes);
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
    used: usize,
}

impl Bits {
    fn bit(&mut self, bit: bool) {
        if self.used % 8 == 0 {
            self.bytes.push(0);
        }
        if bit && let Some(last) = self.bytes.last_mut() {
            *last |= 0x80 >> (self.used % 8);
        }
        self.used += 1;
    }

    fn low_bits(&mut self, value: u32, width: u32) {
        for place in (0..width).rev() {
            self.bit(value >> place & 1 == 1);
        }
    }

    /// As many ones, then a zero: past its end a file reads as zeros, so that no damage makes reading endless.
    fn unary(&mut self, value: u32) {
        for _ in 0..value {
            self.bit(true);
        }
        self.bit(false);
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
