//! `cargo xtask book`: the book in docs/.

use std::collections::BTreeSet;

use anyhow::{ensure, Context, Result};

use crate::cli::Book;
use crate::console;
use crate::project::Project;
use crate::setup::{self, Need, Tool};

pub fn run(project: &Project, options: &Book) -> Result<()> {
    setup::require(project, needs())?;
    let output = project.output("book");
    if options.serve {
        build_drawer(project)?;
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
    let drawings = project.output("book").join("drawing.html");
    let page = std::fs::read_to_string(&drawings)
        .with_context(|| format!("the book has no {}", project.shown(&drawings)))?;
    ensure!(
        page.contains("<figure class=\"statechart\""),
        "the book has no drawings of its charts"
    );
    Ok(())
}

/// Builds what draws the charts of the book. mdBook would leave out a preprocessor that does not start.
fn build_drawer(project: &Project) -> Result<()> {
    project
        .command("cargo")
        .args(["build", "--package", "leptos-state-cli"])
        .arg("--no-default-features")
        .run()
}

/// Builds the book and returns what mdBook said, after showing it.
fn build(project: &Project) -> Result<String> {
    build_drawer(project)?;
    let said = project
        .command("mdbook")
        .args(["build", "docs", "--dest-dir"])
        .arg(project.output("book"))
        .read_all()?;
    console::note(said.trim());
    Ok(said)
}
