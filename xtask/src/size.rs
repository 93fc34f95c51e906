//! `cargo xtask size`: what stores, their paths and their layers add to a program in the browser.

mod measure;
mod off;
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
    let (measured, off) = measured(project, Extent::All)?;
    let read = if options.write {
        readme::write(project, &measured)
    } else {
        readme::check(project, &measured)
    };
    judge(&measured, [read, off])
}

/// Measures, and fails if a figure is above its bound, the README's figures are out of date, or something is in a program that has
/// switched it off.
pub fn check(project: &Project, extent: Extent) -> Result<()> {
    let (measured, off) = measured(project, extent)?;
    let read = readme::check(project, &measured);
    judge(&measured, [read, off])
}

/// Measures, prints the figures and writes them down for programs. Says whether what is switched off is in no program.
fn measured(project: &Project, extent: Extent) -> Result<(Vec<Measured>, Result<()>)> {
    let mut programs = measure::programs(extent);
    programs.extend(off::programs());
    let weights = program::weigh(project, &programs)?;
    let measured = measure::all(extent, &weights)?;
    table::print(&program::made_with(project)?, &weights, &measured);
    let figures: Vec<_> = measured.iter().map(Measured::figure).collect();
    let file = figures::write(project, "size", &figures)?;
    console::note(&format!("The figures are in {}", project.shown(&file)));
    Ok((measured, off::check(project, &weights)))
}

/// Everything that is wrong, so that one run shows all of it.
fn judge(measured: &[Measured], others: [Result<()>; 2]) -> Result<()> {
    let mut wrong: Vec<String> = measured.iter().filter_map(Measured::excess).collect();
    let others = others.into_iter().filter_map(Result::err);
    wrong.extend(others.map(|error| format!("{error:#}")));
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n  "));
    }
    Ok(())
}
