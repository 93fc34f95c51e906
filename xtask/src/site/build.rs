//! Building the site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::slice;

use anyhow::{ensure, Context, Result};
use serde::de::DeserializeOwned;
use serde::Deserialize;

use super::example::{module, Example, Kind};
use super::{page, rendered};
use crate::project::Project;

/// What a browser runs.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What a page may load beside its program. Anything else in an example's folder is not meant for browsers.
const STATIC_FILES: [&str; 6] = ["css", "html", "ico", "js", "png", "svg"];

#[derive(Clone, Copy)]
pub enum Profile {
    Dev,
    Release,
}

/// Builds the examples, lays them out beside a page that lists them, and returns the folder to serve.
pub fn build(project: &Project, examples: &[Example], profile: Profile) -> Result<PathBuf> {
    let pages: Vec<&Example> = examples
        .iter()
        .filter(|example| example.has_page())
        .collect();
    for example in &pages {
        ensure!(
            example.folder.join("index.html").is_file(),
            "example `{}` has no index.html, the page that starts it",
            example.name
        );
    }
    compile_all(project, &pages, profile)?;
    compile_servers(project, &pages)?;

    let site = project.output("site");
    if site.exists() {
        // An example that was built before is not on the page now.
        fs::remove_dir_all(&site).with_context(|| format!("cannot empty {}", site.display()))?;
    }
    rendered::build(project, examples, profile, &site)?;
    for example in examples {
        lay_out(project, example, profile, &site.join(&example.name))
            .with_context(|| format!("example `{}` cannot be laid out", example.name))?;
    }
    write(&site.join("index.html"), &page::index(examples))?;
    Ok(site)
}

/// Compiles the programs of pages together, because what they share is then compiled once: by themselves, each would want it
/// with other features.
fn compile_all(project: &Project, examples: &[&Example], profile: Profile) -> Result<()> {
    if examples.is_empty() {
        return Ok(());
    }
    let together = compile(project, examples, profile);
    if together.is_err() {
        // By itself, the one that is at fault can be named.
        for example in examples {
            compile(project, slice::from_ref(example), profile)
                .with_context(|| format!("example `{}` does not compile", example.name))?;
        }
    }
    together
}

fn compile(project: &Project, examples: &[&Example], profile: Profile) -> Result<()> {
    let options = examples.iter().flat_map(|example| {
        let programs = example.programs().iter();
        let programs = programs.flat_map(|program| ["--bin", program]);
        ["--package", &example.package].into_iter().chain(programs)
    });
    project
        .command("cargo")
        .args(["build", "--target", TARGET])
        .args(options)
        .args(profile.flag())
        .advice("What has to be corrected is in the compiler's messages above.")
        .run()
}

/// Compiles the programs that serve, for this computer. What they do takes no time worth optimizing.
fn compile_servers(project: &Project, examples: &[&Example]) -> Result<()> {
    let servers: Vec<&String> = examples
        .iter()
        .filter_map(|example| match &example.kind {
            Kind::Page { server, .. } => server.as_ref(),
            Kind::Rendered(_) => None,
        })
        .collect();
    if servers.is_empty() {
        return Ok(());
    }
    project
        .command("cargo")
        .arg("build")
        .args(servers.iter().flat_map(|server| ["--bin", server]))
        .advice("What has to be corrected is in the compiler's messages above.")
        .run()
}

fn lay_out(project: &Project, example: &Example, profile: Profile, place: &Path) -> Result<()> {
    for program in example.programs() {
        bind(project, profile, program, place)?;
    }
    copy_static_files(&example.folder, place)?;
    if example.uses_npm() {
        copy_style_sheets(&example.folder, place)?;
    }
    Ok(())
}

/// Makes what was compiled for the browser, and called `name`, into what a page can load.
pub fn bind(project: &Project, profile: Profile, name: &str, place: &Path) -> Result<()> {
    project
        .command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript"])
        .args(["--out-name", module(name)])
        .arg("--out-dir")
        .arg(place)
        .arg(profile.folder(project).join(format!("{name}.wasm")))
        .advice("wasm-bindgen has to be of the version that Cargo.lock has of the library.")
        .run()
}

fn copy_static_files(folder: &Path, place: &Path) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?
    {
        let path = entry?.path();
        let is_static = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| STATIC_FILES.contains(&extension));
        if let (true, Some(name)) = (is_static && path.is_file(), path.file_name()) {
            copy(&path, &place.join(name))?;
        }
    }
    Ok(())
}

/// Copies the style sheet of every npm package that the example depends on, as `PACKAGE.css`.
fn copy_style_sheets(folder: &Path, place: &Path) -> Result<()> {
    #[derive(Deserialize)]
    struct Dependent {
        #[serde(default)]
        dependencies: BTreeMap<String, String>,
    }

    #[derive(Deserialize)]
    struct StyleSheet {
        style: PathBuf,
    }

    let dependent: Dependent = read_json(&folder.join("package.json"))?;
    for name in dependent.dependencies.keys() {
        let package = folder.join("node_modules").join(name);
        let style_sheet: StyleSheet = read_json(&package.join("package.json"))?;
        copy(
            &package.join(style_sheet.style),
            &place.join(format!("{name}.css")),
        )?;
    }
    Ok(())
}

impl Profile {
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Self::Dev => None,
            Self::Release => Some("--release"),
        }
    }

    /// Where cargo puts the programs.
    fn folder(self, project: &Project) -> PathBuf {
        project.target().join(TARGET).join(match self {
            Self::Dev => "debug",
            Self::Release => "release",
        })
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("cannot use {}", path.display()))
}

pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
