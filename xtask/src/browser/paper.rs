//! Prints a page and reads the paper.

use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use tokio::process::Command;

use super::page::Page;

/// What came out of the printer.
#[derive(Debug)]
pub struct Paper {
    /// The words of every sheet, without spaces and line ends: how they are broken into lines is the printer's affair.
    pub sheets: Vec<String>,
    /// What stands at the foot of every sheet, where the numbers are.
    pub feet: Vec<String>,
    /// The size of the sheets, as pdfinfo names it.
    pub size: String,
}

impl Paper {
    /// Prints a page on the paper that its style asks for. `scratch` is a folder for the PDF.
    pub async fn print(page: &Page, scratch: &Path) -> Result<Self> {
        let wanted = json!({ "preferCSSPageSize": true, "printBackground": false });
        let printed = page.devtools("Page.printToPDF", wanted).await?;
        let printed = printed["data"].as_str().context("nothing was printed")?;
        let file = scratch.join("printed.pdf");
        std::fs::write(&file, BASE64_STANDARD.decode(printed)?)?;
        let words = run(Command::new("pdftotext").arg(&file).arg("-")).await?;
        let foot = ["-x", "0", "-y", "790", "-W", "595", "-H", "52"];
        let feet = run(Command::new("pdftotext").args(foot).arg(&file).arg("-")).await?;
        let facts = run(Command::new("pdfinfo").arg(&file)).await?;
        let size = facts
            .lines()
            .find_map(|line| line.strip_prefix("Page size:"));
        Ok(Self {
            sheets: sheets(&words),
            feet: sheets(&feet),
            size: size.context("the paper has no size")?.trim().to_owned(),
        })
    }

    /// All words, without spaces.
    pub fn words(&self) -> String {
        self.sheets.concat()
    }
}

/// The words of every sheet.
fn sheets(words: &str) -> Vec<String> {
    let sheets = words.strip_suffix('\u{c}').unwrap_or(words).split('\u{c}');
    sheets.map(without_spaces).collect()
}

/// A text as [`Paper`] holds it.
pub fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

async fn run(command: &mut Command) -> Result<String> {
    let output = command.kill_on_drop(true).output().await?;
    if !output.status.success() {
        bail!("{command:?} failed");
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
