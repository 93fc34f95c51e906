//! The tests that wasm-bindgen takes to the browser.

use std::fs;
use std::path::PathBuf;

use anyhow::{ensure, Context, Result};
use cargo_metadata::Package;
use serde_json::Value;

use crate::project::{directory, Project};
use crate::setup::Program;
use crate::site::TARGET;

/// Those tests, by the names of their files.
pub const TESTS: &str = "browser*";

/// Whether a test is among [`TESTS`].
pub fn is_test(name: &str) -> bool {
    name.starts_with(TESTS.trim_end_matches('*'))
}

/// Runs them.
pub fn unit(project: &Project) -> Result<()> {
    let packages: Vec<&Package> = project.with_test(is_test).collect();
    ensure!(!packages.is_empty(), "no package has tests/{TESTS}.rs");
    for package in packages {
        project
            .command("cargo")
            .env("CHROMEDRIVER", Program::Chromedriver.path(project)?)
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                capabilities(project, package)?,
            )
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .args(["test", "--target", TARGET, "--no-fail-fast"])
            .args(["--package", &package.name, "--test", TESTS])
            .advice("ChromeDriver and Chromium have to be of the same major version.")
            .run()?;
    }
    Ok(())
}

/// Writes down what the package's webdriver.json asks of the browser, and which browser it is; without the latter,
/// ChromeDriver looks for one by itself and may find another one.
fn capabilities(project: &Project, package: &Package) -> Result<PathBuf> {
    let asked = directory(package).join("webdriver.json");
    let read = || -> Result<Value> { Ok(serde_json::from_str(&fs::read_to_string(&asked)?)?) };
    let mut capabilities =
        read().with_context(|| format!("cannot read {}", project.shown(&asked)))?;
    let options = capabilities
        .get_mut("goog:chromeOptions")
        .and_then(Value::as_object_mut)
        .with_context(|| format!("{} has no goog:chromeOptions", project.shown(&asked)))?;
    let browser = Program::Chromium.path(project)?;
    options.insert("binary".to_owned(), browser.to_string_lossy().into());

    let written = project.output("webdriver.json");
    let write = || -> Result<()> {
        fs::create_dir_all(project.output(""))?;
        Ok(fs::write(&written, capabilities.to_string())?)
    };
    write().with_context(|| format!("cannot write {}", written.display()))?;
    Ok(written)
}
