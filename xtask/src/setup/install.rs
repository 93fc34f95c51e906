//! Installing the pinned tools: each into a folder of its own in the user's cache, so that the tools a user has
//! installed and those of other checkouts stay as they are.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, Result};
use semver::Version;

use super::tools::Tool;
use crate::project::Project;

/// `PATH` with the folders of the pinned tools in front, whether or not they are installed yet.
pub fn search_path(root: &Path) -> Result<OsString> {
    let tools = Tool::ALL
        .into_iter()
        // A tool whose version is not known is not installed either, and says so where it is needed.
        .filter_map(|tool| tool.folder(root).ok())
        .map(|folder| folder.join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let usual: Vec<_> = env::split_paths(&path).collect();
    env::join_paths(tools.chain(usual)).context("a folder's name cannot be part of PATH")
}

impl Tool {
    pub fn is_installed(self, project: &Project) -> Result<bool> {
        let pin = self.pin();
        let own = self.folder(project.root())?.join("bin").join(pin.program);
        if own.with_extension(env::consts::EXE_EXTENSION).is_file() {
            return Ok(true);
        }
        let (Some(oldest), Some(_)) = (&pin.good_since, project.find(pin.program)) else {
            return Ok(false);
        };
        let answer = project.command(pin.program).arg("--version").read()?;
        Ok(version_in(&answer).is_some_and(|version| version >= *oldest))
    }

    /// Installs the tool, building it in `workbench`.
    pub fn install(self, project: &Project, workbench: &Workbench) -> Result<()> {
        let pin = self.pin();
        project
            .command("cargo")
            // Away from the repository, whose Cargo configuration is not meant for the tools.
            .directory(workbench.0.parent().unwrap_or(&workbench.0))
            .args(["install", pin.package, "--version"])
            .arg(pin.version(project.root())?.to_string())
            .args(pin.locked.then_some("--locked"))
            .arg("--root")
            .arg(self.folder(project.root())?)
            .arg("--target-dir")
            .arg(&workbench.0)
            .advice("Installing a tool needs crates.io and a C compiler; run the same command by hand to try again.")
            .run()
    }

    /// How the tool is called in the log.
    pub fn label(self, project: &Project) -> String {
        let pin = self.pin();
        match pin.version(project.root()) {
            Ok(version) => format!("{} {version}", pin.package),
            Err(_) => pin.package.to_owned(),
        }
    }

    fn folder(self, root: &Path) -> Result<PathBuf> {
        let pin = self.pin();
        let name = format!("{}-{}", pin.package, pin.version(root)?);
        Ok(cache()?.join("tools").join(name))
    }
}

/// Where tools are built: what several have in common is compiled once, and all of it goes when this goes.
pub struct Workbench(PathBuf);

impl Workbench {
    pub fn new() -> Result<Self> {
        // By process, because a run that ends first would take it from under another one.
        let folder = cache()?.join(format!("build-{}", process::id()));
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        // What stays behind costs disk space and nothing else.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn cache() -> Result<PathBuf> {
    let caches = match env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir()
            .context("no home directory: set HOME or XDG_CACHE_HOME")?
            .join(".cache"),
    };
    Ok(caches.join("leptos-state"))
}

/// The version in the answer to `--version`.
fn version_in(answer: &str) -> Option<Version> {
    answer
        .split_whitespace()
        .find_map(|word| Version::parse(word).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_a_tool_says_of_itself() {
        let answer = "cargo-nextest 0.9.143 (60fa45f63 2026-08-04)\nrelease: 0.9.143\n";
        assert_eq!(version_in(answer), Some(Version::new(0, 9, 143)));
        assert_eq!(version_in("cargo-nextest"), None);
    }
}
