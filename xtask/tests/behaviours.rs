//! `tests/README.md` names tests that exist, and all that were written for it, and counts them.

use std::fs;
use std::path::{Path, PathBuf};

const LIST: &str = include_str!("../../tests/README.md");

/// The part of all behaviours, in 100, that may not apply.
const MAY_NOT_APPLY: usize = 15;

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

/// The last cells of the tables' rows.
fn rows() -> Vec<&'static str> {
    rows_of(LIST).map(|(_, cell)| cell).collect()
}

/// The rows of the tables in a text: the whole and the last cell.
fn rows_of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let rows = text.lines().filter_map(|line| line.strip_suffix(" |"));
    let cells = rows.filter_map(|row| Some((row, row.rsplit_once("| ")?.1)));
    cells.filter(|(_, cell)| !["---", "ours"].contains(cell))
}

fn has_test(cell: &str) -> bool {
    cell.starts_with('`')
}

/// What stands between backquotes.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The test files of all crates: their names and texts.
fn files() -> Vec<(String, String)> {
    let folders = fs::read_dir(crates()).expect("the crates can be listed");
    let tests = folders.filter_map(|folder| fs::read_dir(folder.ok()?.path().join("tests")).ok());
    let files = tests.flatten().filter_map(|file| {
        let path = file.ok()?.path();
        let name = path.file_name()?.to_str()?.strip_suffix(".rs")?.to_owned();
        Some((name, fs::read_to_string(path).ok()?))
    });
    files.collect()
}

/// The names of the tests in the text of a file.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split("#[test]").skip(1);
    after.filter_map(|text| {
        let (_, function) = text.split_once("fn ")?;
        Some(function.split_once('(')?.0)
    })
}

#[test]
fn every_test_that_the_list_names_exists() {
    let files = files();
    let is_test = |file: &str, test: &str| {
        let mut texts = files.iter().filter(|(name, _)| name == file);
        texts.any(|(_, text)| tests(text).any(|name| name == test))
    };
    let is_program = |name: &str| {
        ["rs", "stderr"].iter().all(|ending| {
            let file = format!("macros/tests/ui/{name}.{ending}");
            crates().join(file).is_file()
        })
    };
    for name in rows()
        .into_iter()
        .filter(|cell| has_test(cell))
        .flat_map(names)
    {
        let exists = match (name.split_once("::"), name.strip_prefix("ui/")) {
            (Some((file, test)), _) => is_test(file, test),
            (None, Some(program)) => is_program(program),
            (None, None) => false,
        };
        assert!(exists, "tests/README.md names `{name}`, which is no test");
    }
}

#[test]
fn what_has_no_test_has_a_reason_and_is_not_much() {
    let rows = rows();
    let others: Vec<_> = rows.iter().filter(|cell| !has_test(cell)).collect();
    for cell in &others {
        let reason = cell.strip_prefix("does not apply: ");
        assert!(
            reason.is_some_and(|reason| !reason.is_empty()),
            "tests/README.md has a row with neither a test nor a reason: `{cell}`"
        );
    }
    assert!(
        others.len() * 100 <= rows.len() * MAY_NOT_APPLY,
        "{} of {} behaviours do not apply",
        others.len(),
        rows.len()
    );
}

#[test]
fn every_test_of_a_behaviour_is_in_the_list() {
    let files = files();
    let behaviours = files
        .iter()
        .filter(|(name, _)| name.starts_with("behaviours_"));
    for (file, text) in behaviours {
        for test in tests(text) {
            let name = format!("`{file}::{test}`");
            assert!(LIST.contains(&name), "tests/README.md does not name {name}");
        }
    }
}

#[test]
fn the_numbers_of_a_section_are_those_of_its_rows() {
    let sections = LIST.split("\n## ").skip(1);
    let counted = sections.filter(|section| section.contains(" assertions "));
    let mut sections = 0;
    for section in counted {
        let (held, others): (Vec<_>, Vec<_>) =
            rows_of(section).partition(|(_, cell)| has_test(cell));
        let differ = held
            .iter()
            .filter(|(row, _)| row.contains("*Here*"))
            .count();
        let numbers = format!(
            "Of {} assertions {} hold as they are, {differ} hold with a difference, and {} do not apply.",
            held.len() + others.len(),
            held.len() - differ,
            others.len()
        );
        let name = section.lines().next().unwrap_or_default();
        assert!(section.contains(&numbers), "{name}: {numbers}");
        sections += 1;
    }
    assert!(sections > 0, "no section is counted");
}
