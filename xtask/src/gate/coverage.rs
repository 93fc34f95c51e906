//! Running the native tests while recording which lines they run, and judging the record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anstream::println;
use anyhow::{bail, ensure, Context, Result};
use cargo_metadata::Package;
use serde::Deserialize;

use super::browser;
use super::rust::selected;
use crate::console::{BAD, GOOD};
use crate::project::{directory, has_own_source, Project};
use crate::site::{self, Group};

/// The part of each published crate's lines that its tests have to run.
const MINIMUM_PERCENT: f64 = 90.0;

/// What is said of tests that have failed.
const ONE_AGAIN: &str = "`cargo test --test FILE NAME` runs one of the failed tests again.";

/// The test that holds programs which must not compile. It calls the compiler itself, so it is a step of its own.
const COMPILE_FAIL_TEST: &str = "ui";

/// Runs the unit and integration tests.
pub fn measure(project: &Project) -> Result<()> {
    let xtask = env!("CARGO_PKG_NAME");
    let unmeasured = |options: Vec<String>| {
        project
            .command("cargo")
            .args(["nextest", "run", "--no-fail-fast"])
            .args(options)
            .advice(ONE_AGAIN)
            .run()
    };
    // xtask is not measured, and without measuring it is nearly compiled already.
    let own = unmeasured(["--package", xtask].map(str::to_owned).into());
    // Servers are tested as they are compiled to serve. With the rest of the workspace they would have what Leptos has for
    // browsers too, and the rest would have what is for servers alone.
    let visited = site::visited(project)?;
    let groups = Group::all_of(&visited);
    let servers: Vec<&Group<'_>> = groups
        .iter()
        .filter(|group| group.variant.is_none())
        .collect();
    let rendered = servers
        .iter()
        .try_for_each(|group| unmeasured(group.options("ssr")));
    let elsewhere = servers.iter().flat_map(|group| group.packages());
    let elsewhere = elsewhere.chain([xtask]);
    let elsewhere = elsewhere.flat_map(|package| ["--exclude", package]);
    // A macro runs while its user is compiled, so what earlier runs have compiled has to go to be counted again.
    project
        .command("cargo")
        .args(["llvm-cov", "clean", "--workspace"])
        .run()?;
    project
        .command("cargo")
        .args(["llvm-cov", "nextest", "--no-report", "--no-fail-fast"])
        .arg("--workspace")
        .args(elsewhere)
        .args(project.without_tools())
        .args(["--filterset", &format!("not binary({COMPILE_FAIL_TEST})")])
        .advice(ONE_AGAIN)
        .run()?;
    own.and(rendered)
}

/// Runs the programs that must not compile. They are what most of a macro's refusals are covered by.
pub fn measure_compile_fail(project: &Project) -> Result<()> {
    let packages: Vec<String> = project
        .with_test(|name| name == COMPILE_FAIL_TEST)
        .flat_map(selected)
        .collect();
    ensure!(
        !packages.is_empty(),
        "no package has tests/{COMPILE_FAIL_TEST}.rs"
    );
    project
        .command("cargo")
        .args(["llvm-cov", "nextest", "--no-report", "--no-fail-fast"])
        .args(["--test", COMPILE_FAIL_TEST])
        .args(packages)
        .advice(
            "If what the compiler says now is right, run it with TRYBUILD=overwrite and review \
             the difference.",
        )
        .run()
}

/// Prints what has been recorded. It is an error if a crate has less than the minimum.
pub fn report(project: &Project) -> Result<()> {
    let command = || project.command("cargo").args(["llvm-cov", "report"]);
    let json = command()
        .args(["--json", "--summary-only"])
        .advice("The steps `native` and `compile-fail` record what is reported here: has it got that far?")
        .read()?;
    let record: Record =
        serde_json::from_str(&json).context("cargo-llvm-cov's report is not as expected")?;
    // Lines that two crates share count once.
    let crates = project
        .published()
        .filter(|package| has_own_source(package) && !project.is_tool(package))
        .filter(|package| !is_for_browsers_alone(package))
        .map(|package| (package.name.to_string(), directory(package).join("src")));
    let crates = by_crate(&record, crates.collect());
    print(&crates);
    let low: Vec<&str> = crates
        .iter()
        .filter(|(_, lines)| !lines.suffice())
        .map(|(name, _)| name.as_str())
        .collect();
    if !low.is_empty() {
        command().arg("--show-missing-lines").run()?;
        bail!("tests run too few of the lines of {}", low.join(", "));
    }
    Ok(())
}

/// Whether all tests of a package run in a browser, where it is not recorded which lines they run: what it does is there alone.
fn is_for_browsers_alone(package: &Package) -> bool {
    let mut tests = package.targets.iter().filter(|target| target.is_test());
    let first = tests.next();
    first.is_some_and(|first| browser::is_test(&first.name))
        && tests.all(|test| browser::is_test(&test.name))
}

/// What cargo-llvm-cov writes, as far as it is read here.
#[derive(Deserialize)]
struct Record {
    data: Vec<Export>,
}

#[derive(Deserialize)]
struct Export {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    filename: PathBuf,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    lines: Lines,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
struct Lines {
    count: u64,
    covered: u64,
}

impl Lines {
    fn percent(self) -> f64 {
        self.covered as f64 / self.count as f64 * 100.0
    }

    /// Whether enough of them are covered. A crate of which nothing was recorded was not tested.
    fn suffice(self) -> bool {
        self.percent() >= MINIMUM_PERCENT
    }
}

/// The lines of each crate, given the folders with their sources. Files elsewhere, such as tests, do not count.
fn by_crate(record: &Record, crates: BTreeMap<String, PathBuf>) -> BTreeMap<String, Lines> {
    let files = || record.data.iter().flat_map(|export| &export.files);
    let lines_below = |folder: &Path| {
        files()
            .filter(|file| file.filename.starts_with(folder))
            .fold(Lines::default(), |sum, file| Lines {
                count: sum.count + file.summary.lines.count,
                covered: sum.covered + file.summary.lines.covered,
            })
    };
    crates
        .into_iter()
        .map(|(name, folder)| (name, lines_below(&folder)))
        .collect()
}

fn print(crates: &BTreeMap<String, Lines>) {
    let width = crates
        .keys()
        .map(String::len)
        .max()
        .unwrap_or_default()
        .max("crate".len());
    println!(
        "{:<width$}  {:>7}  {:>7}  {:>7}  {:>7}",
        "crate", "lines", "covered", "percent", "minimum"
    );
    for (name, lines) in crates {
        let style = if lines.suffice() { GOOD } else { BAD };
        let Lines { count, covered } = *lines;
        let percent = lines.percent();
        println!("{name:<width$}  {count:>7}  {covered:>7}  {style}{percent:>7.1}{style:#}  {MINIMUM_PERCENT:>7.1}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{
        "data": [{
            "files": [
                {"filename": "/r/crates/core/src/lib.rs", "summary": {"lines": {"count": 6, "covered": 6, "percent": 100}}},
                {"filename": "/r/crates/core/src/layers/log.rs", "summary": {"lines": {"count": 4, "covered": 3, "percent": 75}}},
                {"filename": "/r/crates/core/tests/log.rs", "summary": {"lines": {"count": 50, "covered": 50, "percent": 100}}},
                {"filename": "/r/crates/core-extra/src/lib.rs", "summary": {"lines": {"count": 9, "covered": 0, "percent": 0}}}
            ],
            "totals": {}
        }],
        "type": "llvm.coverage.json.export"
    }"#;

    #[test]
    fn lines_count_for_the_crate_whose_sources_they_are_in() {
        let record: Record = serde_json::from_str(RECORD).unwrap();
        let crates = [
            ("core", "/r/crates/core/src"),
            ("macros", "/r/crates/macros/src"),
        ];
        let lines = by_crate(
            &record,
            crates
                .map(|(name, folder)| (name.to_owned(), folder.into()))
                .into(),
        );
        assert_eq!(
            lines["core"],
            Lines {
                count: 10,
                covered: 9
            }
        );
        assert_eq!(lines["macros"], Lines::default());
    }

    #[test]
    fn ninety_percent_suffice_and_nothing_recorded_does_not() {
        assert!(Lines {
            count: 10,
            covered: 9
        }
        .suffice());
        assert!(!Lines {
            count: 1000,
            covered: 899
        }
        .suffice());
        assert!(!Lines::default().suffice());
    }
}
