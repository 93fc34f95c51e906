//! What becomes of snapshots that were stored with an older version of a chart.

use std::collections::BTreeMap;
use std::fmt;

use leptos_state_chart::form::{Form, Kind};
use leptos_state_chart::{FormErrors, RestoreError, Saved, Status};
use serde::Serialize;

use crate::graph::Graph;

/// What becomes of stored snapshots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restoring {
    /// Whether the newer chart asks for snapshots of another name or version.
    pub is_other_version: bool,
    /// What happens to snapshots in which a state of the older chart is active or remembered, if their version were the same.
    pub consequences: Vec<Consequence>,
    /// A migration that has snapshots be restored, as far as that can be known; `None` if none is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migration: Option<String>,
}

/// What happens to snapshots in which a state is active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consequence {
    /// The path of the state in the older chart.
    pub state: String,
    /// Why it can't be restored.
    pub error: String,
    /// What it may have become, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed: Option<String>,
}

impl Restoring {
    /// Whether every stored snapshot is restored as it is.
    pub fn is_safe(&self) -> bool {
        !self.is_other_version && self.consequences.is_empty()
    }
}

/// Restores what the older chart could have stored, one snapshot for each of its atomic states.
pub(crate) fn restoring(
    old: &Form,
    new: &Form,
    renamed: &BTreeMap<String, String>,
) -> Result<Restoring, FormErrors> {
    old.compile()?;
    let graph = Graph::of(old.resolved()?);
    let chart = new.compile()?;
    let mut consequences = Vec::new();
    for leaf in graph.leaves(0).filter(|leaf| *leaf != 0) {
        let others = graph
            .around(leaf)
            .filter(|outer| graph.nodes[*outer].kind == Kind::Parallel)
            .flat_map(|outer| {
                graph
                    .children(outer)
                    .filter(|region| !graph.is_in(leaf, *region))
            })
            .flat_map(|region| graph.entered(&[region], graph.nodes[region].parent.unwrap_or(0)));
        let active = std::iter::once(leaf).chain(others);
        let saved: Saved<()> = Saved {
            chart: new.name.clone(),
            version: new.version,
            status: Status::Running,
            active: active.map(|state| graph.path(state).to_owned()).collect(),
            history: BTreeMap::new(),
            turns: BTreeMap::new(),
            output: None,
            context: (),
            data: (),
        };
        let Err(error) = chart.restore(saved) else {
            continue;
        };
        let state = graph.path(leaf).to_owned();
        // What is wrong with another state is said of that.
        let is_of_other = matches!(&error, RestoreError::UnknownState { state: unknown, .. } if *unknown != state);
        if !is_of_other {
            let now = renamed.get(&state).cloned();
            consequences.push(Consequence {
                error: match &error {
                    // What it may be is said better than by what is spelled alike.
                    RestoreError::UnknownState { place, .. } if now.is_some() => {
                        format!("{place}: there is no state `{state}`")
                    }
                    error => error.to_string(),
                },
                renamed: now,
                state,
            });
        }
    }
    let is_other_version = old.name != new.name || old.version != new.version;
    let migration = (is_other_version || !consequences.is_empty())
        .then(|| migration(old, new, renamed, &consequences));
    Ok(Restoring {
        is_other_version,
        consequences,
        migration,
    })
}

fn migration(
    old: &Form,
    new: &Form,
    renamed: &BTreeMap<String, String>,
    consequences: &[Consequence],
) -> String {
    let mut steps = String::new();
    for (from, to) in renamed {
        let is_by_outer = from.rsplit_once('.').zip(to.rsplit_once('.')).is_some_and(
            |((outer, name), (_, new_name))| name == new_name && renamed.contains_key(outer),
        );
        if !is_by_outer {
            steps.push_str(&format!("    saved.rename_state({from:?}, {to:?});\n"));
        }
    }
    for consequence in consequences
        .iter()
        .filter(|consequence| consequence.renamed.is_none())
    {
        let state = &consequence.state;
        steps.push_str(&format!(
            "    saved.replace_state({state:?}, todo!(\"an atomic state of the new chart\"));\n"
        ));
    }
    if old.name != new.name {
        steps.push_str(&format!("    saved.chart = {:?}.into();\n", new.name));
    }
    if steps.is_empty() {
        return format!("Migrations::new().from({}, |_| {{}})", old.version);
    }
    format!(
        "Migrations::new().from({}, |saved| {{\n{steps}}})",
        old.version
    )
}

impl fmt::Display for Restoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.is_other_version, self.consequences.is_empty()) {
            (false, true) => write!(f, "stored snapshots are restored as they are"),
            (true, true) => write!(f, "stored snapshots need a migration to the new version; every state is still there"),
            (false, false) => write!(
                f,
                "some stored snapshots can't be restored, and the version is the same: count it up and add a migration"
            ),
            (true, false) => write!(f, "some stored snapshots need a migration that says what has become of their states"),
        }?;
        for consequence in &self.consequences {
            write!(f, "\n  in `{}`: {}", consequence.state, consequence.error)?;
            if let Some(renamed) = &consequence.renamed {
                write!(f, "; it may be `{renamed}` now")?;
            }
        }
        Ok(())
    }
}
