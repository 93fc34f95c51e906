//! The examples, used as their visitors use them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};

use crate::project::Project;
use crate::setup::{Need, Program};
use crate::site::{self, Example, Profile};

/// Which browsers visit the examples.
#[derive(Clone, Copy)]
pub enum Browsers {
    /// Chromium, for all that is to be seen.
    Chromium,
    /// Those that are made by others, for pages that a server makes: there, each browser reads more than a page's program.
    Others,
}

impl Browsers {
    /// What has to be there before they can start.
    pub fn needs(self, project: &Project) -> Result<BTreeSet<Need>> {
        let mut needs = site::needs(&self.examples(project)?);
        needs.extend(self.programs().iter().copied().map(Need::Program));
        needs.extend([
            Need::Program(Program::Node),
            Need::Program(Program::Npm),
            Need::NpmPackages(folder(project)),
        ]);
        Ok(needs)
    }

    fn programs(self) -> &'static [Program] {
        match self {
            Self::Chromium => &[Program::Chromium],
            Self::Others => &[Program::Firefox, Program::WebkitDriver, Program::Xvfb],
        }
    }

    fn examples(self, project: &Project) -> Result<Vec<Example>> {
        match self {
            Self::Chromium => site::visited(project),
            Self::Others => {
                let mut examples = site::examples(project, &[])?;
                examples.retain(|example| !example.has_page());
                Ok(examples)
            }
        }
    }

    /// How the names of the files with their tests end.
    fn ending(self) -> &'static str {
        match self {
            Self::Chromium => ".test.mjs",
            Self::Others => ".browsers.mjs",
        }
    }
}

/// Serves the examples and has these browsers run their tests.
pub fn run(project: &Project, browsers: Browsers, profile: Profile) -> Result<()> {
    let folder = folder(project);
    let tests = files(&folder, browsers.ending())?;
    ensure!(
        !tests.is_empty(),
        "there are no *{} in {}",
        browsers.ending(),
        project.shown(&folder)
    );
    let examples = browsers.examples(project)?;
    let site = site::build(project, &examples, profile)?;
    let server = site::serve(project, &examples, &site, 0)?;
    let mut node = project
        .command("node")
        .directory(&folder)
        .env("BASE_URL", server.url());
    for program in browsers.programs() {
        if let Some(variable) = program.variable() {
            node = node.env(variable, program.path(project)?);
        }
    }
    node.args(["--test", "--test-reporter=spec"])
        .args(tests)
        .advice("`cargo xtask demo` serves the same site, to see it happen.")
        .run()
}

/// Where the end-to-end tests are.
pub fn folder(project: &Project) -> PathBuf {
    project.root().join("tests/e2e")
}

fn files(folder: &Path, ending: &str) -> Result<Vec<String>> {
    let list = || -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(ending) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    };
    list().with_context(|| format!("cannot list {}", folder.display()))
}
