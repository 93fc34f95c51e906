//! The npm packages a folder asks for in its package.json.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::project::Project;

/// Whether node_modules is there and not older than the lock file.
pub fn is_installed(folder: &Path) -> Result<bool> {
    let lock = folder.join("package-lock.json");
    let wanted = modified(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    // npm writes this one last.
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    Ok(installed.is_ok_and(|installed| installed >= wanted))
}

pub fn install(project: &Project, folder: &Path) -> Result<()> {
    project
        .command("npm")
        .directory(folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        // The tests drive the browser of the system.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .advice(format!(
            "npm needs its registry for this; {} says what it asks for.",
            folder.join("package-lock.json").display()
        ))
        .run()
}

fn modified(path: &Path) -> std::io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}
