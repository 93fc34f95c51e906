//! `cargo xtask test`: everything a change has to pass.

mod adapters;
mod browser;
mod coverage;
mod devtools;
mod documents;
mod end_to_end;
mod report;
mod rust;
mod selection;
mod step;
mod templates;
mod tools;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{bail, Result};

pub use self::end_to_end::folder as end_to_end_tests;
pub use self::selection::Selection;

use self::report::Row;
use self::step::Step;
use crate::console;
use crate::project::Project;
use crate::setup::{self, Need, Provision};

/// Prints the steps there are.
pub fn list() {
    for step in Step::all() {
        let remark = if step.is_full_only() {
            " (with --full)"
        } else {
            ""
        };
        console::note(&format!("{:<13} {}{remark}", step.name(), step.about()));
    }
}

/// Runs the selected steps, all of them even if some fail.
pub fn run(project: &Project, selection: &Selection) -> Result<ExitCode> {
    let steps: Vec<_> = selection
        .steps()?
        .into_iter()
        .map(|step| (step, step.needs(project)))
        .collect();
    // A step whose needs are not known fails by itself when its turn comes.
    let needs = steps.iter().filter_map(|(_, needs)| needs.as_ref().ok());
    let provisions = setup::provide(project, needs.flatten().cloned().collect());

    let mut rows: Vec<Row> = provisions.iter().map(Row::from).collect();
    for (step, needs) in steps {
        console::begin(&step.name(), &step.about());
        let began = Instant::now();
        let result = needs
            .and_then(|needs| refuse_if_lacking(&needs, &provisions))
            .and_then(|()| step.run(project));
        let took = began.elapsed();
        if let Err(error) = &result {
            console::step_error(error);
        }
        console::end(&step.name(), result.is_ok(), took);
        rows.push(Row {
            name: step.name(),
            passed: result.is_ok(),
            took,
        });
    }
    report::print(&rows);
    if rows.iter().all(|row| row.passed) {
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

fn refuse_if_lacking(needs: &BTreeSet<Need>, provisions: &[Provision]) -> Result<()> {
    let lacking = provisions.iter().find(|provision| {
        provision.result.is_err() && provision.needs.iter().any(|need| needs.contains(need))
    });
    match lacking {
        None => Ok(()),
        Some(provision) => bail!("not run, because setting up {} failed", provision.label),
    }
}
