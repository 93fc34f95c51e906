//! The parts of the Rust toolchain that rust-toolchain.toml asks for. rustup adds them by itself when it installs a
//! toolchain, but not to one that is already there.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::project::Project;

/// The parts that are missing.
pub struct Missing {
    targets: Vec<String>,
    components: Vec<String>,
}

#[derive(Deserialize)]
struct ToolchainFile {
    toolchain: Wanted,
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    targets: Vec<String>,
    #[serde(default)]
    components: Vec<String>,
}

impl Missing {
    /// Looks for the parts. A toolchain that is not rustup's is taken to be complete: what it lacks shows where it
    /// is used.
    pub fn find(project: &Project) -> Result<Self> {
        if project.find("rustup").is_none() {
            return Ok(Self {
                targets: Vec::new(),
                components: Vec::new(),
            });
        }
        let path = project.root().join("rust-toolchain.toml");
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let file: ToolchainFile =
            toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
        let installed = |what: &str| -> Result<String> {
            project
                .command("rustup")
                .args([what, "list", "--installed"])
                .read()
        };
        Ok(Self {
            targets: missing(file.toolchain.targets, &installed("target")?),
            components: missing(file.toolchain.components, &installed("component")?),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.components.is_empty()
    }

    /// Adds them to the toolchain in use.
    pub fn add(&self, project: &Project) -> Result<()> {
        for (what, names) in [("target", &self.targets), ("component", &self.components)] {
            if !names.is_empty() {
                project
                    .command("rustup")
                    .args([what, "add"])
                    .args(names)
                    .advice("rustup needs its download server for this.")
                    .run()?;
            }
        }
        Ok(())
    }
}

/// Those of `wanted` that rustup does not list. Components are listed with the platform they are for at the end.
fn missing(wanted: Vec<String>, listed: &str) -> Vec<String> {
    let listed: BTreeSet<&str> = listed.lines().collect();
    wanted
        .into_iter()
        .filter(|name| {
            let with_platform = format!("{name}-");
            !listed.contains(name.as_str())
                && !listed.iter().any(|line| line.starts_with(&with_platform))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_recognized_with_and_without_their_platform() {
        let listed =
            "clippy-x86_64-unknown-linux-gnu\nrust-src\nrust-std-x86_64-unknown-linux-gnu\n";
        let wanted = ["clippy", "rust-src", "rustfmt"].map(String::from).to_vec();
        assert_eq!(missing(wanted, listed), ["rustfmt"]);
    }
}
