//! Building an example that makes its pages itself. Its variants are the same program to cargo, so what was compiled for one is
//! put where it belongs before the next is compiled.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::build::{bind, copy, Profile, TARGET};
use super::example::{Example, Rendered};
use crate::project::Project;

/// Compiles both sides and lays out what browsers load in `place`.
pub fn build(
    project: &Project,
    example: &Example,
    parts: &Rendered,
    profile: Profile,
    place: &Path,
) -> Result<()> {
    let compile = |side: &str| {
        project
            .command("cargo")
            .args(["build", "--package", &example.package])
            .args(["--no-default-features", "--features", &parts.features(side)])
            .advice("What has to be corrected is in the compiler's messages above.")
    };
    compile("hydrate")
        .args(["--lib", "--target", TARGET])
        .args(profile.flag())
        .run()?;
    bind(project, profile, &parts.library, &place.join("pkg"))?;

    compile("ssr").args(["--bin", &parts.server]).run()?;
    let servers = project.output("servers");
    fs::create_dir_all(&servers).with_context(|| format!("cannot create {}", servers.display()))?;
    let server = servers.join(&example.name);
    // A program that still runs can be replaced, but not written to.
    let _ = fs::remove_file(&server);
    copy(&project.target().join("debug").join(&parts.server), &server)
}
