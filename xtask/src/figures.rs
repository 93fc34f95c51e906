//! Measured figures with their bounds, as a table and as JSON.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::project::Project;

/// One measured figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: String,
    /// The largest value that is accepted, if there is one.
    pub bound: Option<f64>,
    pub ok: bool,
}

impl Figure {
    pub fn new(name: impl Into<String>, value: f64, unit: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value,
            unit: unit.into(),
            bound: None,
            ok: true,
        }
    }

    /// The same figure, which is in order up to `bound`.
    #[must_use]
    pub fn at_most(mut self, bound: f64) -> Self {
        self.ok = self.value <= bound;
        self.bound = Some(bound);
        self
    }
}

/// Writes figures to `target/xtask/NAME.json`.
pub fn write(project: &Project, name: &str, figures: &[Figure]) -> Result<PathBuf> {
    let path = project.output(&format!("{name}.json"));
    let text = serde_json::to_string_pretty(figures)? + "\n";
    fs::create_dir_all(project.output(""))
        .and_then(|()| fs::write(&path, text))
        .with_context(|| format!("can't write {}", path.display()))?;
    Ok(path)
}
