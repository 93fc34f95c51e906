//! What `leptos-state new` and `leptos-state add` make, compiled and tested as whoever made it would.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::Invocation;
use crate::project::Project;
use crate::site::TARGET;

/// The name that stands in the templates. With any other, rustfmt may want some lines in another order.
const NAME: &str = "my-app";

const TEMPLATES: [&str; 3] = ["csr", "ssr", "islands"];

/// What is added to an application, by the kind of it.
const ADDITIONS: [&str; 4] = ["store", "machine", "layer", "slice"];

pub fn run(project: &Project) -> Result<()> {
    let folder = project.output("templates");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("could not empty {}", folder.display()));
        }
        _ => {}
    }
    let made = TEMPLATES
        .iter()
        .map(|template| Ok((*template, make(project, &folder.join(template), template)?)))
        .collect::<Result<Vec<_>>>()?;
    // One that fails does not stop the others.
    made.iter()
        .map(|(template, application)| check(project, template, application))
        .fold(Ok(()), Result::and)
}

/// Makes an application in a folder of its own.
fn make(project: &Project, folder: &Path, template: &str) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    leptos_state(project, folder)
        .args(["new", NAME, "--template", template, "--checkout"])
        .arg(project.root())
        .run()?;
    let application = folder.join(NAME);
    if template == "csr" {
        for kind in ADDITIONS {
            let name = format!("added-{kind}");
            leptos_state(project, &application)
                .args(["add", kind, &name])
                .run()?;
        }
    }
    stand_alone(project, &application)
        .with_context(|| format!("could not set up {}", application.display()))?;
    Ok(application)
}

/// The command line, without what only running documents needs, and takes minutes to compile.
fn leptos_state(project: &Project, folder: &Path) -> Invocation {
    project
        .command("cargo")
        .args(["run", "--quiet", "--package", "leptos-state-cli"])
        .args(["--no-default-features", "--manifest-path"])
        .arg(project.root().join("Cargo.toml"))
        .arg("--")
        .directory(folder)
}

/// An application is no part of the workspace that it is made in, and has the versions that are tested there.
fn stand_alone(project: &Project, application: &Path) -> std::io::Result<()> {
    let mut manifest = OpenOptions::new()
        .append(true)
        .open(application.join("Cargo.toml"))?;
    manifest.write_all(b"\n[workspace]\n")?;
    let lock = "Cargo.lock";
    fs::copy(project.root().join(lock), application.join(lock))?;
    Ok(())
}

/// Checks its format, runs its tests, and compiles it for the browser.
fn check(project: &Project, template: &str, application: &Path) -> Result<()> {
    let cargo = || {
        project
            .command("cargo")
            .directory(application)
            .env("CARGO_TARGET_DIR", project.target())
            .advice("What it is made from is in tools/cli/templates.")
    };
    let formatted = cargo().args(["fmt", "--check"]).run();
    let tested = cargo().args(["test", "--no-fail-fast"]).run();
    let browser = cargo().args(["build", "--target", TARGET]);
    let browser = match template {
        "csr" => browser,
        _ => browser.args(["--lib", "--no-default-features", "--features", "hydrate"]),
    };
    formatted.and(tested).and(browser.run())
}
