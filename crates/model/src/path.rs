//! Ways through a model.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Deserialize, Serialize, Serializer};

use crate::{Cue, Model, Move, Node, Situation};

/// A way through a model. Its first step starts the machine.
///
/// It is written by names: a sequence of [`StepRecord`]s.
pub struct Path<M: Model> {
    /// The steps.
    pub steps: Vec<Step<M>>,
}

/// A step of a path.
pub struct Step<M: Model> {
    /// What it is called.
    pub cue: Cue,
    /// What comes from outside; `None` if the machine is started.
    pub input: Option<M::Input>,
    /// The transitions that are taken: the path of the state, and the place among the transitions of that in the form.
    pub taken: Vec<(String, usize)>,
    /// The machine then.
    pub node: Arc<Node<M::State>>,
}

/// A step of a path as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// What it is called.
    pub cue: Cue,
    /// The transitions that are taken.
    pub taken: Vec<(String, usize)>,
    /// What the machine is in then.
    pub to: Situation,
}

/// Paths as they are stored, with what they are paths of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathsRecord {
    /// The name of the chart.
    pub chart: String,
    /// Its version.
    pub version: u32,
    /// The paths.
    pub paths: Vec<Vec<StepRecord>>,
}

impl PathsRecord {
    /// The paths of a model.
    pub fn of<M: Model>(model: &M, paths: &[Path<M>]) -> Self {
        Self {
            chart: model.form().name.clone(),
            version: model.form().version,
            paths: paths.iter().map(Path::record).collect(),
        }
    }
}

/// Why there is no such path in a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// What is to happen can't happen there, or has no effect.
    #[error(
        "after `{before}`, in {active}: `{cue}` does nothing; what does something is: {possible}"
    )]
    Impossible {
        /// The cues before it.
        before: String,
        /// What is active then.
        active: String,
        /// What is to happen.
        cue: String,
        /// What can happen.
        possible: String,
    },
    /// Guards may answer in several ways, and what they answer is not said.
    #[error("after `{before}`, in {active}: `{cue}` may be: {possible}")]
    Ambiguous {
        /// The cues before it.
        before: String,
        /// What is active then.
        active: String,
        /// What is to happen.
        cue: String,
        /// What it may mean.
        possible: String,
    },
}

impl<M: Model> Path<M> {
    /// The path of these cues. The first may be left out if the machine can start in one way only. A cue need not say what guards
    /// answer if that is clear without it.
    ///
    /// # Errors
    ///
    /// If something has no effect where it is to happen, or it is not clear what is meant.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{state, to, when, Form};
    /// use leptos_state_model::{Cue, FormModel, Path};
    ///
    /// let form = Form::new("door")
    ///     .state(state("closed").on("open", to("opened")).on("lock", when("has_key").to("locked")))
    ///     .state(state("opened").on("close", to("closed")))
    ///     .state(state("locked"));
    /// let door = FormModel::of(form).unwrap();
    /// let path = Path::replay(&door, &[Cue::event("open"), Cue::event("close"), Cue::event("lock")]).unwrap();
    /// assert_eq!(path.active(), ["locked"]);
    /// let error = Path::replay(&door, &[Cue::event("close")]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "after `start`, in closed: `close` does nothing; what does something is: lock if has_key, open"
    /// );
    /// ```
    pub fn replay(model: &M, cues: &[Cue]) -> Result<Self, ReplayError> {
        let mut path = Self::default();
        let starts = cues.first().is_some_and(|cue| *cue == cue.started());
        let (first, rest) = match starts {
            true => (cues[0].clone(), &cues[1..]),
            false => (Cue::start(), cues),
        };
        path.follow(model, &first)?;
        for cue in rest {
            path.follow(model, cue)?;
        }
        Ok(path)
    }

    fn follow(&mut self, model: &M, cue: &Cue) -> Result<(), ReplayError> {
        let mut found = Vec::new();
        let mut possible = Vec::new();
        let mut note = |step: Move<M>| {
            possible.push(step.cue.to_string());
            let answers = cue.answers.iter();
            let mut agreed =
                answers.map(|(guard, holds)| step.cue.answers.get(guard) == Some(holds));
            if step.cue.asked() == cue.asked() && agreed.all(|agrees| agrees) {
                found.push(step);
            }
            ControlFlow::Continue(())
        };
        let _ = match self.steps.last() {
            Some(last) => model.steps(&last.node.state, &mut note),
            None => model.begin(&mut note),
        };
        // One that says all that is asked is meant exactly.
        if let Some(exact) = found.iter().position(|step| step.cue == *cue) {
            found = vec![found.swap_remove(exact)];
        }
        let active = || match self.steps.last() {
            Some(last) => last.node.situation.words(),
            None => "no state".to_owned(),
        };
        let ended = |step: &Move<M>| step.to.is_err();
        if found.len() > 1 {
            return Err(ReplayError::Ambiguous {
                before: self.to_string(),
                active: active(),
                cue: cue.to_string(),
                possible: said(found.iter().map(|step| step.cue.to_string()).collect()),
            });
        }
        let Some(step) = found.pop().filter(|step| !ended(step)) else {
            possible.sort();
            return Err(ReplayError::Impossible {
                before: self.to_string(),
                active: active(),
                cue: cue.to_string(),
                possible: said(possible),
            });
        };
        if let Ok(state) = step.to {
            let situation = model.situation(&state);
            self.steps.push(Step {
                cue: step.cue,
                input: step.input,
                taken: step.taken,
                node: Arc::new(Node { state, situation }),
            });
        }
        Ok(())
    }

    /// The atomic states that are active at its end. None if it has no steps.
    pub fn active(&self) -> Vec<&str> {
        let active = self.steps.last().map(|last| &last.node.situation.active);
        active.into_iter().flatten().map(String::as_str).collect()
    }

    /// The machine at its end; `None` if it has no steps.
    pub fn end(&self) -> Option<&Node<M::State>> {
        self.steps.last().map(|last| &*last.node)
    }

    /// What its steps are called.
    pub fn cues(&self) -> impl Iterator<Item = &Cue> {
        self.steps.iter().map(|step| &step.cue)
    }

    /// As it is stored.
    pub fn record(&self) -> Vec<StepRecord> {
        let steps = self.steps.iter();
        let record = |step: &Step<M>| StepRecord {
            cue: step.cue.clone(),
            taken: step.taken.clone(),
            to: step.node.situation.clone(),
        };
        steps.map(record).collect()
    }

    /// Whether another one begins as this one does, and goes on.
    pub(crate) fn begins(&self, other: &Self) -> bool {
        self.steps.len() < other.steps.len()
            && self
                .cues()
                .zip(other.cues())
                .all(|(one, other)| one == other)
    }
}

fn said(possible: Vec<String>) -> String {
    match possible.as_slice() {
        [] => "nothing".to_owned(),
        possible => possible.join(", "),
    }
}

/// Without those that others begin with: who goes the others, goes these too.
pub fn without_beginnings<M: Model>(paths: Vec<Path<M>>) -> Vec<Path<M>> {
    let mut order: Vec<_> = (0..paths.len()).collect();
    order.sort_by_cached_key(|place| paths[*place].cues().collect::<Vec<_>>());
    let mut is_kept = vec![true; paths.len()];
    // Sorted by cues, what goes on follows what it begins with.
    for pair in order.windows(2) {
        is_kept[pair[0]] = !paths[pair[0]].begins(&paths[pair[1]]);
    }
    let paths = paths.into_iter().zip(is_kept);
    paths
        .filter(|(_, is_kept)| *is_kept)
        .map(|(path, _)| path)
        .collect()
}

impl Cue {
    /// The same if the machine were started by it.
    fn started(&self) -> Self {
        Self {
            answers: self.answers.clone(),
            ..Self::start()
        }
    }
}

impl<M: Model> Default for Path<M> {
    fn default() -> Self {
        Self { steps: Vec::new() }
    }
}

impl<M: Model> Clone for Path<M> {
    fn clone(&self) -> Self {
        Self {
            steps: self.steps.clone(),
        }
    }
}

impl<M: Model> Clone for Step<M> {
    fn clone(&self) -> Self {
        Self {
            cue: self.cue.clone(),
            input: self.input.clone(),
            taken: self.taken.clone(),
            node: Arc::clone(&self.node),
        }
    }
}

/// Its cues.
impl<M: Model> fmt::Display for Path<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, cue) in self.cues().enumerate() {
            let before = if index == 0 { "" } else { ", " };
            write!(f, "{before}{cue}")?;
        }
        Ok(())
    }
}

impl<M: Model> fmt::Debug for Path<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.record()).finish()
    }
}

impl<M: Model> fmt::Debug for Step<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step")
            .field("cue", &self.cue)
            .field("taken", &self.taken)
            .field("to", &self.node.situation)
            .finish_non_exhaustive()
    }
}

impl<M: Model> Serialize for Path<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.steps.len()))?;
        for step in &self.steps {
            sequence.serialize_element(step)?;
        }
        sequence.end()
    }
}

impl<M: Model> Serialize for Step<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut step = serializer.serialize_struct("StepRecord", 3)?;
        step.serialize_field("cue", &self.cue)?;
        step.serialize_field("taken", &self.taken)?;
        step.serialize_field("to", &self.node.situation)?;
        step.end()
    }
}
