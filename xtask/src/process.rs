//! Processes that end with this one: whatever drops them kills them, by their own ids.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process};

/// A process that leads a group of its own, so that what it starts can be killed with it.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts a command without input.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_owned();
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", name.display()))?;
        Ok(Self { child })
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(group) = pid(self.child.id()) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process that somebody else started for us.
pub struct Foreign(Pid);

impl Foreign {
    /// The process with this id.
    pub fn with_id(id: u64) -> Option<Self> {
        pid(u32::try_from(id).ok()?).map(Self)
    }

    /// Kills it without a chance to tidy up, and waits until it is gone.
    pub fn kill(&self) {
        let _ = kill_process(self.0, Signal::KILL);
        let deadline = Instant::now() + Duration::from_secs(5);
        while test_kill_process(self.0).is_ok() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        self.kill();
    }
}

fn pid(id: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(id).ok()?)
}
