//! The steps that are one run of cargo each.

use std::env;

use anyhow::{ensure, Result};
use cargo_metadata::Package;

use super::browser;
use crate::project::{has_own_source, Project};
use crate::site::{self, Group, TARGET};

pub fn fmt(project: &Project) -> Result<()> {
    project
        .command("cargo")
        .args(["fmt", "--all", "--check", "--", "--files-with-diff"])
        .advice("`cargo fmt --all` corrects the files listed above.")
        .run()
}

pub fn clippy(project: &Project) -> Result<()> {
    let lint = |options: Vec<String>| {
        project
            .command("cargo")
            .arg("clippy")
            .args(options)
            .args(["--", "-D", "warnings"])
            .advice("`cargo clippy --fix` corrects some of it.")
            .run()
    };
    let workspace = ["--workspace", "--all-targets"].map(str::to_owned);
    let native = lint(
        workspace
            .into_iter()
            .chain(project.without_tools())
            .collect(),
    );
    // What exists in the browser alone is not seen from here: the libraries that have tests there, and those tests.
    let browser = project.with_test(browser::is_test).flat_map(selected);
    let targets = ["--target", TARGET, "--lib", "--test", browser::TESTS];
    let browser = lint(browser.chain(targets.map(str::to_owned)).collect());
    let visited = site::visited(project)?;
    let rendered = Group::all_of(&visited)
        .iter()
        .try_for_each(|group| lint_rendered(project, group, lint));
    native.and(browser).and(rendered)
}

/// Lints what the workspace as a whole does not have of examples that make their pages themselves: the side of the browser, and
/// both sides of a variant.
fn lint_rendered(
    project: &Project,
    group: &Group<'_>,
    lint: impl Fn(Vec<String>) -> Result<()>,
) -> Result<()> {
    if let Some(variant) = group.variant {
        // With the workspace, so that what they are made of is not checked again.
        let variant = group.feature(variant);
        let options = ["--workspace", "--all-targets", "--features", &variant];
        let options = options.map(str::to_owned).into_iter();
        lint(options.chain(project.without_tools()).collect())?;
    }
    let mut options = group.options("hydrate");
    options.extend(["--lib", "--target", TARGET].map(str::to_owned));
    lint(options)
}

pub fn doctest(project: &Project) -> Result<()> {
    // The adapters have one documentation.
    let published = project
        .published()
        .filter(|package| has_own_source(package) && !project.is_tool(package));
    let packages = published.chain([project.package_in("docs")?]);
    project
        .command("cargo")
        .args(["test", "--doc", "--no-fail-fast"])
        .args(packages.flat_map(selected))
        .advice(
            "The names of the failed tests above are where the code stands in the documentation.",
        )
        .run()
}

pub fn docs(project: &Project) -> Result<()> {
    let document = |packages: Vec<&Package>| {
        project
            .command("cargo")
            .env("RUSTDOCFLAGS", "-D warnings")
            .args(["doc", "--no-deps"])
            .args(packages.into_iter().flat_map(selected))
            .advice("What rustdoc warns about above is an error here.")
            .run()
    };
    // The adapters' libraries have one name, under which rustdoc writes. The one that is most used is to be read there.
    let (own, shared) = project
        .published()
        .filter(|package| !project.is_tool(package))
        .partition(|package| has_own_source(package));
    document(shared).and(document(own))
}

pub fn features(project: &Project) -> Result<()> {
    project
        .command("cargo")
        .args(["hack", "check", "--each-feature"])
        .args(published(project))
        .advice("The last line that says `running` names the features that do not compile.")
        .run()?;
    project
        .published()
        .try_for_each(|package| off_is_off(project, package))
}

/// A feature that is off costs nothing: what only it needs is not compiled.
fn off_is_off(project: &Project, package: &Package) -> Result<()> {
    let tree = project
        .command("cargo")
        .args(["tree", "--no-default-features", "--edges", "normal"])
        .args(["--depth", "1", "--prefix", "none", "--format", "{p}"])
        .args(selected(package))
        .read()?;
    let compiled = |name: &str| {
        tree.lines()
            .any(|line| line.split(' ').next() == Some(name))
    };
    let optional = package.dependencies.iter().filter(|needed| needed.optional);
    let kept: Vec<&str> = optional
        .map(|needed| needed.name.as_str())
        .filter(|name| compiled(name))
        .collect();
    ensure!(
        kept.is_empty(),
        "without its features, {} is still compiled with {}",
        package.name,
        kept.join(", ")
    );
    Ok(())
}

pub fn instructions(project: &Project) -> Result<()> {
    ensure!(
        cfg!(target_arch = "x86_64"),
        "the bounds are those of an x86-64 processor; `--skip instructions` leaves this out"
    );
    let package = "leptos-state-instructions";
    project
        .command("cargo")
        .args(["run", "--profile", "instructions", "--package", package])
        // Without it, the program believes that it is only compiled as a test.
        .args(["--", "--bench"])
        .advice(
            "Where a bound is exceeded for a good reason, it stands in benches/instructions/src/main.rs.",
        )
        .run()
}

pub fn publish(project: &Project) -> Result<()> {
    project
        .command("cargo")
        .args(["publish", "--workspace", "--dry-run"])
        // A checkout made for one run has nothing in it to protect; at home, uncommitted changes should be noticed.
        .args(env::var_os("CI").is_some().then_some("--allow-dirty"))
        .advice("Nothing was published; crates.io would refuse what is refused here.")
        .run()
}

fn published(project: &Project) -> impl Iterator<Item = String> + '_ {
    project.published().flat_map(selected)
}

pub fn selected(package: &Package) -> [String; 2] {
    ["--package".to_owned(), package.name.to_string()]
}

/// Tests under Miri, which needs a nightly toolchain and takes minutes.
pub fn miri(project: &Project) -> Result<()> {
    project
        .command("rustup")
        .args(["toolchain", "install", "nightly", "--profile", "minimal"])
        .args(["--component", "miri", "--component", "rust-src"])
        .arg("--no-self-update")
        .advice("Miri is a component of some nightly toolchains; an older one may have it.")
        .run()?;
    project
        .command("rustup")
        .args(["run", "nightly", "cargo", "miri", "test"])
        .args(["--package", "leptos-state-core", "--tests"])
        // The randomised tests take their seed from the system.
        .env("MIRIFLAGS", "-Zmiri-disable-isolation")
        .advice("Miri names the line that did what it must not.")
        .run()
}

/// More random charts than every change is tested with, with optimizations: without, they would take an hour.
pub fn charts(project: &Project) -> Result<()> {
    project
        .command("cargo")
        .args(["test", "--release", "--package", "leptos-state-chart"])
        .args(["--test", "random_charts"])
        .env("LEPTOS_STATE_CHARTS", "100000")
        .advice("The seed of the chart that failed is above; SEED=n repeats it.")
        .run()
}
