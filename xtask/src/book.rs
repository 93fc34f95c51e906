//! `cargo xtask book`: the book in docs/.

use std::collections::BTreeSet;

use anyhow::{ensure, Result};

use crate::cli::Book;
use crate::console;
use crate::project::Project;
use crate::setup::{self, Need, Tool};

pub fn run(project: &Project, options: &Book) -> Result<()> {
    setup::require(project, needs())?;
    let output = project.output("book");
    if options.serve {
        return project
            .command("mdbook")
            .args(["serve", "docs", "--dest-dir"])
            .arg(output)
            .run();
    }
    build(project)?;
    console::note(&format!(
        "The book is at {}",
        project.shown(&output.join("index.html"))
    ));
    Ok(())
}

/// What building the book needs.
pub fn needs() -> BTreeSet<Need> {
    BTreeSet::from([Need::Tool(Tool::Mdbook)])
}

/// Builds the book; a warning is an error.
pub fn check(project: &Project) -> Result<()> {
    let warnings = build(project)?
        .lines()
        .filter(|line| ["WARN", "ERROR"].contains(&line.split_whitespace().next().unwrap_or("")))
        .count();
    ensure!(
        warnings == 0,
        "mdBook's warnings are errors here; it gives {warnings} of them above"
    );
    Ok(())
}

/// Builds the book and returns what mdBook said, after showing it.
fn build(project: &Project) -> Result<String> {
    let said = project
        .command("mdbook")
        .args(["build", "docs", "--dest-dir"])
        .arg(project.output("book"))
        .read_all()?;
    console::note(said.trim());
    Ok(said)
}
