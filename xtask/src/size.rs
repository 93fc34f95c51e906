//! `cargo xtask size`: what stores, their paths and their layers add to a program in the browser.

mod measure;
mod program;
mod readme;
mod symbol;
mod table;
mod why;

use std::collections::BTreeSet;

use anyhow::{bail, Result};

use self::measure::Measured;
use crate::cli::Size;
use crate::console;
use crate::figures;
use crate::project::Project;
use crate::setup::{self, Need, Tool};

pub use self::measure::Extent;
pub use self::program::needs;

pub fn run(project: &Project, options: &Size) -> Result<()> {
    let mut needs: BTreeSet<Need> = needs(project);
    if let Some(of) = &options.why {
        needs.insert(Need::Tool(Tool::Twiggy));
        setup::require(project, needs)?;
        return why::explain(project, of, &options.over);
    }
    setup::require(project, needs)?;
    let measured = measured(project, Extent::All)?;
    let read = if options.write {
        readme::write(project, &measured)
    } else {
        readme::check(project, &measured)
    };
    judge(&measured, read)
}

/// Measures, and fails if a figure is above its bound or the README's figures are out of date.
pub fn check(project: &Project, extent: Extent) -> Result<()> {
    let measured = measured(project, extent)?;
    let read = readme::check(project, &measured);
    judge(&measured, read)
}

/// Measures, prints the figures and writes them down for programs.
fn measured(project: &Project, extent: Extent) -> Result<Vec<Measured>> {
    let weights = program::weigh(project, &measure::programs(extent))?;
    let measured = measure::all(extent, &weights)?;
    table::print(&program::made_with(project)?, &weights, &measured);
    let figures: Vec<_> = measured.iter().map(Measured::figure).collect();
    let file = figures::write(project, "size", &figures)?;
    console::note(&format!("The figures are in {}", project.shown(&file)));
    Ok(measured)
}

/// Everything that is wrong, so that one run shows all of it.
fn judge(measured: &[Measured], read: Result<()>) -> Result<()> {
    let mut wrong: Vec<String> = measured.iter().filter_map(Measured::excess).collect();
    wrong.extend(read.err().map(|error| format!("{error:#}")));
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n  "));
    }
    Ok(())
}
