//! Tells on a terminal how far a long build has come; in a pipe it is silent. What is built does not depend on it.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What takes less than this needs no telling.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often something new is told.
const PAUSE: Duration = Duration::from_millis(100);

/// How far a build has come.
pub struct Progress {
    /// Where it is told, if anywhere.
    line: Option<Mutex<Line>>,
    done: AtomicUsize,
}

struct Line {
    out: Box<dyn Write + Send>,
    /// Not before this.
    next: Instant,
    step: &'static str,
    /// How many there are to do in this step; 0 if that is not known.
    total: usize,
    written: bool,
}

impl Progress {
    /// Tells it on standard error, if that is a terminal.
    pub fn on_terminal() -> Self {
        if io::stderr().is_terminal() {
            Self::to(Box::new(io::stderr()), PATIENCE)
        } else {
            Self::silent()
        }
    }

    /// Tells nobody.
    pub fn silent() -> Self {
        Self {
            line: None,
            done: AtomicUsize::new(0),
        }
    }

    fn to(out: Box<dyn Write + Send>, patience: Duration) -> Self {
        let line = Line {
            out,
            next: Instant::now() + patience,
            step: "",
            total: 0,
            written: false,
        };
        Self {
            line: Some(Mutex::new(line)),
            done: AtomicUsize::new(0),
        }
    }

    /// A step begins, with so many things to do.
    pub fn begin(&self, step: &'static str, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        if let Some(line) = &self.line {
            let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
            (line.step, line.total) = (step, total);
            line.tell(0);
        }
    }

    /// One of the things is done.
    pub fn one_more(&self) {
        let Some(line) = &self.line else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // Whoever finds it taken lets the other tell.
        if let Ok(mut line) = line.try_lock() {
            line.tell(done);
        }
    }
}

impl Line {
    fn tell(&mut self, done: usize) {
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + PAUSE;
        self.written = true;
        let (step, total) = (self.step, self.total);
        // A terminal that cannot be written to is no reason to stop.
        let _ = match total {
            0 => write!(self.out, "\r\x1b[K{step} …"),
            _ => write!(self.out, "\r\x1b[K{step} {done} of {total} …"),
        };
        let _ = self.out.flush();
    }
}

impl Drop for Progress {
    /// Leaves the terminal as it was.
    fn drop(&mut self) {
        if let Some(line) = &self.line {
            let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
            if line.written {
                let _ = write!(line.out, "\r\x1b[K");
                let _ = line.out.flush();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("a screen").extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn shown(patience: Duration) -> String {
        let screen = Screen::default();
        let progress = Progress::to(Box::new(screen.clone()), patience);
        progress.begin("rendering", 2);
        progress.one_more();
        progress.one_more();
        drop(progress);
        let bytes = screen.0.lock().expect("a screen").clone();
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn a_long_build_is_told_and_the_line_cleared() {
        assert_eq!(shown(Duration::ZERO), "\r\x1b[Krendering 0 of 2 …\r\x1b[K");
    }

    #[test]
    fn a_short_one_is_not() {
        assert_eq!(shown(Duration::from_secs(60)), "");
    }
}
