//! What the browser tests need from the machine, and how to get it.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Result, bail};
use tokio::process::Command;

/// What the browser tests need, where it is.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Chrome or Chromium.
    pub chrome: PathBuf,
    /// Its WebDriver server.
    pub chromedriver: PathBuf,
}

/// Debian's packages of all that is needed.
const PACKAGES: [&str; 5] = [
    "chromium",
    "chromium-driver",
    "fontconfig",
    "fonts-noto-cjk",
    "poppler-utils",
];

/// Finds the tools, and installs what is missing where that needs no question.
pub async fn require() -> Result<Tools> {
    let missing = match find().await {
        Ok(tools) => return Ok(tools),
        Err(missing) => missing,
    };
    println!(
        "browser: {missing} is missing, installing {}",
        PACKAGES.join(", ")
    );
    let advice = format!(
        "the browser tests need {missing}: install it, on Debian with `apt-get install {}`",
        PACKAGES.join(" ")
    );
    if !install().await {
        bail!("{advice}");
    }
    find().await.map_err(|_| anyhow::anyhow!(advice))
}

/// The tools, or the name of the first that is missing.
async fn find() -> Result<Tools, &'static str> {
    let chrome = program("CHROME", &["chromium", "google-chrome", "chromium-browser"]);
    let chromedriver = program("CHROMEDRIVER", &["chromedriver"]);
    let tools = Tools {
        chrome: chrome.ok_or("Chromium (or $CHROME)")?,
        chromedriver: chromedriver.ok_or("chromedriver (or $CHROMEDRIVER)")?,
    };
    if !has_chinese_font().await {
        return Err("a Chinese font");
    }
    for name in ["pdftotext", "pdfinfo"] {
        program("", &[name]).ok_or("poppler-utils (pdftotext and pdfinfo)")?;
    }
    Ok(tools)
}

/// A program by the variable that names it, or else the first of these names that the path holds.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = env::var_os(variable) {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

async fn has_chinese_font() -> bool {
    let listed = Command::new("fc-list").arg(":lang=zh-cn").output().await;
    listed.is_ok_and(|output| !output.stdout.is_empty())
}

/// Installs Debian's packages; false where there is no apt, or no right to use it without a password.
async fn install() -> bool {
    let update = ["apt-get", "update"];
    let mut install = vec!["apt-get", "install", "--yes", "--no-install-recommends"];
    install.extend(PACKAGES);
    as_root(&update).await && as_root(&install).await
}

async fn as_root(words: &[&str]) -> bool {
    let is_root = rustix::process::geteuid().is_root();
    let command: Vec<&str> = if is_root {
        words.to_vec()
    } else {
        [&["sudo", "-n"], words].concat()
    };
    let status = Command::new(command[0])
        .args(&command[1..])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status()
        .await;
    status.is_ok_and(|status| status.success())
}
