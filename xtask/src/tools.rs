//! What the browser tests need from the machine, and how to get it. Chromium must be there; Firefox and WebKit are used
//! where they are or can be installed, and what is missing is told.

use std::env;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Result, bail};
use tokio::process::Command;

use crate::target;

/// What the browser tests need, where it is.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Chrome or Chromium.
    pub chromium: WebDriver,
    /// Firefox, or what is missing for it.
    pub firefox: Result<WebDriver, Missing>,
    /// WebKitGTK's small browser, or what is missing for it.
    pub webkit: Result<WebDriver, Missing>,
}

/// A browser and its WebDriver server.
#[derive(Debug, Clone)]
pub struct WebDriver {
    /// The browser.
    pub browser: PathBuf,
    /// Its server.
    pub server: PathBuf,
}

/// What is missing, and how to get it.
pub type Missing = &'static str;

/// Debian's packages of all that is needed.
const NEEDED: [&str; 5] = [
    "chromium",
    "chromium-driver",
    "fontconfig",
    "fonts-noto-cjk",
    "poppler-utils",
];

/// Debian's packages of the other two browsers, but for geckodriver, which Debian has not.
const OTHERS: [&str; 3] = ["firefox-esr", "webkit2gtk-driver", "xvfb"];

const NO_FIREFOX: Missing = "Firefox (or $FIREFOX); on Debian `apt-get install firefox-esr`";
const NO_GECKODRIVER: Missing =
    "geckodriver (or $GECKODRIVER); `cargo install geckodriver --locked`";
const NO_WEBKIT: Missing =
    "WebKitWebDriver, MiniBrowser and Xvfb; on Debian `apt-get install webkit2gtk-driver xvfb`";

/// The geckodriver that is built where there is none.
const GECKODRIVER: &str = "0.37.1";

/// Where WebKitGTK's small browser lies, which no path leads to.
const MINI_BROWSER: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
];

/// Finds the tools, and installs what is missing where that needs no question.
pub async fn require() -> Result<Tools> {
    if let Err(missing) = chromium().await {
        println!(
            "browser: {missing} is missing, installing {}",
            NEEDED.join(", ")
        );
        install(&NEEDED).await;
    }
    let chromium = match chromium().await {
        Ok(chromium) => chromium,
        Err(missing) => bail!(
            "the browser tests need {missing}: install it, on Debian with `apt-get install {}`",
            NEEDED.join(" ")
        ),
    };
    if firefox().is_err() || webkit().is_err() {
        println!("browser: installing {}", OTHERS.join(", "));
        install(&OTHERS).await;
    }
    let mut firefox = self::firefox();
    if firefox
        .as_ref()
        .is_err_and(|missing| *missing == NO_GECKODRIVER)
    {
        println!("browser: building geckodriver {GECKODRIVER}");
        build_geckodriver().await;
        firefox = self::firefox();
    }
    Ok(Tools {
        chromium,
        firefox,
        webkit: webkit(),
    })
}

/// Chromium and what else no test can do without, or the name of the first that is missing.
async fn chromium() -> Result<WebDriver, Missing> {
    let browser = program("CHROME", &["chromium", "google-chrome", "chromium-browser"]);
    let server = program("CHROMEDRIVER", &["chromedriver"]);
    let found = WebDriver {
        browser: browser.ok_or("Chromium (or $CHROME)")?,
        server: server.ok_or("chromedriver (or $CHROMEDRIVER)")?,
    };
    if !has_chinese_font().await {
        return Err("a Chinese font");
    }
    for name in ["pdftotext", "pdfinfo"] {
        program("", &[name]).ok_or("poppler-utils (pdftotext and pdfinfo)")?;
    }
    Ok(found)
}

fn firefox() -> Result<WebDriver, Missing> {
    let built = built_geckodriver().filter(|path| path.is_file());
    Ok(WebDriver {
        browser: program("FIREFOX", &["firefox-esr", "firefox"]).ok_or(NO_FIREFOX)?,
        server: program("GECKODRIVER", &["geckodriver"])
            .or(built)
            .ok_or(NO_GECKODRIVER)?,
    })
}

fn webkit() -> Result<WebDriver, Missing> {
    let mut lies = MINI_BROWSER.iter().map(PathBuf::from);
    program("", &["Xvfb"]).ok_or(NO_WEBKIT)?;
    Ok(WebDriver {
        browser: lies.find(|path| path.is_file()).ok_or(NO_WEBKIT)?,
        server: program("", &["WebKitWebDriver"]).ok_or(NO_WEBKIT)?,
    })
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

/// Installs Debian's packages, where there is apt and a right to use it without a password.
async fn install(packages: &[&str]) {
    let update = ["apt-get", "update"];
    let mut install = vec!["apt-get", "install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    if as_root(&update).await {
        as_root(&install).await;
    }
}

async fn as_root(words: &[&str]) -> bool {
    let is_root = rustix::process::geteuid().is_root();
    let command: Vec<&str> = if is_root {
        words.to_vec()
    } else {
        [&["sudo", "-n"], words].concat()
    };
    let mut process = Command::new(command[0]);
    process
        .args(&command[1..])
        .env("DEBIAN_FRONTEND", "noninteractive");
    succeeds(&mut process).await
}

/// Builds geckodriver beside what cargo builds otherwise; without optimizing, since it only passes messages on.
async fn build_geckodriver() {
    let Ok(target) = target() else { return };
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["install", "geckodriver", "--locked", "--debug", "--quiet"])
        .args(["--version", GECKODRIVER])
        .arg("--root")
        .arg(target.join("tools"))
        .arg("--target-dir")
        .arg(target.join("tools/build"));
    succeeds(&mut command).await;
}

fn built_geckodriver() -> Option<PathBuf> {
    Some(target().ok()?.join("tools/bin/geckodriver"))
}

async fn succeeds(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status()
        .await;
    status.is_ok_and(|status| status.success())
}
