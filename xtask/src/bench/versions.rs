//! Which versions of everything were measured, and where.

use std::collections::BTreeMap;
use std::fs;
use std::thread;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};
use serde::Deserialize;

use super::contestant::{folder, on_node, Contestant, Library, Made};
use crate::project::Project;

pub struct Versions {
    libraries: BTreeMap<Library, String>,
    leptos: String,
    node: String,
    /// The processor and the system.
    pub machine: String,
    pub compiler: String,
}

impl Versions {
    pub fn find(project: &Project) -> Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(folder(project).join("Cargo.toml"))
            .exec()
            .context("cargo cannot read the contestants' workspace")?;
        let npm = npm_versions(project)?;
        let installed = Library::ALL
            .into_iter()
            .filter_map(|library| Some((library, library.package()?, library.installed_as()?)));
        let versions = installed.map(|(library, package, installed_as)| {
            let version = match library.made() {
                Made::Program(program) | Made::Wasm(program) => {
                    version_below(&metadata, program, package)
                }
                Made::Script => npm.get(installed_as).cloned(),
            };
            let version = version.with_context(|| format!("no lock file has {installed_as}"))?;
            Ok((library, version))
        });
        let is_leptos = |package: &&Package| *package.name == "leptos";
        let leptos = metadata.packages.iter().find(is_leptos);
        Ok(Self {
            leptos: leptos.map_or_else(String::new, |package| package.version.to_string()),
            libraries: versions.collect::<Result<_>>()?,
            node: project
                .command("node")
                .arg("--version")
                .read()?
                .trim()
                .to_owned(),
            machine: machine(),
            compiler: compiler(project)?,
        })
    }

    /// A contestant with its version.
    pub fn label(&self, contestant: Contestant) -> String {
        let Contestant { library, name } = contestant;
        let version = self.libraries.get(&library);
        match (library, version) {
            // The version is that of this repository, and the signals' is in the list.
            (
                Library::LeptosState | Library::Chart | Library::ChartInWasm | Library::Signals,
                _,
            )
            | (_, None) => name.to_owned(),
            (_, Some(version)) => match name.split_once(", ") {
                Some((name, how)) => format!("{name} {version}, {how}"),
                None => format!("{name} {version}"),
            },
        }
    }

    /// Every contestant with what it is, its version and what it runs on, as lines of Markdown.
    pub fn list(&self) -> String {
        let lines = self.libraries.iter().map(|(library, version)| {
            let package = library.package().unwrap_or_default();
            match library {
                Library::Signals => {
                    format!(
                        "- `{package}` {version}, as in Leptos {}: `RwSignal`, `ArcRwSignal`, `ArcTrigger`, `signal()`\n",
                        self.leptos
                    )
                }
                Library::ChartInWasm => {
                    format!(
                        "- `{package}` {version}, compiled to WebAssembly, on Node {}\n",
                        self.node
                    )
                }
                _ if library.made() == Made::Script => {
                    format!("- `{package}` {version}, on Node {}\n", self.node)
                }
                _ => format!("- `{package}` {version}\n"),
            }
        });
        lines.collect()
    }
}

/// The version of a package that a contestant depends on.
fn version_below(metadata: &Metadata, program: &str, package: &str) -> Option<String> {
    let name = format!("contestant-{program}");
    let contestant = metadata
        .packages
        .iter()
        .find(|package| *package.name == name)?;
    let nodes = &metadata.resolve.as_ref()?.nodes;
    let node = nodes.iter().find(|node| node.id == contestant.id)?;
    node.dependencies
        .iter()
        .map(|id| &metadata[id])
        .find(|dependency| *dependency.name == package)
        .map(|dependency| dependency.version.to_string())
}

/// The versions in the lock file of the contestants on Node, by package.
fn npm_versions(project: &Project) -> Result<BTreeMap<String, String>> {
    #[derive(Deserialize)]
    struct LockFile {
        packages: BTreeMap<String, Locked>,
    }

    #[derive(Deserialize)]
    struct Locked {
        version: Option<String>,
    }

    let path = on_node(project).join("package-lock.json");
    let read = || -> Result<LockFile> { Ok(serde_json::from_str(&fs::read_to_string(&path)?)?) };
    let lock = read().with_context(|| format!("cannot read {}", project.shown(&path)))?;
    let versions = lock.packages.into_iter().filter_map(|(path, package)| {
        let name = path.strip_prefix("node_modules/")?;
        Some((name.to_owned(), package.version?))
    });
    Ok(versions.collect())
}

/// The processor and the system, as far as they are known.
fn machine() -> String {
    let described = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = described
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or(std::env::consts::ARCH, |(_, name)| name.trim());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    format!("{processor}, {cores} cores, {}", std::env::consts::OS)
}

/// The compiler without the day on which it was made.
fn compiler(project: &Project) -> Result<String> {
    let answer = project.command("rustc").arg("--version").read()?;
    Ok(answer
        .split(" (")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned())
}
