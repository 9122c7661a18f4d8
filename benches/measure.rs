//! What a command costs: the processor time and the most memory of it and all that it starts, and how long it takes.
//!
//! The system tells that only of all children together, so a process in between runs each command, and nothing else.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What this program is called with to be that process.
const WORD: &str = "--measured";

/// What a command took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds of processor time.
    pub cpu: f64,
    /// Seconds until it had ended.
    pub seconds: f64,
    /// The most memory at a time, in megabytes.
    pub memory: f64,
}

/// Ends this process if it was only called to measure a command.
pub fn if_called_to() -> Result<bool, Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let Some((WORD, command)) = words
        .split_first()
        .map(|(word, rest)| (word.as_str(), rest))
    else {
        return Ok(false);
    };
    child(command)?;
    Ok(true)
}

/// Runs a command in a folder, quietly. Its exit code must be one of `codes`.
pub fn run(command: &[String], folder: &Path, codes: &[i32]) -> Result<Cost, Box<dyn Error>> {
    let output = Command::new(env::current_exe()?)
        .arg(WORD)
        .args(command)
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut words = text.split_whitespace();
    let mut number =
        || -> Result<f64, Box<dyn Error>> { Ok(words.next().ok_or("no measurement")?.parse()?) };
    let code = number()? as i32;
    if !codes.contains(&code) {
        return Err(format!("{} failed ({code})", command.join(" ")).into());
    }
    Ok(Cost {
        cpu: number()?,
        seconds: number()?,
        memory: number()?,
    })
}

/// Runs the command, and prints its exit code and its cost.
fn child(command: &[String]) -> Result<(), Box<dyn Error>> {
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let start = Instant::now();
    let output = Command::new(program).args(arguments).output()?;
    let seconds = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = (usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6;
    // Linux counts in kilobytes, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1e6 } else { 1e3 };
    let memory = usage.max_rss() as f64 / unit;
    let code = output.status.code().unwrap_or(-1);
    println!("{code} {cpu} {seconds} {memory}");
    Ok(())
}
