//! The examples there are.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{bail, Context, Result};
use cargo_metadata::Package;

use crate::project::{directory, Project};
use crate::setup::{Need, Program, Tool};

/// A crate in examples/, or a variant of one.
pub struct Example {
    /// The name of its folder, of its other Leptos and of its variant, which is that of its place on the site.
    pub name: String,
    pub about: String,
    pub package: String,
    pub kind: Kind,
    pub folder: PathBuf,
}

/// How an example comes into the browser.
pub enum Kind {
    /// Beside a page.
    Page {
        /// The programs, each of which the page imports as `./MODULE.js`.
        programs: Vec<String>,
        /// The program in its folder `server`, which serves the page and what the page asks for.
        server: Option<String>,
    },
    /// In pages that its own program makes: the crate has the features `ssr` and `hydrate`.
    Rendered(Rendered),
}

/// A crate that is compiled with the feature `ssr` for the program that makes the pages, and with `hydrate` for the library
/// that takes them over in the browser.
pub struct Rendered {
    pub library: String,
    pub server: String,
    /// The feature that both are compiled with in this variant.
    pub variant: Option<&'static str>,
}

/// The examples of one variant that make their pages themselves. They are compiled together, because what they share is then
/// compiled once: by themselves, each would want it with other features.
pub struct Group<'a> {
    /// The feature that they are compiled with besides that of a side.
    pub variant: Option<&'static str>,
    pub members: Vec<(&'a Example, &'a Rendered)>,
}

impl<'a> Group<'a> {
    /// All groups of these examples.
    pub fn all_of(examples: &'a [Example]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for example in examples {
            let Kind::Rendered(parts) = &example.kind else {
                continue;
            };
            let variant = parts.variant;
            let member = (example, parts);
            match groups.iter_mut().find(|group| group.variant == variant) {
                Some(group) => group.members.push(member),
                None => groups.push(Self {
                    variant,
                    members: vec![member],
                }),
            }
        }
        groups
    }

    /// The names of their packages.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.members
            .iter()
            .map(|(example, _)| example.package.as_str())
    }

    /// What tells cargo to compile them for a side, `ssr` or `hydrate`.
    pub fn options(&self, side: &str) -> Vec<String> {
        let packages = self.packages();
        let packages = packages.flat_map(|package| ["--package", package].map(str::to_owned));
        let features = [Some(side), self.variant].into_iter().flatten();
        let features: Vec<String> = features.map(|feature| self.feature(feature)).collect();
        let features = ["--no-default-features", "--features", &features.join(",")];
        packages
            .chain(features.into_iter().map(str::to_owned))
            .collect()
    }

    /// A feature of all of them, as cargo's option `--features` takes it.
    pub fn feature(&self, feature: &str) -> String {
        let features = self
            .packages()
            .map(|package| format!("{package}/{feature}"));
        features.collect::<Vec<_>>().join(",")
    }
}

/// The folder of an example's other package, which makes the same programs from the same source with another Leptos. Their
/// names end with it, because cargo puts all programs into one folder.
const OTHER_LEPTOS: &str = "leptos09";

/// The features by which one crate is a second example.
const VARIANTS: [&str; 1] = ["islands"];

/// The examples with these names, or all of them if there are no names.
pub fn examples(project: &Project, names: &[String]) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for package in project.examples() {
        examples.extend(Example::made_in(project, package)?);
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

/// All that the end-to-end tests visit: the examples, and pages that are there for nothing else.
pub fn visited(project: &Project) -> Result<Vec<Example>> {
    let mut visited = examples(project, &[])?;
    for package in project.test_pages() {
        visited.extend(Example::made_in(project, package)?);
    }
    Ok(visited)
}

/// What a page calls a program. It is the same, whichever Leptos the program is made with.
pub fn module(program: &str) -> &str {
    let other = program.strip_suffix(OTHER_LEPTOS);
    other
        .and_then(|program| program.strip_suffix(['-', '_']))
        .unwrap_or(program)
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

    /// Whether it comes beside a page, which it does not make itself.
    pub fn has_page(&self) -> bool {
        matches!(self.kind, Kind::Page { .. })
    }

    /// The programs that its page imports.
    pub fn programs(&self) -> &[String] {
        match &self.kind {
            Kind::Page { programs, .. } => programs,
            Kind::Rendered(_) => &[],
        }
    }

    /// The program to start, if it does not come from the site's own server.
    pub fn server(&self, project: &Project) -> Option<PathBuf> {
        match &self.kind {
            Kind::Page { server, .. } => {
                Some(project.target().join("debug").join(server.as_ref()?))
            }
            // The variants of a program have one name where cargo puts them.
            Kind::Rendered(_) => Some(project.output("servers").join(&self.name)),
        }
    }

    /// All that is made of one source: by the package, and by the one for another Leptos that may be in its folder.
    fn made_in(project: &Project, package: &Package) -> Result<Vec<Self>> {
        let mut made = Self::all_of(project, package)?;
        let other = directory(package).join(OTHER_LEPTOS);
        if let Some(package) = project.package_at(&other) {
            made.extend(Self::all_of(project, package)?);
        }
        Ok(made)
    }

    /// The example that a package is, and its variants.
    fn all_of(project: &Project, package: &Package) -> Result<Vec<Self>> {
        let own = directory(package);
        let other = own.ends_with(OTHER_LEPTOS);
        let folder = own.parent().filter(|_| other).unwrap_or(own);
        let mut name = folder
            .file_name()
            .with_context(|| format!("{} has no name", folder.display()))?
            .to_string_lossy()
            .into_owned();
        if other {
            name = format!("{name}-{OTHER_LEPTOS}");
        }
        let example = |variant: Option<&str>, kind| {
            let mut example = Self {
                name: name.clone(),
                about: package.description.clone().unwrap_or_default(),
                package: package.name.to_string(),
                kind,
                folder: folder.to_owned(),
            };
            if let Some(variant) = variant {
                example.name = format!("{name}-{variant}");
                example.about = format!("The same as {name}, with {variant}.");
            }
            example
        };
        let programs: Vec<String> = programs_of(package).collect();
        let Some(first) = programs.first() else {
            bail!("example `{name}` has no program: it needs a src/main.rs");
        };
        if !is_rendered(package) {
            let server = project
                .package_in(&format!("examples/{name}/server"))
                .ok()
                .and_then(|server| programs_of(server).next());
            return Ok(vec![example(None, Kind::Page { programs, server })]);
        }
        let library = package.targets.iter().find(|target| target.is_cdylib());
        let library = library.with_context(|| {
            format!("example `{name}` has no library of crate-type cdylib for the browser")
        })?;
        let variants = VARIANTS
            .into_iter()
            .filter(|variant| package.features.contains_key(*variant));
        let variants = [None].into_iter().chain(variants.map(Some));
        Ok(variants
            .map(|variant| {
                let rendered = Rendered {
                    library: library.name.clone(),
                    server: first.clone(),
                    variant,
                };
                example(variant, Kind::Rendered(rendered))
            })
            .collect())
    }
}

/// Whether a package makes its pages itself.
fn is_rendered(package: &Package) -> bool {
    let has = |feature| package.features.contains_key(feature);
    has("ssr") && has("hydrate")
}

fn programs_of(package: &Package) -> impl Iterator<Item = String> + '_ {
    let programs = package.targets.iter().filter(|target| target.is_bin());
    programs.map(|target| target.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_calls_a_program_the_same_with_either_leptos() {
        assert_eq!(module("counter"), "counter");
        assert_eq!(module("counter-leptos09"), "counter");
        assert_eq!(module("forum_leptos09"), "forum");
        assert_eq!(module("leptos09"), "leptos09");
    }
}
