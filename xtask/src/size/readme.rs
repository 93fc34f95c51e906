//! The sizes in the README.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{ensure, Context, Result};

use super::measure::{self, Measured};
use super::program;
use super::table::rounded;
use crate::console;
use crate::project::Project;

const BEGIN: &str = "<!-- sizes -->";
const END: &str = "<!-- /sizes -->";

const REMEDY: &str = "`cargo xtask size --write` writes the present sizes into the README";

/// How far the README may be off: a part of the figure, or if that is more a number of bytes of the programs compared.
///
/// One and the same change has been seen to take 140 bytes from one program and 350 from another, because where gzip cuts
/// its blocks depends on everything before: some 200 bytes of a difference between two programs are chance. Less than that
/// says nothing, and would have every change rewrite the README. What grows for good is held by the bounds.
const TOLERATED_PART: f64 = 0.03;
const TOLERATED_BYTES: f64 = 250.0;

/// Fails if the README has other figures than the measured ones. Figures that other tools made can't be compared: another
/// compiler makes programs of other sizes. Then only the bounds hold.
pub fn check(project: &Project, measured: &[Measured]) -> Result<()> {
    let text = read(project)?;
    let block = split(&text)?.1;
    let made_with = made_with_line(&program::made_with(project)?);
    if !is_made_with(block, &made_with) {
        console::note(&format!(
            "The sizes in the README were made with other tools and are not compared. Now: {made_with}"
        ));
        return Ok(());
    }
    let wrong = differences(block, measured);
    ensure!(
        wrong.is_empty(),
        "the sizes in the README are out of date: {}; {REMEDY}",
        wrong.join("; ")
    );
    Ok(())
}

/// Writes the figures into the README.
pub fn write(project: &Project, measured: &[Measured]) -> Result<()> {
    let text = read(project)?;
    let (before, _, after) = split(&text)?;
    let made_with = program::made_with(project)?;
    let written = format!(
        "{before}{BEGIN}\n{}\n{END}{after}",
        block(&made_with, measured)
    );
    fs::write(path(project), written).context("cannot write README.md")?;
    console::note("The README has the present sizes.");
    Ok(())
}

fn block(made_with: &str, measured: &[Measured]) -> String {
    let rows: Vec<String> = measured
        .iter()
        .map(|one| {
            let bytes = rounded(one.bytes);
            format!("| {} | {bytes} | `{}` |\n", one.measure.name, one.from())
        })
        .collect();
    format!(
        "| what | bytes, gzipped | measured from |\n| --- | ---: | --- |\n{}\n{}",
        rows.concat(),
        wrapped(&made_with_line(made_with))
    )
}

fn made_with_line(made_with: &str) -> String {
    format!("Made with {made_with}.")
}

/// Whether the block ends with this line, wherever it is wrapped.
fn is_made_with(block: &str, line: &str) -> bool {
    let words: Vec<&str> = block.split_whitespace().collect();
    words.ends_with(&line.split_whitespace().collect::<Vec<_>>())
}

/// The text in lines of at most 120 columns.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, String::len);
        if line > 0 && line + 1 + word.len() > 120 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// What is between the marks is to agree with what was measured.
fn differences(block: &str, measured: &[Measured]) -> Vec<String> {
    let mut written = rows(block);
    let mut wrong = Vec::new();
    for one in measured {
        let name = one.measure.name;
        let present = rounded(one.bytes);
        let tolerated = one
            .share(TOLERATED_BYTES)
            .max(one.bytes.abs() * TOLERATED_PART);
        match written.get(name) {
            None => wrong.push(format!("{name} is missing")),
            Some(number) if (number - one.bytes).abs() <= tolerated => {}
            Some(number) => {
                wrong.push(format!("{name} is {present} and not {}", rounded(*number)));
            }
        }
    }
    written.retain(|name, _| !measure::names().any(|known| known == *name));
    wrong.extend(
        written
            .keys()
            .map(|name| format!("{name} is not measured any more")),
    );
    wrong
}

/// The rows of the table that have a number, by their names.
fn rows(block: &str) -> BTreeMap<&str, f64> {
    block
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
            let name = cells.next()?;
            let number = cells.next()?.replace(',', "");
            Some((name, number.parse().ok()?))
        })
        .collect()
}

/// What is before the first mark, between the marks, and after the second one.
fn split(text: &str) -> Result<(&str, &str, &str)> {
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        let (block, after) = rest.split_once(END)?;
        Some((before, block, after))
    });
    parts.with_context(|| format!("README.md has no {BEGIN} followed by {END}"))
}

fn read(project: &Project) -> Result<String> {
    fs::read_to_string(path(project)).context("cannot read README.md")
}

fn path(project: &Project) -> PathBuf {
    project.root().join("README.md")
}

#[cfg(test)]
mod tests {
    use super::super::measure::Extent;
    use super::super::program::{Weight, Weights};
    use super::*;

    /// Figures of programs that are all the same but one.
    fn figures(extent: Extent, bare: u64) -> Vec<Measured> {
        let mut weights = Weights::new();
        for name in measure::programs(extent) {
            let gzipped = if name == "bare" { bare } else { 30_000 };
            weights.insert(name.to_owned(), Weight { wasm: 0, gzipped });
        }
        measure::all(extent, &weights).unwrap()
    }

    #[test]
    fn what_is_written_is_in_order() {
        let measured = figures(Extent::All, 20_000);
        let block = block("Rust", &measured);
        assert!(differences(&block, &measured).is_empty(), "{block}");
        assert!(differences(&block, &figures(Extent::Main, 20_000)).is_empty());
    }

    #[test]
    fn a_little_is_tolerated_and_more_is_not() {
        let block = block("Rust", &figures(Extent::All, 20_000));
        assert!(differences(&block, &figures(Extent::All, 20_250)).is_empty());
        let wrong = differences(&block, &figures(Extent::All, 20_700)).join("; ");
        assert!(
            wrong.contains("a counter on a signal of Leptos is 20,700 and not 20,000"),
            "{wrong}"
        );
    }

    #[test]
    fn a_missing_row_and_one_too_many_are_named() {
        let measured = figures(Extent::Main, 20_000);
        let block = block("Rust", &measured).replace("each further watched path", "each path");
        let wrong = differences(&block, &measured);
        assert_eq!(
            wrong,
            [
                "each further watched path is missing",
                "each path is not measured any more"
            ]
        );
    }

    #[test]
    fn what_other_tools_made_is_told_apart() {
        let tools = "Rust 1.95.0 (codegen-units = 1, lto = \"fat\", opt-level = \"z\", panic = \"abort\"), Leptos 0.8.23, \
                     wasm-bindgen 0.2.130, wasm-opt 132.0.0, `gzip -9`";
        let block = block(tools, &figures(Extent::Main, 20_000));
        assert!(is_made_with(&block, &made_with_line(tools)), "{block}");
        let newer = tools.replace("1.95.0", "1.99.1");
        assert!(!is_made_with(&block, &made_with_line(&newer)), "{block}");
    }

    #[test]
    fn the_marks_have_to_be_there() {
        let text = format!("a\n{BEGIN}\nb\n{END}\nc");
        assert_eq!(split(&text).unwrap(), ("a\n", "\nb\n", "\nc"));
        assert!(split("a\nb\nc").is_err());
    }

    #[test]
    fn long_lines_are_wrapped() {
        let text = wrapped(&"word ".repeat(30));
        assert!(text.lines().all(|line| line.len() <= 120), "{text}");
        assert_eq!(text.split_whitespace().count(), 30);
    }
}
