//! Building the examples that make their pages themselves. The variants of one are the same program to cargo, so what was compiled
//! for a variant is put where it belongs before the next is compiled.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::build::{bind, copy, Profile, TARGET};
use super::example::{Example, Group};
use crate::project::Project;

/// Compiles both sides of all of them, and lays out what browsers load in the folder `site`.
pub fn build(project: &Project, examples: &[Example], profile: Profile, site: &Path) -> Result<()> {
    let servers = project.output("servers");
    fs::create_dir_all(&servers).with_context(|| format!("cannot create {}", servers.display()))?;
    for group in Group::all_of(examples) {
        let compile = |side: &str| {
            project
                .command("cargo")
                .arg("build")
                .args(group.options(side))
                .advice("What has to be corrected is in the compiler's messages above.")
        };
        compile("hydrate")
            .args(["--lib", "--target", TARGET])
            .args(profile.flag())
            .run()?;
        compile("ssr").arg("--bins").run()?;
        for (example, parts) in &group.members {
            let place = site.join(&example.name).join("pkg");
            bind(project, profile, &parts.library, &place)?;
            let server = servers.join(&example.name);
            // A program that still runs can be replaced, but not written to.
            let _ = fs::remove_file(&server);
            copy(&project.target().join("debug").join(&parts.server), &server)?;
        }
    }
    Ok(())
}
