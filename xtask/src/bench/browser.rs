//! The variants of the example `rows` against each other, in a browser. `tests/e2e/rows.bench.mjs` drives it and
//! measures; here the pages are built and served, and what was measured is told.

mod section;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::statistics::Estimate;
use crate::figures::Figure;
use crate::gate::end_to_end_tests;
use crate::project::Project;
use crate::setup::{Need, Program};
use crate::site::{self, Profile};

const EXAMPLE: &str = "rows";

/// How often everything is measured. js-framework-benchmark does it 15 times.
const ROUNDS: usize = 15;
const QUICK_ROUNDS: usize = 3;

/// What the others are compared with.
const REFERENCE: &str = "signals";
/// The others.
const COMPARED: [&str; 2] = ["reactive-stores", "leptos-state"];

/// What was measured.
#[derive(Deserialize)]
pub struct Comparison {
    /// The version of Chromium.
    browser: String,
    operations: Vec<Operation>,
    moments: Vec<Moment>,
}

/// Something that a visitor may do.
#[derive(Deserialize)]
struct Operation {
    name: String,
    /// What it took each variant in each round.
    times: BTreeMap<String, Vec<Time>>,
}

/// Milliseconds from the click on.
#[derive(Clone, Copy, Deserialize)]
struct Time {
    /// Until the table is painted.
    frame: f64,
    /// Until the table is right, and only style, layout and painting are left.
    script: f64,
}

/// A part of a [`Time`].
type Part = fn(&Time) -> f64;
const FRAME: Part = |time| time.frame;
const SCRIPT: Part = |time| time.script;

/// A time at which the memory was weighed.
#[derive(Deserialize)]
struct Moment {
    name: String,
    memory: BTreeMap<String, Vec<Memory>>,
}

/// The bytes that a page needs.
#[derive(Clone, Copy, Deserialize)]
struct Memory {
    /// On JavaScript's heap, after a garbage collection.
    javascript: f64,
    /// The size of the program's memory, which grows and never shrinks.
    wasm: f64,
}

/// What the comparison needs.
pub fn needs(project: &Project) -> Result<BTreeSet<Need>> {
    let mut needs = site::needs(&example(project)?);
    needs.extend([
        Need::Program(Program::Chromium),
        Need::Program(Program::Node),
        Need::Program(Program::Npm),
        Need::NpmPackages(end_to_end_tests(project)),
    ]);
    Ok(needs)
}

/// Builds the variants, serves them, and has them measured.
pub fn run(project: &Project, quick: bool) -> Result<Comparison> {
    let examples = example(project)?;
    let site = site::build(project, &examples, Profile::Release)?;
    let server = site::serve(project, &examples, &site, 0)?;
    let results = project.output("bench-browser-times.json");
    let rounds = if quick { QUICK_ROUNDS } else { ROUNDS };
    project
        .command("node")
        .directory(&end_to_end_tests(project))
        .env("BASE_URL", server.url())
        .env("CHROMIUM", Program::Chromium.path(project)?)
        .env("ROUNDS", rounds.to_string())
        .env("RESULTS", &results)
        .arg("rows.bench.mjs")
        .advice("`cargo xtask demo rows --release` serves the same pages, to see what they do.")
        .run()?;
    let text = fs::read_to_string(&results)
        .with_context(|| format!("cannot read {}", results.display()))?;
    serde_json::from_str(&text).with_context(|| format!("cannot use {}", results.display()))
}

impl Comparison {
    /// All medians, and the ratios to the reference.
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for operation in &self.operations {
            for (part, of) in [("frame", FRAME), ("script", SCRIPT)] {
                let name = |what: &str| format!("browser: {}, {part}, {what}", operation.name);
                for variant in operation.times.keys() {
                    let time = operation.time(variant, of).median;
                    figures.push(Figure::new(name(variant), time, "ms"));
                }
                for variant in COMPARED {
                    let ratio = operation.ratio(variant, of).median;
                    let name = name(&format!("{variant} / {REFERENCE}"));
                    figures.push(Figure::new(name, ratio, "×"));
                }
            }
        }
        for moment in &self.moments {
            for variant in moment.memory.keys() {
                let name =
                    |what: &str| format!("browser: memory {}, {variant}, {what}", moment.name);
                let Memory { javascript, wasm } = moment.memory(variant);
                figures.push(Figure::new(name("JavaScript"), javascript, "bytes"));
                figures.push(Figure::new(name("WebAssembly"), wasm, "bytes"));
            }
        }
        figures
    }

    /// What is to be read about it, in Markdown.
    pub fn section(&self) -> String {
        section::write(self)
    }

    fn rounds(&self) -> usize {
        let first = self.operations.first();
        first.map_or(0, |operation| operation.times[REFERENCE].len())
    }
}

impl Operation {
    fn time(&self, variant: &str, of: Part) -> Estimate {
        let times: Vec<f64> = self.times[variant].iter().map(of).collect();
        Estimate::of(&times)
    }

    /// How many times as long as the reference a variant takes. Each round is compared within itself, so that what
    /// slows the machine down for a while slows down both.
    fn ratio(&self, variant: &str, of: Part) -> Estimate {
        let rounds = self.times[variant].iter().zip(&self.times[REFERENCE]);
        let ratios: Vec<f64> = rounds
            .map(|(time, reference)| of(time) / of(reference))
            .collect();
        Estimate::of(&ratios)
    }
}

impl Moment {
    /// The median of the rounds.
    fn memory(&self, variant: &str) -> Memory {
        let median = |of: fn(&Memory) -> f64| {
            let bytes: Vec<f64> = self.memory[variant].iter().map(of).collect();
            Estimate::of(&bytes).median
        };
        Memory {
            javascript: median(|memory| memory.javascript),
            wasm: median(|memory| memory.wasm),
        }
    }
}

fn example(project: &Project) -> Result<Vec<site::Example>> {
    site::examples(project, &[EXAMPLE.to_owned()])
}
