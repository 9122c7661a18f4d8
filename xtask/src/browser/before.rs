//! What a test puts into every page before the page's own: scripts, and the day that it takes for today. The server adds
//! it while answering, which works alike in every browser.

use std::sync::{Mutex, PoisonError};

/// What is put in, from now on.
#[derive(Debug, Default)]
pub struct Before(Mutex<Added>);

#[derive(Debug, Default)]
struct Added {
    scripts: String,
    today: Option<String>,
}

/// The name of the script's file.
pub const SCRIPT: &str = "before-every-page.js";

impl Before {
    /// Adds a script.
    pub fn add_script(&self, script: &str) {
        // In a block of its own, so that two may use the same names.
        self.change(|added| added.scripts.push_str(&format!("{{ {script} }}\n")));
    }

    /// Says which day it is.
    pub fn set_today(&self, today: &str) {
        self.change(|added| added.today = Some(today.to_owned()));
    }

    /// The script's text.
    pub fn scripts(&self) -> String {
        self.change(|added| added.scripts.clone())
    }

    /// A page with all of this in it. `prefix` is the path that the site lies below.
    pub fn put_into(&self, page: &str, prefix: &str) -> String {
        self.change(|added| {
            let mut page = page.to_owned();
            if let Some(today) = &added.today {
                page = page.replacen("<html", &format!("<html data-today=\"{today}\""), 1);
            }
            if !added.scripts.is_empty() {
                let script = format!("<head><script src=\"{prefix}{SCRIPT}\"></script>");
                page = page.replacen("<head>", &script, 1);
            }
            page
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Added) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
