//! What a chart adds to the time that checking a crate takes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use super::contestant::Contestant;
use super::quantity::Quantity;
use super::rounds::median;
use super::table::Row;
use super::Effort;
use crate::project::Project;

/// The states beside each other, and the states in each of them.
const OUTER: usize = 5;
const INNER: usize = 9;

/// Checks two crates in turn that differ by a chart, again and again.
pub fn times(project: &Project, contestant: Contestant, effort: &Effort) -> Result<Vec<Row>> {
    let crates = Crates::write(project)?;
    // What they depend on is checked before.
    crates.check(project, WITHOUT)?;
    crates.check(project, WITH)?;
    let mut without = Vec::new();
    let mut with = Vec::new();
    for _ in 0..effort.checks {
        without.push(crates.check(project, WITHOUT)?);
        with.push(crates.check(project, WITH)?);
    }
    let differences = with
        .iter()
        .zip(&without)
        .map(|(with, without)| with - without);
    Ok(vec![Row::new(contestant)
        .with(Quantity::Difference, median(differences))
        .with(Quantity::Without, median(without.iter().copied()))
        .with(Quantity::With, median(with.iter().copied()))])
}

const SOURCE: &str = "src/lib.rs";
const WITHOUT: &str = "without";
const WITH: &str = "with";

/// The crates, in a workspace of their own among what is built.
struct Crates {
    folder: PathBuf,
}

impl Crates {
    fn write(project: &Project) -> Result<Self> {
        let folder = project.output("compile-chart");
        let workspace =
            format!("[workspace]\nresolver = \"2\"\nmembers = [\"{WITHOUT}\", \"{WITH}\"]\n");
        save(&folder.join("Cargo.toml"), &workspace)?;
        // The versions that the repository is built with; cargo takes out what is not needed.
        let lock = project.root().join("Cargo.lock");
        let lock = fs::read_to_string(&lock)
            .with_context(|| format!("cannot read {}", project.shown(&lock)))?;
        save(&folder.join("Cargo.lock"), &lock)?;
        for name in [WITHOUT, WITH] {
            let manifest = manifest(project, name);
            save(&folder.join(name).join("Cargo.toml"), &manifest)?;
            save(&folder.join(name).join(SOURCE), &source_of(name))?;
        }
        Ok(Self { folder })
    }

    /// Checks a crate whose source has just been written again, and returns the nanoseconds that it took.
    fn check(&self, project: &Project, name: &str) -> Result<f64> {
        let source = self.folder.join(name).join(SOURCE);
        save(&source, &source_of(name))?;
        let began = Instant::now();
        project
            .command("cargo")
            .args(["check", "--quiet", "--package", name, "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(self.folder.join("target"))
            // What was found out the last time would be found again, because nothing has changed.
            .env("CARGO_INCREMENTAL", "0")
            .read()?;
        Ok(began.elapsed().as_nanos() as f64)
    }
}

fn save(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn manifest(project: &Project, name: &str) -> String {
    let path = |folder: &str| {
        let path = project.root().join("crates").join(folder);
        // A string of JSON is one of TOML too.
        serde_json::Value::from(path.to_string_lossy())
    };
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n\
         leptos-state-chart = {{ path = {} }}\nleptos-state-macros = {{ path = {} }}\n",
        path("chart"),
        path("macros"),
    )
}

/// The source of a crate: a context with its methods, and in one of the two a chart with logic that calls them.
fn source_of(name: &str) -> String {
    let mut source = "\
//! A small crate.

/// What is counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// How often there was another one.
    pub moves: u32,
    /// How much has come together.
    pub sum: u32,
}

impl Counts {
    /// Counts.
    pub fn count(&mut self, by: u32) {
        self.moves += 1;
        self.sum = self.sum.wrapping_add(by);
    }

    /// Whether there is room for more.
    pub fn has_room(&self, by: u32) -> bool {
        self.sum.checked_add(by).is_some()
    }
}
"
    .to_owned();
    if name == WITH {
        source += &chart();
    }
    source
}

/// A chart of [`OUTER`] states with [`INNER`] in each: 50 states. Two transitions lead from each of them: 100.
fn chart() -> String {
    let mut states = String::new();
    for outer in 0..OUTER {
        let next = (outer + 1) % OUTER;
        // Writing to a String does not fail.
        let _ = writeln!(
            states,
            "    Outer{outer} {{\n        on Skip / skip => Outer{next};\n        on Restart => Outer0;"
        );
        for inner in 0..INNER {
            let next = (inner + 1) % INNER;
            let previous = (inner + INNER - 1) % INNER;
            let _ = writeln!(
                states,
                "        Inner{outer}{inner} {{ on Next(by) if has_room(by) / count(by) => Inner{outer}{next}; on Back => Inner{outer}{previous}; }}"
            );
        }
        states += "    }\n";
    }
    format!(
        "
leptos_state_macros::chart! {{
    /// What is measured.
    pub Measured {{ context: Counts }}
    events {{ Next(u32), Back, Skip, Restart }}
{states}}}

/// Its logic.
pub struct Measured;

impl measured::Logic for Measured {{
    fn has_room(&self, counts: &Counts, by: &u32) -> bool {{
        counts.has_room(*by)
    }}

    fn count(&self, counts: &mut Counts, by: &u32, _: &mut measured::Cx<'_>) {{
        counts.count(*by);
    }}

    fn skip(&self, counts: &mut Counts, _: &mut measured::Cx<'_>) {{
        counts.moves += 1;
    }}
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_has_fifty_states_and_a_hundred_transitions() {
        let chart = chart();
        assert_eq!(chart.matches(" on ").count(), 100);
        let is_state = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("Outer") || line.starts_with("Inner")
        };
        assert_eq!(chart.lines().filter(is_state).count(), 50);
    }

    #[test]
    fn only_one_of_the_crates_has_it() {
        let (without, with) = (source_of(WITHOUT), source_of(WITH));
        assert_eq!(with.strip_prefix(&without), Some(&*chart()));
    }
}
