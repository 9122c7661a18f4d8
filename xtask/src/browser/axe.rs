//! axe-core, which looks for what keeps people out of a page. It is fetched once from the npm registry, in one version
//! that a checksum holds to; the repository carries no copy.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::process::Command;

use super::page::Page;
use crate::target;

const ADDRESS: &str = "https://registry.npmjs.org/axe-core/-/axe-core-4.14.1.tgz";
const SHA256: &str = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745";

/// What is looked at: WCAG 2.2 AA, and what is good practice besides.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// axe-core's script.
pub struct Axe(String);

impl Axe {
    /// The script, or nothing where the registry cannot be reached.
    pub async fn fetch() -> Result<Option<Self>> {
        let archive = target()?.join("axe-core.tgz");
        if !is_whole(&archive) && !download(&archive).await {
            println!("        NOT LOOKED AT: {ADDRESS} cannot be reached, so axe was not run");
            return Ok(None);
        }
        ensure!(
            is_whole(&archive),
            "{ADDRESS} is not what it was: look at what changed, then change its checksum"
        );
        let mut unpack = Command::new("tar");
        unpack.args(["-xzO", "package/axe.min.js", "-f"]);
        let unpacked = unpack.arg(&archive).kill_on_drop(true).output().await?;
        ensure!(unpacked.status.success(), "tar cannot read axe-core");
        Ok(Some(Self(String::from_utf8(unpacked.stdout)?)))
    }

    /// What is wrong with the page as it is now.
    pub async fn look(&self, page: &Page) -> Result<Vec<String>> {
        page.devtools("Runtime.evaluate", json!({ "expression": self.0 }))
            .await?;
        let found = page
            .promised(&format!(
                "axe.run(document, {{ runOnly: {RULES} }}).then(({{ violations }}) => violations.map(({{ id, nodes }}) =>
                    id + ' at ' + nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')))"
            ))
            .await?;
        let found = found.as_array().context("axe did not run")?;
        Ok(found
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    }
}

fn is_whole(archive: &Path) -> bool {
    let sum = |bytes: Vec<u8>| -> String {
        let digest = Sha256::digest(bytes);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    fs::read(archive).is_ok_and(|bytes| sum(bytes) == SHA256)
}

async fn download(archive: &Path) -> bool {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--fail", "--location", "--max-time", "60"]);
    curl.arg("--output").arg(archive).arg(ADDRESS);
    let status = curl.kill_on_drop(true).status().await;
    status.is_ok_and(|status| status.success())
}
