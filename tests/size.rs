//! What the tool costs a phone: module and script together, as a server that compresses well sends them.

use std::io::Write;

use recourse::tool;

/// In bytes: what it costs today, so that it only shrinks. It must never be more than 60,000. `cargo xtask size` says where
/// they go.
const BUDGET: usize = 60_000;

#[test]
fn the_tool_stays_within_its_budget() {
    let (module, script) = (
        compressed(tool::MODULE),
        compressed(tool::SCRIPT.as_bytes()),
    );
    assert!(
        module + script <= BUDGET,
        "the module has {module} bytes, the script {script}: {} more than {BUDGET}",
        module + script - BUDGET
    );
}

fn compressed(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 1 << 16, 11, 22)
        .write_all(bytes)
        .expect("memory takes it");
    compressed.len()
}
