//! `cargo xtask size`: where the kilobytes of the browser's tool go.
//!
//! The compiler's module still knows from which line of which file each instruction comes, also where one function was
//! put into another. What a part has of the instructions, it has of the compressed module.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

use addr2line::{Context, gimli};
use anyhow::{Context as _, Result, bail};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::target;

/// The parts, and what the files that belong to one have in their paths; the first that fits counts.
const PARTS: [(&str, &[&str]); 6] = [
    (
        "documents (Word, own words, 300 characters)",
        &[
            "casework/src/docx",
            "zip.rs",
            "letter/own",
            "letter/short",
            "letter/text",
        ],
    ),
    (
        "letters",
        &[
            "casework/src/letter",
            "letter.rs",
            "money.rs",
            "numeral.rs",
            "field.rs",
            "meant.rs",
            "typed.rs",
        ],
    ),
    (
        "cases",
        &[
            "src/case",
            "plan.rs",
            "deadline.rs",
            "calendar.rs",
            "date",
            "ics.rs",
            "secret.rs",
            "backup.rs",
        ],
    ),
    (
        "saving, checklists",
        &[
            "session.rs",
            "saved.rs",
            "record.rs",
            "json.rs",
            "map.rs",
            "storage.rs",
            "doors.rs",
            "tool.rs",
        ],
    ),
    (
        "rows of cells, and the rest",
        &["site-wasm/src", "casework/src"],
    ),
    ("the languages' own: strings, lists, memory", &[""]),
];

/// Prints the table.
pub fn print() -> Result<()> {
    let built = newest_build()?;
    let module = fs::read(built.join("recourse_bg.wasm"))?;
    let script = fs::read(built.join("recourse.js"))?;
    let (module, script) = (compressed(&module)?, compressed(&script)?);
    let sizes = by_file(&fs::read(
        built.join("wasm/wasm32-unknown-unknown/release/site_wasm.wasm"),
    )?)?;
    let mut parts = [0; PARTS.len()];
    for (file, size) in &sizes {
        let fits = |(_, names): &(&str, &[&str])| names.iter().any(|name| file.contains(name));
        let part = PARTS.iter().position(fits).unwrap_or(PARTS.len() - 1);
        parts[part] += size;
    }
    let code: usize = parts.iter().sum();
    println!("| part | KB, compressed |\n| --- | ---: |");
    for ((name, _), size) in PARTS.iter().zip(parts) {
        println!("| {name} | {} |", kilobytes(module * size / code));
    }
    println!(
        "| scripts: document, saving, letters, cases, passphrase, glue | {} |",
        kilobytes(script)
    );
    println!("| all | {} |", kilobytes(module + script));
    Ok(())
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

/// What a server that compresses well sends.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 1 << 16, 11, 22).write_all(bytes)?;
    Ok(compressed.len())
}

/// The folder that the generator's build script has filled last.
fn newest_build() -> Result<PathBuf> {
    let mut newest: Option<(SystemTime, PathBuf)> = None;
    for folder in fs::read_dir(target()?.join("debug/build"))? {
        let out = folder?.path().join("out");
        if let Ok(written) = fs::metadata(out.join("recourse_bg.wasm")).and_then(|it| it.modified())
            && newest.as_ref().is_none_or(|(known, _)| *known < written)
        {
            newest = Some((written, out));
        }
    }
    Ok(newest
        .context("the generator is not built: run `cargo build` first")?
        .1)
}

/// How many bytes of instructions come from each file of ours; what comes from none is under an empty name.
fn by_file(module: &[u8]) -> Result<BTreeMap<String, usize>> {
    let mut sections: BTreeMap<&str, &[u8]> = BTreeMap::new();
    let mut names: BTreeMap<u32, &str> = BTreeMap::new();
    let (mut functions, mut imported, mut code) = (Vec::new(), 0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::CodeSectionEntry(body) => functions.push(body.range()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(known) = section.as_known() {
                    for name in known {
                        if let Name::Function(map) = name? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
                sections.insert(section.name(), section.data());
            }
            _ => {}
        }
    }
    let load = |id: gimli::SectionId| -> Result<_, gimli::Error> {
        let data = sections.get(id.name()).copied().unwrap_or_default();
        Ok(gimli::EndianSlice::new(data, gimli::LittleEndian))
    };
    let lines = Context::from_dwarf(gimli::Dwarf::load(load)?)?;
    let mut sizes = BTreeMap::new();
    for (index, function) in (imported..).zip(functions) {
        // These tell wasm-bindgen what to write, and are gone when it has.
        let name = names.get(&index).copied().unwrap_or_default();
        if name.contains("describe") || name.contains("closures") && name.contains("invoke") {
            continue;
        }
        let (from, to) = ((function.start - code) as u64, (function.end - code) as u64);
        let mut counted = 0;
        let mut file = String::new();
        for (start, length, _) in lines.find_location_range(from, to)? {
            let end = (start + length).min(to);
            let start = start.max(from);
            if start < end {
                file = own_file(&lines, start)?;
                counted += (end - start) as usize;
                *sizes.entry(file.clone()).or_default() += (end - start) as usize;
            }
        }
        // A function's head belongs to no line.
        *sizes.entry(file).or_default() += function.len().saturating_sub(counted);
    }
    if sizes.keys().all(String::is_empty) {
        bail!("the module does not know where it comes from: build.rs has to keep its line tables");
    }
    Ok(sizes)
}

type Lines<'module> = Context<gimli::EndianSlice<'module, gimli::LittleEndian>>;

/// The innermost file of ours that an instruction comes from.
fn own_file(lines: &Lines, address: u64) -> Result<String> {
    let mut frames = lines.find_frames(address).skip_all_loads()?;
    while let Some(frame) = frames.next()? {
        let file = frame.location.and_then(|location| location.file);
        let own = |file: &&str| file.contains("casework/src") || file.contains("site-wasm/src");
        if let Some(file) = file.filter(own) {
            return Ok(file.to_owned());
        }
    }
    Ok(String::new())
}
