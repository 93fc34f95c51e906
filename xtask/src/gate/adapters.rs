//! The adapters for the versions of Leptos are one: the same source, manifests that differ by versions alone, and no program
//! made with crates of two versions.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{bail, ensure, Context, Result};
use cargo_metadata::{Dependency, DependencyKind, Package};

use super::rust::selected;
use crate::console;
use crate::project::{directory, Project};

/// The folders of what is there for several versions of Leptos: that with the source, and those of the others.
const TWINS: [(&str, &str); 2] = [
    ("crates/leptos", "crates/leptos09"),
    ("crates/panel", "crates/panel09"),
];

/// What the packages for other versions of Leptos have in their names.
const SUFFIX: &str = "-leptos09";

/// Where Leptos's own crates come from.
const LEPTOS_REPOSITORY: &str = "https://github.com/leptos-rs/leptos";

pub fn check(project: &Project) -> Result<()> {
    for (first, other) in TWINS {
        is_as(project.package_in(first)?, project.package_in(other)?)?;
    }
    project
        .packages()
        .filter(|package| package.dependencies.iter().any(|on| on.name == "leptos"))
        .try_for_each(|package| has_one_leptos(project, package))
}

/// An error if an adapter differs from the first one by more than the versions of what it depends on.
fn is_as(first: &Package, other: &Package) -> Result<()> {
    let source = |package| {
        let folder = directory(package).join("src");
        folder
            .canonicalize()
            .with_context(|| format!("cannot follow {}", folder.display()))
    };
    ensure!(
        source(first)? == source(other)?,
        "{} has a source of its own, not that of {}",
        other.name,
        first.name
    );
    let mut differences = difference(&features(first), &features(other));
    differences.extend(difference(&dependencies(first), &dependencies(other)));
    differences.extend(difference(&targets(first), &targets(other)));
    ensure!(
        differences.is_empty(),
        "{} and {} have to be the same but for versions:\n{}",
        first.manifest_path,
        other.manifest_path,
        differences.join("\n")
    );
    Ok(())
}

fn features(package: &Package) -> BTreeSet<String> {
    let describe = |(name, enables): (&String, &Vec<String>)| {
        format!("feature {name} = [{}]", enables.join(", "))
    };
    package.features.iter().map(describe).collect()
}

fn dependencies(package: &Package) -> BTreeSet<String> {
    let describe = |on: &Dependency| {
        // For its tests a package depends on itself, with features.
        let name = if on.name == package.name.as_str() {
            "the package itself"
        } else {
            on.name.strip_suffix(SUFFIX).unwrap_or(&on.name)
        };
        let table = match on.kind {
            DependencyKind::Development => "dev-dependency",
            DependencyKind::Build => "build-dependency",
            _ => "dependency",
        };
        let place = on.target.as_ref().map(|on| format!(" for {on}"));
        format!(
            "{table}{} {name}: features [{}]{}{}",
            place.unwrap_or_default(),
            on.features.join(", "),
            if on.optional { ", optional" } else { "" },
            if on.uses_default_features {
                ""
            } else {
                ", without its default"
            },
        )
    };
    package.dependencies.iter().map(describe).collect()
}

fn targets(package: &Package) -> BTreeSet<String> {
    let targets = package.targets.iter();
    targets
        .map(|target| format!("target {}", target.name))
        .collect()
}

/// What only one side has, one line each.
fn difference(first: &BTreeSet<String>, other: &BTreeSet<String>) -> Vec<String> {
    let missing = first
        .difference(other)
        .map(|line| format!("  missing: {line}"));
    let excess = other
        .difference(first)
        .map(|line| format!("  in excess: {line}"));
    missing.chain(excess).collect()
}

/// An error if what a package is made and tested with has a crate of Leptos in two versions. Every crate of Leptos that
/// belongs to one of its versions depends on others of that version, so there is then another Leptos among them.
fn has_one_leptos(project: &Project, package: &Package) -> Result<()> {
    let tree = project
        .command("cargo")
        .args(["tree", "--all-features", "--target", "all"])
        .args(["--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p} {r}"])
        .args(selected(package))
        .read()?;
    let versions = versions_of_leptos_crates(&tree);
    let mixed: Vec<String> = versions
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| format!("{name} {}", join(versions)))
        .collect();
    if !mixed.is_empty() {
        bail!(
            "{} has crates of several versions of Leptos: {}; `cargo tree --duplicates --package {}` shows where they come from",
            package.name,
            mixed.join(", "),
            package.name
        );
    }
    let leptos = versions.get("leptos").with_context(|| {
        format!(
            "{} depends on Leptos, and its tree has none:\n{tree}",
            package.name
        )
    })?;
    console::note(&format!("{}: leptos {}", package.name, join(leptos)));
    Ok(())
}

fn join(versions: &BTreeSet<&str>) -> String {
    let versions: Vec<&str> = versions.iter().copied().collect();
    versions.join(" and ")
}

/// The versions of each crate of Leptos, out of lines such as `leptos v0.8.23 https://…`.
fn versions_of_leptos_crates(tree: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in tree.lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            if words.any(|word| word == LEPTOS_REPOSITORY) {
                found.entry(name).or_default().insert(version);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "\
app v0.0.0 (/r/app)
leptos v0.9.0-rc1 https://github.com/leptos-rs/leptos
leptos_macro v0.9.0-rc1 (proc-macro) https://github.com/leptos-rs/leptos
reactive_graph v0.3.0-rc1 https://github.com/leptos-rs/leptos
reactive_stores v0.4.4 https://github.com/leptos-rs/leptos
reactive_graph v0.2.16 https://github.com/leptos-rs/leptos
reactive_graph v0.2.16 https://github.com/leptos-rs/leptos (*)
itertools v0.14.0 https://github.com/rust-itertools/itertools
itertools v0.15.0 https://github.com/rust-itertools/itertools";

    #[test]
    fn the_versions_of_leptos_crates_are_found_and_of_no_others() {
        let versions = versions_of_leptos_crates(TREE);
        assert_eq!(versions["leptos"], BTreeSet::from(["v0.9.0-rc1"]));
        assert_eq!(versions["leptos_macro"], BTreeSet::from(["v0.9.0-rc1"]));
        assert_eq!(join(&versions["reactive_graph"]), "v0.2.16 and v0.3.0-rc1");
        assert_eq!(versions.len(), 4);
    }

    #[test]
    fn what_only_one_manifest_has_is_named() {
        let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        let difference = difference(&lines(&["json", "testing"]), &lines(&["json", "router"]));
        assert_eq!(difference, ["  missing: testing", "  in excess: router"]);
    }
}
