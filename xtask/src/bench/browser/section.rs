//! The comparison as a section of a Markdown document in docs/.

use std::fmt::Write as _;

use super::{Comparison, Moment, Operation, Part, COMPARED, FRAME, REFERENCE, SCRIPT};
use crate::bench::statistics::{Estimate, ENOUGH};

const HOW: &str = "\
The keyed table of [js-framework-benchmark](https://github.com/krausest/js-framework-benchmark), as the example `rows` has
it: one page, whose rows are kept by plain signals, by `reactive_stores`, or by leptos-state. Which row is selected reaches the
rows through Leptos's `Selector` in all three, so that a selection wakes two rows.

A frame is the time from the click to the end of the frame in which the table is as it has to be: event handlers, effects,
style, layout and painting, on the page's main thread. The click is made at the beginning of a frame, because the wait for
the next one has nothing to do with the work; that the table is right is looked at when that frame ends. Script is the part of it
until the last effect has run, which is all that the variants differ in.

Each time is taken in a page of its own, after the warm-ups of js-framework-benchmark and a garbage collection, with the
processor at its own speed. The variants take turns within every operation of every round.";

const HOW_TO_READ: &str = "\
The times are medians in milliseconds. The ratios are what to read: medians of the ratios to signals in the same round, in
which whatever else the machine was doing has the least part.";

const MEMORY: &str = "\
Memory in KiB: what is in use on JavaScript's heap after a garbage collection, and the size of the program's own memory,
which never shrinks, so that it tells the most that was ever needed. It grows with rows that come and go even with plain
signals: the owner of Leptos's `<For>` keeps a trace of each row that it has shown.";

pub fn write(comparison: &Comparison) -> String {
    let rounds = comparison.rounds();
    let intervals = if rounds < ENOUGH {
        "too few for intervals of 95 %, so those in brackets are from the smallest to the largest"
    } else {
        "with intervals of 95 % in brackets, from order statistics"
    };
    let mut text = format!(
        "## In the browser\n\n{HOW}\n\n{HOW_TO_READ}\nChromium {}, {rounds} rounds, {intervals}.\n\n",
        comparison.browser,
    );
    let operations = &comparison.operations;
    for (name, part) in [("frame", FRAME), ("script", SCRIPT)] {
        let rows = operations
            .iter()
            .map(|operation| times_row(operation, part));
        table(&mut text, &times_head(name), rows);
        text.push('\n');
    }
    text.push_str(&format!("{MEMORY}\n\n"));
    table(
        &mut text,
        &memory_head(),
        comparison.moments.iter().map(memory_row),
    );
    text
}

fn times_head(part: &str) -> Vec<String> {
    let compared = COMPARED
        .iter()
        .flat_map(|variant| [(*variant).to_owned(), format!("/ {REFERENCE}")]);
    [part, REFERENCE]
        .map(str::to_owned)
        .into_iter()
        .chain(compared)
        .collect()
}

fn times_row(operation: &Operation, part: Part) -> Vec<String> {
    let time = |variant| estimate(operation.time(variant, part), 2);
    let compared = COMPARED
        .iter()
        .flat_map(|variant| [time(variant), estimate(operation.ratio(variant, part), 2)]);
    [operation.name.clone(), time(REFERENCE)]
        .into_iter()
        .chain(compared)
        .collect()
}

fn estimate(Estimate { median, low, high }: Estimate, decimals: usize) -> String {
    format!("{median:.decimals$} ({low:.decimals$}–{high:.decimals$})")
}

fn variants() -> impl Iterator<Item = &'static str> {
    [REFERENCE].into_iter().chain(COMPARED)
}

fn memory_head() -> Vec<String> {
    let columns = variants().flat_map(|variant| {
        ["JavaScript", "WebAssembly"].map(|memory| format!("{variant}, {memory}"))
    });
    ["memory".to_owned()].into_iter().chain(columns).collect()
}

fn memory_row(moment: &Moment) -> Vec<String> {
    let columns = variants().flat_map(|variant| {
        let memory = moment.memory(variant);
        [memory.javascript, memory.wasm].map(|bytes| format!("{:.0}", bytes / 1024.0))
    });
    [moment.name.clone()].into_iter().chain(columns).collect()
}

/// Adds a table whose first column is text, and the others numbers.
fn table(text: &mut String, head: &[String], rows: impl Iterator<Item = Vec<String>>) {
    let mut line = |cells: &[String]| {
        // Writing to a String does not fail.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    line(head);
    let mut alignment = vec!["---:".to_owned(); head.len()];
    alignment[0] = "---".to_owned();
    line(&alignment);
    for row in rows {
        line(&row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULTS: &str = r#"{
        "browser": "150.0",
        "operations": [{
            "name": "create 1,000 rows",
            "times": {
                "signals": [{"frame": 10, "script": 5}, {"frame": 20, "script": 5}, {"frame": 40, "script": 5}],
                "reactive-stores": [{"frame": 11, "script": 6}, {"frame": 22, "script": 6}, {"frame": 44, "script": 6}],
                "leptos-state": [{"frame": 10, "script": 5}, {"frame": 20, "script": 5}, {"frame": 20, "script": 5}]
            }
        }],
        "moments": [{
            "name": "cleared",
            "memory": {
                "signals": [{"javascript": 1024, "wasm": 65536}],
                "reactive-stores": [{"javascript": 2048, "wasm": 131072}],
                "leptos-state": [{"javascript": 1024, "wasm": 65536}]
            }
        }]
    }"#;

    #[test]
    fn each_operation_and_each_moment_is_a_row() {
        let comparison: Comparison = serde_json::from_str(RESULTS).unwrap();
        let section = write(&comparison);
        let has = |line: &str| assert!(section.lines().any(|other| other == line), "{section}");
        has("| frame | signals | reactive-stores | / signals | leptos-state | / signals |");
        has("| create 1,000 rows | 20.00 (10.00–40.00) | 22.00 (11.00–44.00) | 1.10 (1.10–1.10) | 20.00 (10.00–20.00) | 1.00 (0.50–1.00) |");
        has("| script | signals | reactive-stores | / signals | leptos-state | / signals |");
        has("| create 1,000 rows | 5.00 (5.00–5.00) | 6.00 (6.00–6.00) | 1.20 (1.20–1.20) | 5.00 (5.00–5.00) | 1.00 (1.00–1.00) |");
        has("| cleared | 1 | 64 | 2 | 128 | 1 | 64 |");
        assert!(
            section.contains("Chromium 150.0, 3 rounds, too few"),
            "{section}"
        );
    }

    #[test]
    fn every_median_and_every_ratio_is_a_figure() {
        let comparison: Comparison = serde_json::from_str(RESULTS).unwrap();
        let figures = comparison.figures();
        let value = |name: &str| {
            figures
                .iter()
                .find(|figure| figure.name == name)
                .map(|figure| figure.value)
        };
        assert_eq!(
            value("browser: create 1,000 rows, frame, signals"),
            Some(20.0)
        );
        assert_eq!(
            value("browser: create 1,000 rows, frame, reactive-stores / signals"),
            Some(1.1)
        );
        assert_eq!(
            value("browser: memory cleared, reactive-stores, JavaScript"),
            Some(2048.0)
        );
        assert_eq!(figures.len(), 2 * (3 + 2) + 6);
    }
}
