//! Documents, run as the suites and the peers of others run them.

use std::path::PathBuf;

use anyhow::Result;

use crate::command::Invocation;
use crate::project::Project;
use crate::setup::{Need, Program};

/// The npm packages with the suites and the peers.
fn folder(project: &Project) -> PathBuf {
    project.root().join("tests/documents")
}

/// Where the suites of SCXML are.
pub fn suite(project: &Project) -> PathBuf {
    folder(project).join("node_modules/@scion-scxml/test-framework/test")
}

pub fn needs(project: &Project) -> [Need; 3] {
    [
        Need::Program(Program::Node),
        Need::Program(Program::Npm),
        Need::NpmPackages(folder(project)),
    ]
}

pub fn run(project: &Project) -> Result<()> {
    tests(project)
        .args(["--test", "scxml_suite", "--test", "xstate"])
        .env("SCXML_SUITE", suite(project))
        .advice(
            "SCXML_TEST=w3c-ecma/test144 runs one test of the suites and says what happened in it.",
        )
        .run()?;
    project
        .command("node")
        .arg("crates/model/tests/xstate_graph/run.mjs")
        .env("XSTATE_MODULES", folder(project))
        .advice("With `--write` it writes down what XState finds; `cargo test -p leptos-state-model --test xstate_graph` compares.")
        .run()
}

/// More random charts than every change is tested with.
pub fn many(project: &Project) -> Result<()> {
    tests(project)
        .args(["--test", "xstate"])
        .env("XSTATE_CHARTS", "1500")
        .advice("XSTATE_SEED=n XSTATE_CHARTS=1 repeats the chart with this seed.")
        .run()
}

fn tests(project: &Project) -> Invocation {
    project
        .command("cargo")
        .args(["test", "--package", "leptos-state-chart"])
        .args(["--features", "ecmascript,xstate"])
        .env("XSTATE_MODULES", folder(project))
}
