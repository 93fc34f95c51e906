//! The table at the end.

use anstream::println;

use crate::console::{self, BAD, GOOD};
use crate::setup::Provision;

/// A step, or something that was set up for the steps.
pub struct Row {
    pub name: String,
    pub passed: bool,
    pub took: std::time::Duration,
}

impl From<&Provision> for Row {
    fn from(provision: &Provision) -> Self {
        Self {
            name: format!("setup: {}", provision.label),
            passed: provision.result.is_ok(),
            took: provision.took,
        }
    }
}

pub fn print(rows: &[Row]) {
    let total = rows.iter().map(|row| row.took).sum();
    let width = rows
        .iter()
        .map(|row| row.name.len())
        .max()
        .unwrap_or_default();
    println!();
    for row in rows {
        let (style, result) = if row.passed {
            (GOOD, "ok")
        } else {
            (BAD, "failed")
        };
        let took = console::seconds(row.took);
        println!(
            "{:<width$}  {style}{result:<6}{style:#}  {took:>9}",
            row.name
        );
    }
    println!(
        "{:<width$}  {:<6}  {:>9}",
        "together",
        "",
        console::seconds(total)
    );
    let failed: Vec<&str> = rows
        .iter()
        .filter(|row| !row.passed)
        .map(|row| row.name.as_str())
        .collect();
    if failed.is_empty() {
        println!("{GOOD}All of it passed.{GOOD:#}");
    } else {
        println!("{BAD}Failed: {}.{BAD:#}", failed.join(", "));
    }
}
