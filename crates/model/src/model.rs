//! What can be explored.

use std::fmt;
use std::hash::Hash;
use std::ops::ControlFlow;

use leptos_state_chart::form::{Form, Kind, Role, State, Trigger};
use leptos_state_chart::{FormErrors, MicrostepLimit, Unbound};

use crate::{Cue, Explore, Graph, Situation};

/// A machine that can be explored: it says in which ways it begins, and what can happen to it then.
///
/// [`FormModel`](crate::FormModel) is a chart without logic, [`LogicModel`](crate::LogicModel) one with closures,
/// [`RunningModel`](crate::RunningModel) one of `chart!`.
pub trait Model: Sized {
    /// A machine at rest.
    type State: Clone;

    /// By what two of them are the same node of a graph.
    type Key: Clone + Eq + Hash + fmt::Debug;

    /// What comes from outside.
    type Input: Clone;

    /// The chart.
    fn form(&self) -> &Form;

    /// Tells in which ways the machine begins, until nobody wants to know more.
    fn begin(&self, tell: Tell<'_, Self>) -> ControlFlow<()>;

    /// Tells what can happen to a machine and does anything, until nobody wants to know more.
    fn steps(&self, from: &Self::State, tell: Tell<'_, Self>) -> ControlFlow<()>;

    /// What a machine is in.
    fn situation(&self, of: &Self::State) -> Situation;

    /// By what it is known.
    fn key(&self, of: &Self::State) -> Self::Key;

    /// All that can be reached, within the usual [limits](Explore).
    fn explore(&self) -> Graph<Self> {
        Explore::of(self).run()
    }
}

/// Is told of moves, and says whether it wants to know more.
pub type Tell<'t, M> = &'t mut dyn FnMut(Move<M>) -> ControlFlow<()>;

/// Something that can happen to a machine, and what it does then.
pub struct Move<M: Model> {
    /// What it is called.
    pub cue: Cue,
    /// What happens; `None` if the machine is started.
    pub input: Option<M::Input>,
    /// The transitions that are taken: the path of the state, and the place among the transitions of that in the form.
    pub taken: Vec<(String, usize)>,
    /// The machine then, if it comes to rest.
    pub to: Result<M::State, MicrostepLimit>,
}

/// Why there is no model of a chart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The form is wrong.
    #[error("{0}")]
    Form(#[from] FormErrors),
    /// The logic does not have what the form names.
    #[error("{0}")]
    Unbound(#[from] Unbound),
    /// A result or failure is given for what is no invoke of the chart.
    #[error("chart `{chart}`: there is no invoke `{invoke}`; they are called by the path of the state and their name, as {known}")]
    UnknownInvoke {
        /// The chart's name.
        chart: String,
        /// What was given.
        invoke: String,
        /// Those that there are.
        known: String,
    },
}

/// The states of a form with their paths, in document order, the outermost one first.
pub(crate) fn states(form: &Form) -> Vec<(String, &State)> {
    fn add<'f>(state: &'f State, path: String, found: &mut Vec<(String, &'f State)>) {
        let inside = |name: &str| match path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        let inner: Vec<_> = state.states.iter().collect();
        let paths: Vec<_> = inner.iter().map(|inner| inside(&inner.name)).collect();
        found.push((path, state));
        for (inner, path) in inner.into_iter().zip(paths) {
            add(inner, path, found);
        }
    }
    let mut found = Vec::new();
    add(&form.root, String::new(), &mut found);
    found
}

/// Whether a state can be active.
pub(crate) const fn is_proper(state: &State) -> bool {
    !matches!(state.kind, Kind::ShallowHistory | Kind::DeepHistory)
}

/// The transitions of a form that can be taken, with what they are for.
pub(crate) fn transitions(form: &Form) -> Vec<((String, usize), String)> {
    let states = states(form).into_iter();
    let transitions = states.flat_map(|(path, state)| {
        let all = state.transitions.iter().enumerate();
        let taken = all.filter(|(_, transition)| transition.role == Role::Take);
        taken
            .map(|(place, transition)| {
                let mut words = trigger(&transition.trigger);
                if !transition.targets.is_empty() {
                    words.push_str(" to ");
                    words.push_str(&transition.targets.join(", "));
                }
                ((path.clone(), place), words)
            })
            .collect::<Vec<_>>()
    });
    transitions.collect()
}

fn trigger(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Events(events) => format!("on {}", events.join(" ")),
        Trigger::Always => "always".to_owned(),
        Trigger::Done => "when it is done".to_owned(),
        Trigger::After(delay) => format!("after {delay:?}"),
        Trigger::InvokeDone(id) => format!("when {id} is done"),
        Trigger::InvokeFailed(id) => format!("when {id} fails"),
        Trigger::InvokeNext(id) => format!("when {id} tells"),
    }
}
