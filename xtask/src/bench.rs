//! `cargo xtask bench`: what things cost, beside what they cost elsewhere.

mod browser;
mod case;
mod check;
mod contestant;
mod memory;
mod page;
mod quantity;
mod rounds;
mod statistics;
mod table;
mod versions;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{bail, Result};

use self::case::{Case, Measured};
use self::contestant::{Library, Made};
use self::quantity::Quantity;
use self::table::Table;
use self::versions::Versions;
use crate::cli::Bench;
use crate::console;
use crate::figures::{self, Figure};
use crate::project::Project;
use crate::setup::{self, Need, Program, Tool};

/// How thoroughly to measure.
pub struct Effort {
    /// How often every contestant is started.
    starts: usize,
    /// How often it then has its turn.
    rounds: usize,
    /// How long a contestant's turn should take, in milliseconds.
    turn: u64,
    /// How long its last batch before that takes, to warm up, in milliseconds.
    warm_up: u64,
    /// How often a crate is checked.
    checks: usize,
    /// How many actions a store takes to show that memory stays flat.
    actions: u64,
}

impl Effort {
    fn of(options: &Bench) -> Self {
        let actions = if options.long {
            1_000_000_000
        } else {
            10_000_000
        };
        if options.quick {
            Self {
                starts: 3,
                rounds: 7,
                turn: 1,
                warm_up: 50,
                checks: 3,
                actions,
            }
        } else {
            Self {
                starts: 9,
                rounds: 15,
                turn: 2,
                warm_up: 200,
                checks: 15,
                actions,
            }
        }
    }
}

pub fn run(project: &Project, options: &Bench) -> Result<ExitCode> {
    if options.browser {
        return in_browser(project, options);
    }
    let cases = selected(&options.only)?;
    let libraries = libraries(&cases);
    setup::require(project, needs(project, &libraries))?;
    contestant::build(project, &libraries)?;
    let versions = Versions::find(project)?;
    let effort = Effort::of(options);

    let mut tables = Vec::new();
    for case in &cases {
        console::begin(case.name, case.about);
        let began = Instant::now();
        let rows = match &case.measured {
            Measured::Time {
                contestants,
                reference,
            } => rounds::times(project, case, contestants, *reference, &effort)?,
            Measured::Difference(pairs) => rounds::differences(project, case, pairs, &effort)?,
            Measured::Cycles(contestants) => memory::cycles(project, case, contestants)?,
            Measured::Actions(contestants) => memory::actions(project, contestants, &effort)?,
            Measured::Machines(contestants) => {
                memory::each(project, case, contestants, Quantity::Machine)?
            }
            Measured::Steps(contestants) => {
                memory::each(project, case, contestants, Quantity::Step)?
            }
            Measured::Wasm {
                wasm,
                native,
                cases,
            } => rounds::in_wasm(project, cases, [*wasm, *native], &effort)?,
            Measured::Check(contestant) => check::times(project, *contestant, &effort)?,
        };
        let table = Table::new(case, rows, &versions);
        console::note(&table.text());
        console::end(case.name, table.is_within_bounds(), began.elapsed());
        tables.push(table);
    }
    conclude(project, options, &tables, &versions)
}

fn in_browser(project: &Project, options: &Bench) -> Result<ExitCode> {
    setup::require(project, browser::needs(project)?)?;
    let comparison = browser::run(project, options.quick)?;
    console::note(&comparison.section());
    let written = figures::write(project, "bench-browser", &comparison.figures())?;
    console::note(&format!("The figures are in {}", project.shown(&written)));
    if !options.quick {
        let page = page::write_browser(project, &comparison.section())?;
        console::note(&format!("The page is {}", project.shown(&page)));
    } else {
        console::note("The page is written by a run without --quick.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes down what was measured, and judges it.
fn conclude(
    project: &Project,
    options: &Bench,
    tables: &[Table],
    versions: &Versions,
) -> Result<ExitCode> {
    let figures: Vec<Figure> = tables.iter().flat_map(Table::figures).collect();
    let written = figures::write(project, "bench", &figures)?;
    console::note(&format!("\nThe figures are in {}", project.shown(&written)));
    if options.quick {
        console::note("The page is written by a run without --quick.");
    } else {
        let page = match options.only[..] {
            [] => page::write(project, tables, versions)?,
            _ => page::write_cases(project, tables, versions)?,
        };
        console::note(&format!("The page is {}", project.shown(&page)));
    }
    let beyond: Vec<&Figure> = figures.iter().filter(|figure| !figure.ok).collect();
    for figure in &beyond {
        console::bad(&format!(
            "{} is {}, above {}",
            figure.name,
            quantity::shown(figure.value, &figure.unit),
            quantity::shown(figure.bound.unwrap_or_default(), &figure.unit),
        ));
    }
    if beyond.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

/// The cases with these names, or all of them if there are no names.
fn selected(names: &[String]) -> Result<Vec<&'static Case>> {
    let known = |name: &&String| case::all().any(|case| case.name == **name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let known: Vec<&str> = case::all().map(|case| case.name).collect();
        bail!(
            "there is no case `{unknown}`; there are: {}",
            known.join(", ")
        );
    }
    let is_meant = |case: &&Case| names.is_empty() || names.iter().any(|name| name == case.name);
    Ok(case::all().filter(is_meant).collect())
}

fn libraries(cases: &[&Case]) -> BTreeSet<Library> {
    let contestants = cases.iter().flat_map(|case| case.measured.contestants());
    contestants.map(|contestant| contestant.library).collect()
}

fn needs(project: &Project, libraries: &BTreeSet<Library>) -> BTreeSet<Need> {
    let mut needs = BTreeSet::from([
        Need::Toolchain,
        Need::Program(Program::Node),
        Need::Program(Program::Npm),
        Need::NpmPackages(contestant::on_node(project)),
    ]);
    let is_wasm = |library: &Library| matches!(library.made(), Made::Wasm(_));
    if libraries.iter().any(is_wasm) {
        needs.insert(Need::Tool(Tool::WasmBindgen));
    }
    needs
}
