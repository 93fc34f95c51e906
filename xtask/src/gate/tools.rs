//! Programs for developers, which are compiled apart from the rest of the workspace.

use anyhow::Result;

use super::documents;
use super::rust::selected;
use crate::project::Project;

/// Lints them and runs their tests, with the suites that npm brings.
pub fn run(project: &Project) -> Result<()> {
    let tools = || project.tools().flat_map(selected);
    let linted = project
        .command("cargo")
        .args(["clippy", "--all-targets", "--all-features"])
        .args(tools())
        .args(["--", "-D", "warnings"])
        .advice("`cargo clippy --fix` corrects some of it.")
        .run();
    let tested = project
        .command("cargo")
        .args(["test", "--all-features", "--no-fail-fast"])
        .args(tools())
        .env("SCXML_SUITE", documents::suite(project))
        .advice("`cargo test --package leptos-state-cli --test FILE NAME` runs one of the failed tests again.")
        .run();
    linted.and(tested)
}
