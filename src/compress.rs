//! Files compressed ahead of time, for hosts that send them as they lie there: `FILE.br` and `FILE.gz` beside each file
//! that gets smaller.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
/// What a file's name ends with if compressing it pays; pictures are compressed already.
const ENDINGS: [&str; 10] = [
    "css",
    "html",
    "js",
    "json",
    "map",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Below this many bytes a file travels in one packet anyway.
const WORTHWHILE: usize = 1024;

/// A file's compressed variants with their endings, those that are smaller.
pub fn variants(path: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    if !pays(path, bytes.len()) {
        return Vec::new();
    }
    [("br", brotli(bytes)), ("gz", gzip(bytes))]
        .into_iter()
        .filter_map(|(ending, result)| Some((ending, result.ok()?)))
        .filter(|(_, smaller)| smaller.len() < bytes.len())
        .collect()
}

fn pays(path: &str, length: usize) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    length >= WORTHWHILE && ENDINGS.contains(&ending)
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// No time and no name go into the header, so the same file gives the same bytes.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
