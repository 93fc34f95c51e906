//! The examples there are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context, Result};
use cargo_metadata::Package;

use crate::project::{directory, Project};
use crate::setup::{Need, Program, Tool};

/// The folder of an example's other package, which makes its programs with another Leptos from the same source. It ends
/// their names too: cargo puts all programs into one folder.
const OTHER_LEPTOS: &str = "leptos09";

/// A crate in examples/: a program for the browser, or several, beside the page that starts them.
pub struct Example {
    /// The name of its folder, and of its place on the site. That of another Leptos is added to it.
    pub name: String,
    pub about: String,
    pub package: String,
    /// The programs as cargo knows them.
    pub programs: Vec<String>,
    /// The program in its folder `server`, which serves the page and what the page asks for.
    pub server: Option<String>,
    pub folder: PathBuf,
}

/// The examples with these names, or all of them if there are no names.
pub fn examples(project: &Project, names: &[String]) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for package in project.examples() {
        let example = Example::new(project, package)?;
        let other = example.with_other_leptos(project)?;
        examples.push(example);
        examples.extend(other);
    }
    let known: Vec<&str> = examples
        .iter()
        .map(|example| example.name.as_str())
        .collect();
    if known.is_empty() {
        bail!("there are no crates in examples/");
    }
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!(
            "there is no example `{unknown}`; there are: {}",
            known.join(", ")
        );
    }
    examples.retain(|example| names.is_empty() || names.contains(&example.name));
    Ok(examples)
}

/// What building these examples needs.
pub fn needs(examples: &[Example]) -> BTreeSet<Need> {
    let mut needs = BTreeSet::from([Need::Toolchain, Need::Tool(Tool::WasmBindgen)]);
    for example in examples.iter().filter(|example| example.uses_npm()) {
        needs.extend([
            Need::Program(Program::Node),
            Need::Program(Program::Npm),
            Need::NpmPackages(example.folder.clone()),
        ]);
    }
    needs
}

impl Example {
    /// Whether it takes style sheets from npm packages.
    pub fn uses_npm(&self) -> bool {
        self.folder.join("package.json").is_file()
    }

    /// What the page calls a program: it imports `./MODULE.js`, whichever Leptos that is made with.
    pub fn module<'p>(&self, program: &'p str) -> &'p str {
        let other = program.strip_suffix(OTHER_LEPTOS);
        other
            .and_then(|program| program.strip_suffix('-'))
            .unwrap_or(program)
    }

    fn new(project: &Project, package: &Package) -> Result<Self> {
        let folder = directory(package);
        let name = folder
            .file_name()
            .with_context(|| format!("{} has no name", folder.display()))?
            .to_string_lossy()
            .into_owned();
        let server = project
            .package_in(&format!("examples/{name}/server"))
            .ok()
            .and_then(|server| programs_of(server).next());
        Self::of(package, name, folder, server)
    }

    /// The same page with programs that are made with another Leptos, if there is a package for that.
    fn with_other_leptos(&self, project: &Project) -> Result<Option<Self>> {
        let package = project.package_in(&format!("examples/{}/{OTHER_LEPTOS}", self.name));
        let name = format!("{}-{OTHER_LEPTOS}", self.name);
        package
            .ok()
            .map(|package| Self::of(package, name, &self.folder, None))
            .transpose()
    }

    fn of(package: &Package, name: String, folder: &Path, server: Option<String>) -> Result<Self> {
        let programs: Vec<String> = programs_of(package).collect();
        ensure!(
            !programs.is_empty(),
            "example `{name}` has no program: it needs a src/main.rs"
        );
        Ok(Self {
            name,
            about: package.description.clone().unwrap_or_default(),
            package: package.name.to_string(),
            programs,
            server,
            folder: folder.to_owned(),
        })
    }
}

fn programs_of(package: &Package) -> impl Iterator<Item = String> + '_ {
    let programs = package.targets.iter().filter(|target| target.is_bin());
    programs.map(|target| target.name.clone())
}
