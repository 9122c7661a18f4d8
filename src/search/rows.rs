//! Rows of page numbers, packed: for each row how many there are, then the gaps between them, in Rice codes.
//! `templates/search.js` unpacks them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

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
    let packed = STANDARD_NO_PAD.encode(bits.finish());
    format!("{:08x}{packed}", checksum(&packed))
}

/// How many low bits of a gap are written as they are: those of about two thirds of the mean gap.
fn gap_width(count: u32, pages: u32) -> u32 {
    let most = u64::from(pages) * 3 / 2;
    let each = u64::from(count) + 1;
    if each > most {
        return 0;
    }
    let width = most.ilog2() - each.ilog2();
    width - u32::from(each << width > most)
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
    /// A value of that many bits, at most 32.
    fn bits(&mut self, value: u32, width: u32) {
        self.rest = self.rest << width | u64::from(value);
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
            self.bits(0xFFFF, 16);
            value -= 16;
        }
        self.bits((1 << (value + 1)) - 2, value + 1);
    }

    /// The bytes, the last one filled with zeros.
    fn finish(mut self) -> Vec<u8> {
        let bytes = self.waiting.div_ceil(8);
        let rest = self.rest << (bytes * 8 - self.waiting);
        let rest = (rest as u32).to_be_bytes();
        self.bytes.extend_from_slice(&rest[4 - bytes as usize..]);
        self.bytes
    }

    fn rice(&mut self, value: u32, width: u32) {
        self.unary(value >> width);
        self.bits(value & ((1 << width) - 1), width);
    }

    /// Elias gamma of `value + 1`.
    fn length(&mut self, value: u32) {
        let width = (value + 1).ilog2();
        self.unary(width);
        self.bits((value + 1) & ((1 << width) - 1), width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_s_width_is_the_largest_that_fits() {
        for pages in [1, 2, 3, 7, 100, 1023, 1024, 100_000, u32::MAX] {
            for count in
                [0, 1, 2, 3, 5, 31, 32, 33, 1000, 99_999].map(|count: u32| count.min(pages))
            {
                let fits = |width| (u64::from(count) + 1) << width <= u64::from(pages) * 3 / 2;
                let width = gap_width(count, pages);
                assert!(width == 0 || fits(width), "{count} of {pages}");
                assert!(!fits(width + 1), "{count} of {pages}");
            }
        }
    }

    #[test]
    fn rows_are_packed_as_the_script_unpacks_them() {
        // An empty row: `0`. Three pages of four, 0, 1 and 3: length `110 00`, gaps 0, 0, 1: `0 0 10`.
        assert_eq!(&pack([&[][..], &[0, 1, 3]], 4)[8..], "YIA");
    }
}
