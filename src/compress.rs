//! Files compressed ahead of time, for hosts that send them as they lie there: `FILE.br` and `FILE.gz` beside each file
//! that gets smaller.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::diagnostic::Report;
use crate::output::Outputs;

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

/// Adds the compressed files.
pub fn add(outputs: &mut Outputs, report: &mut Report) {
    let compressed: Vec<(String, Vec<u8>)> = outputs
        .iter()
        .filter(|(path, file)| pays(path, file.bytes.len()))
        .collect::<Vec<_>>()
        .into_par_iter()
        .flat_map_iter(|(path, file)| {
            let smaller = variants(&file.bytes);
            smaller.map(move |(ending, bytes)| (format!("{path}.{ending}"), bytes))
        })
        .collect();
    for (path, bytes) in compressed {
        let origin = path.clone();
        outputs.add(&path, bytes, &origin, report);
    }
}

fn pays(path: &str, length: usize) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    length >= WORTHWHILE && ENDINGS.contains(&ending)
}

/// The ways of compressing that made it smaller.
fn variants(bytes: &[u8]) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    [("br", brotli(bytes)), ("gz", gzip(bytes))]
        .into_iter()
        .filter_map(|(ending, result)| Some((ending, result.ok()?)))
        .filter(|(_, smaller)| smaller.len() < bytes.len())
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
