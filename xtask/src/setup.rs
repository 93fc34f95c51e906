//! Installing what a command needs and does not find, and nothing else.

mod apt;
mod install;
mod npm;
mod programs;
mod toolchain;
mod tools;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{anyhow, Result};

pub use self::install::search_path;
pub use self::programs::Program;
pub use self::tools::{locked, Tool};

use self::install::Workbench;
use self::toolchain::Missing;
use crate::console;
use crate::project::Project;

/// Something a command cannot do without, in the order in which they are set up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The targets and components in rust-toolchain.toml.
    Toolchain,
    Program(Program),
    Tool(Tool),
    /// The npm packages of this folder.
    NpmPackages(PathBuf),
}

/// Something that was not there, and now is or could not be had.
pub struct Provision {
    pub label: String,
    pub needs: Vec<Need>,
    pub took: Duration,
    pub result: Result<()>,
}

/// Sets up what is missing. A need that cannot be met is no reason to leave the others unmet, so each tells by itself
/// how it went; those that were met already tell nothing.
pub fn provide(project: &Project, needs: BTreeSet<Need>) -> Vec<Provision> {
    let needs: Vec<Need> = needs.into_iter().collect();
    let mut workbench = None;
    let mut provisions = Vec::new();
    // The system's package manager is asked once, for everything it has to install.
    for group in
        needs.chunk_by(|one, other| matches!((one, other), (Need::Program(_), Need::Program(_))))
    {
        let mut unmet = Vec::new();
        for need in group {
            match need.is_met(project) {
                Ok(true) => {}
                Ok(false) => unmet.push(need.clone()),
                Err(error) => {
                    console::step_error(&error);
                    provisions.push(Provision {
                        label: need.label(project),
                        needs: vec![need.clone()],
                        took: Duration::ZERO,
                        result: Err(error),
                    });
                }
            }
        }
        if !unmet.is_empty() {
            provisions.push(meet(project, unmet, &mut workbench));
        }
    }
    provisions
}

/// Sets up what is missing, for a command that needs all of it.
pub fn require(project: &Project, needs: BTreeSet<Need>) -> Result<()> {
    for provision in provide(project, needs) {
        provision
            .result
            .map_err(|error| anyhow!("setting up {} failed: {error:#}", provision.label))?;
    }
    Ok(())
}

fn meet(project: &Project, needs: Vec<Need>, workbench: &mut Option<Workbench>) -> Provision {
    let labels: Vec<String> = needs.iter().map(|need| need.label(project)).collect();
    let label = labels.join(", ");
    console::begin(&label, "setting up, once");
    let began = Instant::now();
    let result = install(project, &needs, workbench);
    let took = began.elapsed();
    if let Err(error) = &result {
        console::step_error(error);
    }
    console::end(&label, result.is_ok(), took);
    Provision {
        label,
        needs,
        took,
        result,
    }
}

fn install(project: &Project, needs: &[Need], workbench: &mut Option<Workbench>) -> Result<()> {
    let mut programs = Vec::new();
    for need in needs {
        match need {
            Need::Toolchain => Missing::find(project)?.add(project)?,
            Need::Program(program) => programs.push(*program),
            Need::Tool(tool) => {
                let workbench = match workbench {
                    Some(workbench) => workbench,
                    None => workbench.insert(Workbench::new()?),
                };
                tool.install(project, workbench)?;
            }
            Need::NpmPackages(folder) => npm::install(project, folder)?,
        }
    }
    if programs.is_empty() {
        Ok(())
    } else {
        apt::install(project, &programs)
    }
}

impl Need {
    fn is_met(&self, project: &Project) -> Result<bool> {
        match self {
            Self::Toolchain => Ok(Missing::find(project)?.is_empty()),
            Self::Program(program) => Ok(program.find(project)?.is_some()),
            Self::Tool(tool) => tool.is_installed(project),
            Self::NpmPackages(folder) => npm::is_installed(folder),
        }
    }

    fn label(&self, project: &Project) -> String {
        match self {
            Self::Toolchain => "Rust targets and components".to_owned(),
            Self::Program(program) => program.name().to_owned(),
            Self::Tool(tool) => tool.label(project),
            Self::NpmPackages(folder) => format!("npm packages of {}", project.shown(folder)),
        }
    }
}
