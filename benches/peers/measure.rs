//! What a command costs: the processor time and the most memory of it and all that it starts.
//!
//! The system tells that only of all children together, so a process in between runs each command, and nothing else.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What this program is called with to be that process.
pub const WORD: &str = "--measured";

/// What a command took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Seconds of processor time.
    pub cpu: f64,
    /// The most memory at a time, in megabytes.
    pub memory: f64,
}

/// Runs a command in a folder.
pub fn run(command: &[String], folder: &Path) -> Result<Cost, Box<dyn Error>> {
    let output = Command::new(env::current_exe()?)
        .arg(WORD)
        .args(command)
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{} failed", command.join(" ")).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let (cpu, memory) = text.trim().split_once(' ').ok_or("no measurement")?;
    Ok(Cost {
        cpu: cpu.parse()?,
        memory: memory.parse()?,
    })
}

/// Runs the command, quietly, and prints its cost.
pub fn child(command: &[String]) -> Result<(), Box<dyn Error>> {
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let output = Command::new(program).args(arguments).output()?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Err(format!("{program} failed").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time = usage.user_time() + usage.system_time();
    // Linux counts in kilobytes, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1e6 } else { 1e3 };
    let memory = usage.max_rss() as f64 / unit;
    println!("{} {memory}", time.num_microseconds() as f64 / 1e6);
    Ok(())
}

/// The median of each.
pub fn median(costs: Vec<Cost>) -> Cost {
    let middle = |value: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Cost {
        cpu: middle(|cost| cost.cpu),
        memory: middle(|cost| cost.memory),
    }
}
