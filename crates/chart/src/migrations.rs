//! Snapshots of older versions of a chart.

use std::collections::BTreeMap;
use std::fmt;

use crate::logic::ActionResult;
use crate::{ActionError, RestoreError, Saved};

/// What to do with snapshots of older versions of a chart: one step for each version.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, Form};
/// use leptos_state_chart::{Migrations, Saved};
///
/// let chart = Form::new("lamp").version(2).state(state("dark")).state(state("lit")).compile().unwrap();
/// let old = r#"{"chart":"lamp","version":1,"status":"running","active":["on"],"context":0}"#;
/// let old: Saved<u32> = serde_json::from_str(old).unwrap();
/// let migrations = Migrations::new().from(1, |saved| {
///     saved.rename_state("off", "dark");
///     saved.rename_state("on", "lit");
/// });
/// let snapshot = chart.restore(migrations.apply(old, chart.version()).unwrap()).unwrap();
/// assert!(chart.is_active(&snapshot, chart.state("lit").unwrap()));
/// ```
pub struct Migrations<C, D = ()> {
    steps: BTreeMap<u32, Step<C, D>>,
}

type Step<C, D> = Box<dyn Fn(&mut Saved<C, D>) -> Result<(), ActionError> + Send + Sync>;

impl<C, D> Migrations<C, D> {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            steps: BTreeMap::new(),
        }
    }

    /// What leads from `version` to the next. It returns nothing, or a result.
    #[must_use]
    pub fn from<R: ActionResult>(
        mut self,
        version: u32,
        step: impl Fn(&mut Saved<C, D>) -> R + Send + Sync + 'static,
    ) -> Self {
        let step = move |saved: &mut Saved<C, D>| step(saved).into_result();
        self.steps.insert(version, Box::new(step));
        self
    }

    /// Brings a snapshot to `version`, step by step.
    ///
    /// # Errors
    ///
    /// If a step is missing or fails, or if the snapshot is newer.
    pub fn apply(&self, mut saved: Saved<C, D>, version: u32) -> Result<Saved<C, D>, RestoreError> {
        while saved.version < version {
            let from = saved.version;
            let step = self.steps.get(&from).ok_or(RestoreError::OtherVersion {
                found: from,
                known: version,
            })?;
            step(&mut saved).map_err(|error| RestoreError::Migration {
                from,
                message: error.to_string(),
            })?;
            saved.version = from + 1;
        }
        if saved.version > version {
            return Err(RestoreError::OtherVersion {
                found: saved.version,
                known: version,
            });
        }
        Ok(saved)
    }
}

impl<C, D> Default for Migrations<C, D> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C, D> fmt::Debug for Migrations<C, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrations")
            .field("from", &self.steps.keys())
            .finish()
    }
}
