//! Files as one text that fits into a page: put one behind the other, compressed (LZMA, whose window is all of them, since
//! the pages of a site resemble each other), and written in base64. What the page says in plain counts as read before, so
//! that it is not there a second time. `templates/single-file.js` opens it.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lzma_rust2::{LzmaOptions, LzmaWriter};

use crate::view::Pack;

/// How many bits of the byte before tell what a byte is likely to be. The script's decoder has the same number, and
/// takes no account of where a byte stands.
const LITERAL_CONTEXT: u32 = 4;

/// Packs files by their names, beside a text that is in the page anyway. The first line lists names and lengths as JSON.
///
/// # Errors
/// If the bytes cannot be compressed.
pub fn pack(files: &[(String, Vec<u8>)], beside: &str) -> io::Result<Pack> {
    let list: Vec<(&str, usize)> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.len()))
        .collect();
    let mut whole = serde_json::to_vec(&list)?;
    whole.push(b'\n');
    for (_, bytes) in files {
        whole.extend_from_slice(bytes);
    }
    let size = u32::try_from(beside.len() + whole.len()).unwrap_or(u32::MAX);
    let mut options = LzmaOptions::with_preset(6);
    options.lc = LITERAL_CONTEXT;
    options.pb = 0;
    options.preset_dict = Some(beside.as_bytes().to_vec());
    options.dict_size = size.clamp(1 << 16, 1 << 28);
    let mut writer = LzmaWriter::new_no_header(Vec::new(), &options, false)?;
    writer.write_all(&whole)?;
    Ok(Pack {
        text: STANDARD.encode(writer.finish()?),
        length: whole.len(),
        sum: whole.iter().fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        }),
    })
}
