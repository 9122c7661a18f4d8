//! A zip archive of files that are not compressed: what an office document comes in. It knows nothing of documents.

use crate::prelude::*;

/// An archive that files are added to.
#[derive(Default)]
pub struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

impl Zip {
    /// Adds a file. The name is ASCII, with `/` between folders.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        let offset = self.bytes.len() as u32;
        let size = content.len() as u32;
        let mut header = Vec::new();
        // Version 2.0, no flags, not compressed, the first day of the format's calendar: same input, same bytes.
        for field in [20, 0, 0, 0, 0x21] {
            push_short(&mut header, field);
        }
        for field in [checksum(content), size, size] {
            push_long(&mut header, field);
        }
        push_short(&mut header, name.len() as u16);
        push_short(&mut header, 0);

        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&header);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);

        self.directory.extend(b"PK\x01\x02");
        push_short(&mut self.directory, 20);
        self.directory.extend(&header);
        // No comment, on the first disk, no attributes.
        self.directory.extend([0; 10]);
        push_long(&mut self.directory, offset);
        self.directory.extend(name.as_bytes());
        self.files += 1;
    }

    /// The whole archive.
    pub fn finish(mut self) -> Vec<u8> {
        let (offset, size) = (self.bytes.len() as u32, self.directory.len() as u32);
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06");
        for field in [0, 0, self.files, self.files] {
            push_short(&mut self.bytes, field);
        }
        push_long(&mut self.bytes, size);
        push_long(&mut self.bytes, offset);
        push_short(&mut self.bytes, 0);
        self.bytes
    }
}

fn push_short(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend(number.to_le_bytes());
}

fn push_long(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}

/// The CRC-32 that every zip reader checks, a bit at a time: a table would be larger than all of this file.
fn checksum(content: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in content {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let lowest = sum & 1;
            sum >>= 1;
            if lowest == 1 {
                sum ^= 0xedb8_8320;
            }
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
