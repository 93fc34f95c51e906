//! The repository as the commands see it: where things are, and which packages there are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

use crate::command::Invocation;
use crate::setup;

pub struct Project {
    metadata: Metadata,
    /// `PATH` with the directories of the pinned tools in front.
    search_path: OsString,
}

impl Project {
    /// The repository around the current directory. Where xtask was compiled does not say which one is meant: several
    /// checkouts may share a target directory.
    pub fn load() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .context("cargo cannot read the workspace here")?;
        let search_path = setup::search_path(metadata.workspace_root.as_std_path())?;
        Ok(Self {
            metadata,
            search_path,
        })
    }

    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// Cargo's target directory.
    pub fn target(&self) -> &Path {
        self.metadata.target_directory.as_std_path()
    }

    /// Where these commands put what they make.
    pub fn output(&self, name: &str) -> PathBuf {
        self.target().join("xtask").join(name)
    }

    /// A path as it is called in the log: from the root of the repository if it is in there.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.root())
            .unwrap_or(path)
            .display()
            .to_string()
    }

    /// A program to be run at the root of the repository.
    pub fn command(&self, program: &str) -> Invocation {
        Invocation::new(program)
            .search_path(&self.search_path)
            .directory(self.root())
    }

    /// The program `name` as a [`command`](Self::command) finds it.
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        which::which_in(name, Some(&self.search_path), self.root()).ok()
    }

    /// The packages that go to crates.io.
    pub fn published(&self) -> impl Iterator<Item = &Package> {
        self.packages().filter(|package| {
            package
                .publish
                .as_ref()
                .is_none_or(|registries| !registries.is_empty())
        })
    }

    /// The packages in examples/.
    pub fn examples(&self) -> impl Iterator<Item = &Package> {
        self.packages_below("examples")
    }

    /// The packages in tests/: pages that are there to be tested.
    pub fn test_pages(&self) -> impl Iterator<Item = &Package> {
        self.packages_below("tests")
    }

    /// The packages in tools/: programs for developers. They ask for more of the libraries than users have of them, so they are
    /// compiled apart from the rest of the workspace.
    pub fn tools(&self) -> impl Iterator<Item = &Package> {
        self.packages_below("tools")
    }

    /// What leaves the [tools](Self::tools) out of the workspace.
    pub fn without_tools(&self) -> impl Iterator<Item = String> + '_ {
        let tools = self.tools();
        tools.flat_map(|tool| ["--exclude".to_owned(), tool.name.to_string()])
    }

    /// Whether a package is one of the [tools](Self::tools).
    pub fn is_tool(&self, package: &Package) -> bool {
        self.tools().any(|tool| tool.id == package.id)
    }

    fn packages_below(&self, folder: &str) -> impl Iterator<Item = &Package> {
        let folder = self.root().join(folder);
        self.packages()
            .filter(move |package| directory(package).parent() == Some(&folder))
    }

    /// The package in a folder of the repository.
    pub fn package_in(&self, folder: &str) -> Result<&Package> {
        self.package_at(&self.root().join(folder))
            .with_context(|| format!("there is no package in {folder}"))
    }

    /// The package in a folder, if there is one.
    pub fn package_at(&self, folder: &Path) -> Option<&Package> {
        self.packages().find(|package| directory(package) == folder)
    }

    /// The packages that have an integration test whose name passes `is_meant`.
    pub fn with_test<'p>(
        &'p self,
        is_meant: impl Fn(&str) -> bool + 'p,
    ) -> impl Iterator<Item = &'p Package> {
        self.packages().filter(move |package| {
            let targets = &package.targets;
            targets
                .iter()
                .any(|target| target.is_test() && is_meant(&target.name))
        })
    }

    /// The packages of the workspace.
    pub fn packages(&self) -> impl Iterator<Item = &Package> {
        // Without dependencies, the metadata lists the members of the workspace and nothing else.
        self.metadata.packages.iter()
    }
}

/// The folder a package is in.
pub fn directory(package: &Package) -> &Path {
    let manifest = package.manifest_path.as_std_path();
    manifest.parent().unwrap_or(manifest)
}

/// Whether a package has a source of its own. That of an adapter for another Leptos is a link to the first one's.
pub fn has_own_source(package: &Package) -> bool {
    !directory(package).join("src").is_symlink()
}
