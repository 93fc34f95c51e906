//! What a machine is in.

use std::collections::{BTreeMap, BTreeSet};

use leptos_state_chart::{Saved, Status};
use serde::{Deserialize, Serialize};

/// What a machine at rest is in, apart from its context: by this the nodes of a graph differ. How often timers and invokes have begun
/// is no part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Situation {
    /// Whether it has finished.
    pub is_finished: bool,
    /// The paths of the atomic states that are active, in document order.
    pub active: Vec<String>,
    /// What its histories remember, by the histories' paths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub history: BTreeMap<String, Vec<String>>,
    /// The timers and invokes that are under way: the path of the state and their name, `loading:after.10s`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub under_way: BTreeSet<String>,
}

impl Situation {
    pub(crate) fn of<C, D, H>(saved: Saved<C, D, H>) -> Self {
        let is_finished = saved.status == Status::Finished;
        let turns = saved.turns.into_iter();
        // Odd while they run; those of a machine that has finished run no more.
        let under_way = turns.filter(|(_, turn)| turn % 2 == 1 && !is_finished);
        Self {
            is_finished,
            active: saved.active,
            history: saved.history,
            under_way: under_way.map(|(slot, _)| slot).collect(),
        }
    }

    /// Whether the state with this path is active.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{parallel, state, Form};
    /// use leptos_state_model::{FormModel, Model};
    ///
    /// let form = Form::new("player").state(parallel("on").state(state("a").state(state("b"))).state(state("c")));
    /// let graph = FormModel::of(form).unwrap().explore();
    /// let first = &graph.nodes()[0].situation;
    /// assert_eq!(first.active, ["on.a.b", "on.c"]);
    /// assert!(first.is_active("on") && first.is_active("on.a") && !first.is_active("o"));
    /// ```
    pub fn is_active(&self, path: &str) -> bool {
        let mut active = self.active.iter();
        active.any(|active| {
            let rest = active.strip_prefix(path);
            path.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// The paths of all active states, the outermost one left out.
    pub fn states(&self) -> BTreeSet<&str> {
        let around = |path: &'_ String| {
            let ends = path.match_indices('.').map(|(end, _)| end);
            ends.chain([path.len()]).collect::<Vec<_>>()
        };
        let active = self.active.iter();
        active
            .flat_map(|path| around(path).into_iter().map(|end| &path[..end]))
            .collect()
    }

    /// In a few words: the active states, separated by commas.
    pub fn words(&self) -> String {
        self.active.join(", ")
    }
}
