//! How much of a chart was reached.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use leptos_state_chart::form::Form;
use serde::{Deserialize, Serialize};

use crate::model::{is_proper, states, transitions};
use crate::{Model, Path, Situation, Step};

/// How much of a chart was reached: its states, by their paths, and its transitions, by the paths of their states and their places there.
/// Coverages of several tests can be [merged](Self::merge), stored, and shown in a drawing.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, Form};
/// use leptos_state_model::{Coverage, Cue, FormModel, Path};
///
/// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on").on("switch", to("off")));
/// let mut coverage = Coverage::new(&form);
/// let lamp = FormModel::of(form).unwrap();
/// coverage.note(&Path::replay(&lamp, &[Cue::event("switch")]).unwrap());
/// assert_eq!(coverage.to_string(), "lamp: 2 of 2 states, 1 of 2 transitions\n  not taken: `on`, on switch to off");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    chart: String,
    states: BTreeSet<String>,
    transitions: BTreeSet<(String, usize)>,
    all_states: BTreeSet<String>,
    /// With what they are called.
    #[serde(with = "pairs")]
    all_transitions: BTreeMap<(String, usize), String>,
}

impl Coverage {
    /// Nothing is reached yet.
    pub fn new(form: &Form) -> Self {
        let all = states(form).into_iter();
        let proper = all.filter(|(path, state)| !path.is_empty() && is_proper(state));
        Self {
            chart: form.name.clone(),
            states: BTreeSet::new(),
            transitions: BTreeSet::new(),
            all_states: proper.map(|(path, _)| path).collect(),
            all_transitions: transitions(form).into_iter().collect(),
        }
    }

    /// What paths reach.
    pub fn of<'p, M: Model + 'p>(
        form: &Form,
        paths: impl IntoIterator<Item = &'p Path<M>>,
    ) -> Self {
        let mut coverage = Self::new(form);
        paths.into_iter().for_each(|path| coverage.note(path));
        coverage
    }

    /// Adds what a path reaches.
    pub fn note<M: Model>(&mut self, path: &Path<M>) {
        path.steps.iter().for_each(|step| self.note_step(step));
    }

    pub(crate) fn note_step<M: Model>(&mut self, step: &Step<M>) {
        self.note_situation(&step.node.situation);
        self.note_taken(&step.taken);
    }

    /// Adds what is active.
    pub fn note_situation(&mut self, situation: &Situation) {
        let states = situation.states().into_iter();
        self.states.extend(states.map(str::to_owned));
    }

    /// Adds transitions that were taken, as [`Microstep`](leptos_state_chart::Microstep) has them.
    pub fn note_taken(&mut self, taken: &[(String, usize)]) {
        self.transitions.extend(taken.iter().cloned());
    }

    /// Adds what another one has of the same chart.
    pub fn merge(&mut self, other: &Self) {
        self.states.extend(other.states.iter().cloned());
        self.transitions.extend(other.transitions.iter().cloned());
    }

    /// The paths of the states that were active.
    pub const fn states(&self) -> &BTreeSet<String> {
        &self.states
    }

    /// The transitions that were taken.
    pub const fn transitions(&self) -> &BTreeSet<(String, usize)> {
        &self.transitions
    }

    /// The paths of the states that were not active, histories left out.
    pub fn missing_states(&self) -> BTreeSet<String> {
        self.all_states.difference(&self.states).cloned().collect()
    }

    /// The transitions that were not taken. Those that do nothing, because they ignore or forbid events, are none.
    pub fn missing_transitions(&self) -> BTreeSet<(String, usize)> {
        let all = self.all_transitions.keys();
        all.filter(|transition| !self.transitions.contains(*transition))
            .cloned()
            .collect()
    }

    /// How much of all states and transitions was reached, from 0 to 1.
    pub fn ratio(&self) -> f64 {
        let all = self.all_states.len() + self.all_transitions.len();
        let missing = self.missing_states().len() + self.missing_transitions().len();
        match all {
            0 => 1.0,
            all => (all - missing) as f64 / all as f64,
        }
    }
}

/// How much, and what is missing.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (states, taken) = (self.missing_states(), self.missing_transitions());
        let (all_states, all_taken) = (self.all_states.len(), self.all_transitions.len());
        write!(
            f,
            "{}: {} of {all_states} states, {} of {all_taken} transitions",
            self.chart,
            all_states - states.len(),
            all_taken - taken.len()
        )?;
        for state in states {
            write!(f, "\n  not active: `{state}`")?;
        }
        for transition in taken {
            let words = &self.all_transitions[&transition];
            match transition.0.as_str() {
                "" => write!(f, "\n  not taken: {words}")?,
                state => write!(f, "\n  not taken: `{state}`, {words}")?,
            }
        }
        Ok(())
    }
}

/// A map whose keys are no texts, as a sequence.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    type Map = BTreeMap<(String, usize), String>;

    pub fn serialize<S: Serializer>(map: &Map, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map, D::Error> {
        let pairs = Vec::<((String, usize), String)>::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}
