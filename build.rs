//! Builds the browser side for wasm32, binds it to its JavaScript, and leaves both in `OUT_DIR` for the generator to embed.
//!
//! What it leaves there:
//!
//! - `recourse_bg.wasm`, the module;
//! - `recourse.js`, a classic script (no ES module, so that it may be inlined and opened from a file):
//!   the glue wasm-bindgen writes, followed by [`SCRIPTS`];
//! - the theme's [`PAGE_SCRIPTS`], shortened.
//!
//! The module must run in browsers that are years old. Rust turns on reference types and multiple values by
//! default, which trap on Safari 16.0 to 16.3 and are unknown to several Chinese browsers; switching them off
//! takes both the compiler flags below and removing the `target_features` section before wasm-bindgen reads it,
//! and [`check_features`] refuses to embed a module that slipped through.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_mangler::Mangler;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

/// What the nested build reads: a change in any of these rebuilds the module.
const INPUTS: [&str; 5] = [
    "build.rs",
    "casework",
    "site-wasm",
    "Cargo.toml",
    "Cargo.lock",
];

/// What the tool does on the page, in the order in which it is read.
const SCRIPTS: [&str; 14] = [
    "templates/page.js",
    "templates/tool.js",
    "templates/shelf.js",
    "templates/work.js",
    "templates/fields.js",
    "templates/rows.js",
    "templates/preview.js",
    "templates/letter.js",
    "templates/sending.js",
    "templates/documents.js",
    "templates/case.js",
    "templates/vault.js",
    "templates/questions.js",
    "templates/boot.js",
];

/// What every page, or a search, brings along: a site may put its own in their place.
const PAGE_SCRIPTS: [&str; 5] = [
    "reading.js",
    "reader.js",
    "read-aloud.js",
    "search-box.js",
    "search.js",
];

/// The script that loads the module, and no other may.
const STARTER: &str = "templates/boot.js";

const TARGET: &str = "wasm32-unknown-unknown";

/// The release profile of the module: as small as it gets, since a phone pays for every kilobyte.
///
/// `strip = true` would make wasm-bindgen guess at names; it removes the name section itself.
const PROFILE: [&str; 7] = [
    "profile.release.opt-level=\"z\"",
    "profile.release.lto=true",
    "profile.release.codegen-units=1",
    "profile.release.panic=\"abort\"",
    "profile.release.strip=\"none\"",
    // Only for `cargo xtask size`: what of it a browser would load, wasm-bindgen leaves out.
    "profile.release.debug=\"line-tables-only\"",
    "profile.release.overflow-checks=false",
];

/// What a browser may be asked to understand: WebAssembly as Safari 15 and Chrome 75 ran it.
const OLD_PHONE_FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::GC_TYPES);

/// Browser interfaces that could send something away: the module must not import them.
const SENDERS: [&str; 6] = [
    "fetch",
    "xmlhttprequest",
    "websocket",
    "eventsource",
    "sendbeacon",
    "rtc",
];

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            for line in message.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let workspace = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    for input in INPUTS.iter().chain(&SCRIPTS) {
        println!(
            "cargo::rerun-if-changed={}",
            workspace.join(input).display()
        );
    }

    require_target()?;
    let compiled = compile(&workspace, &out)?;
    let module = without_target_features(&read(&compiled)?)?;
    let (wasm, glue) = bind(module)?;
    check_features(&wasm)?;

    let mut parts = vec![("the glue", glue)];
    for name in SCRIPTS {
        let script = script(&workspace, name)?;
        if name != STARTER {
            check_script(name, &script)?;
        }
        parts.push((name, script));
    }
    write(&out.join("recourse_bg.wasm"), &wasm)?;
    write(&out.join("recourse.js"), one_script(&parts)?.as_bytes())?;
    for name in PAGE_SCRIPTS {
        let path = format!("templates/{name}");
        println!(
            "cargo::rerun-if-changed={}",
            workspace.join(&path).display()
        );
        let short = shortened(&script(&workspace, &path)?)
            .map_err(|(error, _)| format!("{path} cannot be read: {error}"))?;
        write(&out.join(name), short.as_bytes())?;
    }
    Ok(())
}

fn script(workspace: &Path, name: &str) -> Result<String, String> {
    let path = workspace.join(name);
    fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Refuses a script that names what could send something away.
fn check_script(name: &str, script: &str) -> Result<(), String> {
    let lower_case = script.to_ascii_lowercase();
    match SENDERS.iter().find(|sender| lower_case.contains(*sender)) {
        Some(sender) => Err(format!(
            "{name} names `{sender}`, and what people type must not leave their browser"
        )),
        None => Ok(()),
    }
}

/// Makes sure the standard library for wasm32 is there, installing it when rustup can.
fn require_target() -> Result<(), String> {
    if target_installed()? {
        return Ok(());
    }
    // rustup reads $RUSTUP_TOOLCHAIN, which it set itself when it started this cargo: the right toolchain gets the target.
    let added = Command::new("rustup")
        .args(["target", "add", TARGET])
        .stdout(Stdio::null())
        .status();
    if added.is_ok_and(|status| status.success()) && target_installed()? {
        return Ok(());
    }
    Err(format!(
        "the Rust target {TARGET} is missing, and recourse is built for the browser too\n\
         install it with `rustup target add {TARGET}`, or, without rustup, with your system's package of Rust's standard library for it"
    ))
}

fn target_installed() -> Result<bool, String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(&rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .map_err(|error| format!("cannot run {}: {error}", rustc.display()))?;
    let libraries = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    Ok(output.status.success() && libraries.is_dir())
}

/// Runs a nested cargo for the crate `site-wasm` and returns the path of the module it made.
fn compile(workspace: &Path, out: &Path) -> Result<PathBuf, String> {
    let target_folder = out.join("wasm");
    let mut cargo = Command::new(variable("CARGO")?);
    cargo.current_dir(workspace);
    for (name, _) in env::vars_os() {
        if belongs_to_outer_build(&name.to_string_lossy()) {
            cargo.env_remove(name);
        }
    }
    cargo
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            compiler_flags(workspace).join("\u{1f}"),
        )
        // A person may have moved cargo's intermediate files to one shared folder, which the outer build has locked.
        .env("CARGO_BUILD_BUILD_DIR", &target_folder)
        .args([
            "build",
            "--package",
            "site-wasm",
            "--lib",
            "--release",
            "--target",
            TARGET,
        ])
        .arg("--target-dir")
        .arg(&target_folder);
    for setting in PROFILE {
        cargo.args(["--config", setting]);
    }
    // A build script must not change the source tree, and a lock file that exists is complete by now.
    if workspace.join("Cargo.lock").exists() {
        cargo.arg("--locked");
    }
    let status = cargo
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("cannot run cargo for the browser side: {error}"))?;
    if !status.success() {
        return Err("the browser side (site-wasm) does not build: see cargo's messages above or below this one\n\
             try `cargo build --package site-wasm` for the same messages alone"
            .to_owned());
    }
    Ok(target_folder.join(TARGET).join("release/site_wasm.wasm"))
}

/// Whether an environment variable is the outer build's own and would bend the nested one.
///
/// What a person set up for cargo as a whole stays: its home, network, registries, and the shared job server.
fn belongs_to_outer_build(name: &str) -> bool {
    const KEPT: [&str; 8] = [
        "CARGO_HOME",
        "CARGO_MAKEFLAGS",
        "CARGO_NET_",
        "CARGO_HTTP_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
        "CARGO_CACHE_",
    ];
    const OUTER: [&str; 8] = [
        "CARGO_",
        "RUSTFLAGS",
        "RUSTDOCFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CLIPPY_",
        "__CARGO_",
        "LLVM_PROFILE_FILE",
    ];
    OUTER.iter().any(|prefix| name.starts_with(prefix))
        && !KEPT.iter().any(|prefix| name.starts_with(prefix))
}

/// Flags for old browsers, and for the same bytes wherever the sources and cargo's home lie.
fn compiler_flags(workspace: &Path) -> Vec<String> {
    let mut flags = vec!["-Ctarget-feature=-reference-types,-multivalue".to_owned()];
    flags.push(format!(
        "--remap-path-prefix={}=recourse",
        workspace.display()
    ));
    if let Some(home) = cargo_home() {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags
}

fn cargo_home() -> Option<PathBuf> {
    let set = env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// Copies a module section by section, leaving out the one that would switch reference types on again.
fn without_target_features(module: &[u8]) -> Result<Vec<u8>, String> {
    const PREAMBLE: usize = 8;
    let mut copy = module
        .get(..PREAMBLE)
        .ok_or("the compiled module is empty")?
        .to_vec();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(|error| format!("the compiled module is broken: {error}"))?;
        if matches!(&payload, Payload::CustomSection(section) if section.name() == "target_features")
        {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            copy.push(id);
            copy.extend(leb128(range.len()));
            copy.extend(&module[range]);
        }
    }
    Ok(copy)
}

/// An unsigned number as WebAssembly writes it: seven bits a byte, the lowest first.
fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// Lets wasm-bindgen write the glue: the module as a browser loads it, and the script beside it.
fn bind(module: Vec<u8>) -> Result<(Vec<u8>, String), String> {
    let bound = || -> Result<_, Box<dyn std::error::Error>> {
        let mut output = Bindgen::new()
            .input_bytes("recourse", module)
            .no_modules(true)?
            .no_modules_global("recourse")?
            .typescript(false)
            .omit_default_module_path(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate_output()?;
        let mut glue = output.js().to_owned();
        let module = output.wasm_mut();
        module
            .imports
            .iter()
            .try_for_each(|import| check_import(&import.module, &import.name))?;
        module
            .exports
            .iter()
            .try_for_each(|export| check_export(&export.name))?;
        let mut names = vec![];
        names.extend(module.imports.iter_mut().map(|import| &mut import.name));
        names.extend(module.exports.iter_mut().map(|export| &mut export.name));
        shorten(names, &mut glue);
        Ok((module.emit_wasm(), without_loader(&glue)?))
    };
    bound().map_err(|error| format!("cannot bind the module to its script: {error}"))
}

/// The glue without its loader, which knows many ways to be called; `boot.js` has the one that is needed.
fn without_loader(glue: &str) -> Result<String, &'static str> {
    let (used, loader) = glue
        .split_once("async function __wbg_load(")
        .ok_or("the glue has no loader")?;
    let (_, end) = loader
        .rsplit_once("return Object.assign(__wbg_init, { initSync }, exports);")
        .ok_or("the glue ends in an unknown way")?;
    let call = "return Object.assign((source) => load(source.module_or_path, __wbg_get_imports(), __wbg_finalize_init), exports);";
    Ok([used, call, end].concat())
}

/// Gives the names that glue and module share a shorter form. wasm-bindgen ends each with a hash of sixteen digits,
/// which no compression makes smaller: one kilobyte in all.
fn shorten(mut names: Vec<&mut String>, glue: &mut String) {
    // The longest first, since one name may begin with another.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let generated =
        |name: &&mut String| name.starts_with("__wb") || name.starts_with("wasm_bindgen__");
    for (number, name) in names.into_iter().filter(generated).enumerate() {
        let short = format!("$${number}");
        *glue = glue.replace(name.as_str(), &short);
        *name = short;
    }
}

/// Refuses a module through whose imports something a person typed could leave the browser.
fn check_import(module: &str, name: &str) -> Result<(), String> {
    if module != "./recourse_bg.js" {
        return Err(format!(
            "it imports from {module}, which the glue does not offer"
        ));
    }
    let lower_case = name.to_ascii_lowercase();
    match SENDERS.iter().find(|sender| lower_case.contains(*sender)) {
        Some(sender) => Err(format!(
            "it imports {name} ({sender}), and what people type must not leave their browser"
        )),
        None => Ok(()),
    }
}

/// Refuses a module with another door than `ask()` and `file()`.
fn check_export(name: &str) -> Result<(), String> {
    // What wasm-bindgen adds for itself, such as its allocator.
    let own = name.starts_with("__") || name.starts_with("wasm_bindgen__");
    if matches!(name, "memory" | "ask" | "file") || own {
        return Ok(());
    }
    Err(format!(
        "it exports {name}, but its only doors are ask() and file(): remove the export from site-wasm/src"
    ))
}

/// Refuses a module that an old phone could not load.
fn check_features(wasm: &[u8]) -> Result<(), String> {
    Validator::new_with_features(OLD_PHONE_FEATURES)
        .validate_all(wasm)
        .map_err(|error| format!("the module needs more than an old browser offers: {error}"))?;
    Ok(())
}

/// Asks a browser that knows it (Chromium since 136) to compile all functions beside the page, not each when it is first called.
const COMPILED_AHEAD: &str = "//# allFunctionsCalledOnLoad\n";

/// Glue, page and starter in one scope of their own, so that nothing is left on `window`. They stand in a block, where no
/// two may have the same name; a function would quietly take another's place elsewhere, and any other name would stop all
/// of it.
fn one_script(parts: &[(&str, String)]) -> Result<String, String> {
    let mut readable = "(function () {'use strict';{\n".to_owned();
    let mut ends = Vec::new();
    for (name, script) in parts {
        readable.push_str(script);
        ends.push((readable.len(), name));
    }
    readable.push_str("}})();\n");
    let script = shortened(&readable).map_err(|(error, at)| {
        let script = ends.iter().find(|(end, _)| at.is_some_and(|at| at < *end));
        let script = script.map_or("the last script", |(_, name)| name);
        format!("the tool's scripts do not fit together in {script}: {error}")
    })?;
    Ok(format!("{COMPILED_AHEAD}{script}"))
}

/// A script that does the same without what only its authors read: comments, space, and the names of what is inside. An
/// error comes with the place of what it is about.
fn shortened(readable: &str) -> Result<String, (String, Option<usize>)> {
    let allocator = Allocator::default();
    let parsed = oxc_parser::Parser::new(&allocator, readable, SourceType::script()).parse();
    let read = SemanticBuilder::new_compiler().build(&parsed.program);
    if let Some(error) = parsed.diagnostics.iter().chain(&read.diagnostics).next() {
        let places = error.labels.iter().map(|label| label.offset() as usize);
        return Err((error.to_string(), places.max()));
    }
    let names = Mangler::new().build(&parsed.program);
    let written = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(Some(names.scoping))
        .build(&parsed.program);
    Ok(written.code.to_string())
}

fn variable(name: &str) -> Result<OsString, String> {
    env::var_os(name).ok_or_else(|| format!("{name} is not set: run this through cargo"))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
