//! `cargo xtask bench`: how long things take, beside what they are compared with.

mod browser;
mod statistics;

use anyhow::Result;

use crate::cli::Bench;
use crate::console;
use crate::figures;
use crate::project::Project;
use crate::setup;

pub fn run(project: &Project, options: &Bench) -> Result<()> {
    setup::require(project, browser::needs(project)?)?;
    let comparison = browser::run(project, options.quick)?;
    console::note(&comparison.section());
    let written = figures::write(project, "bench", &comparison.figures())?;
    console::note(&format!("The figures are in {}", project.shown(&written)));
    Ok(())
}
