//! The steps that need a browser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use cargo_metadata::Package;
use serde_json::Value;

use crate::project::{directory, Project};
use crate::setup::Program;
use crate::site::{self, Profile, TARGET};

/// The tests that wasm-bindgen takes to the browser, by the names of their files.
pub const TESTS: &str = "browser*";

/// Whether a test is among [`TESTS`].
pub fn is_test(name: &str) -> bool {
    name.starts_with(TESTS.trim_end_matches('*'))
}

/// Runs the tests that wasm-bindgen takes to the browser.
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

/// Serves the examples and runs the tests that use them like a visitor.
pub fn end_to_end(project: &Project, profile: Profile) -> Result<()> {
    let folder = end_to_end_tests(project);
    let tests = test_files(&folder)?;
    ensure!(
        !tests.is_empty(),
        "there are no *.test.mjs in {}",
        project.shown(&folder)
    );
    let examples = site::visited(project)?;
    let site = site::build(project, &examples, profile)?;
    let server = site::serve(project, &examples, &site, 0)?;
    project
        .command("node")
        .directory(&folder)
        .env("BASE_URL", server.url())
        .env("CHROMIUM", Program::Chromium.path(project)?)
        .args(["--test", "--test-reporter=spec"])
        .args(tests)
        .advice("`cargo xtask demo` serves the same site, to see it happen.")
        .run()
}

/// Where the end-to-end tests are.
pub fn end_to_end_tests(project: &Project) -> PathBuf {
    project.root().join("tests/e2e")
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

fn test_files(folder: &Path) -> Result<Vec<String>> {
    let list = || -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".test.mjs") {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    };
    list().with_context(|| format!("cannot list {}", folder.display()))
}
