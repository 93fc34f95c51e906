//! The application of the Redux DevTools, as somebody uses it, with a program of ours.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::setup::{Need, Program};

/// The application, its relay, and what drives them.
fn folder(project: &Project) -> PathBuf {
    project.root().join("tests/devtools")
}

pub fn needs(project: &Project) -> [Need; 4] {
    [
        Need::Program(Program::Chromium),
        Need::Program(Program::Node),
        Need::Program(Program::Npm),
        Need::NpmPackages(folder(project)),
    ]
}

/// Builds the program and has the application show it. Pictures of it are in the output folder.
pub fn run(project: &Project) -> Result<()> {
    project
        .command("cargo")
        .args(["build", "--package", "leptos-state-devtools"])
        .args(["--features", "remote", "--example", "remote"])
        // Where its changes come from is shown.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .run()?;
    let example = format!("debug/examples/remote{}", std::env::consts::EXE_SUFFIX);
    let screenshots = project.output("devtools");
    project
        .command("node")
        .directory(&folder(project))
        .env("CHROMIUM", Program::Chromium.path(project)?)
        .env("EXAMPLE", project.target().join(example))
        .env("SCREENSHOTS", &screenshots)
        .args(["--test", "--test-reporter=spec", "devtools.test.mjs"])
        .advice(format!(
            "{} has a picture of the end of each test.",
            project.shown(&screenshots)
        ))
        .run()
}
