//! A document that can be run.

use std::collections::BTreeMap;

use super::content::{Block, Condition, Invoke, Payload, Variable};
use super::{DocumentError, DocumentErrors, DocumentProblem, Place};
use crate::error::nearest;
use crate::form::Form;
use crate::{Chart, SlotKey, StateId};

/// A chart with all that it does, as a document says it. It holds no state of a machine: a [`System`](super::System) does.
#[derive(Debug)]
pub struct Document {
    pub(crate) form: Form,
    pub(crate) chart: Chart,
    pub(crate) body: Body,
    /// For each action of the chart its block, for each guard its condition, and so on.
    actions: Vec<usize>,
    guards: Vec<usize>,
    makers: Vec<usize>,
    states: BTreeMap<String, StateId>,
}

/// What a document has besides its chart.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub name: String,
    pub data_model: Option<String>,
    pub is_late: bool,
    pub blocks: Vec<Part>,
    pub conditions: Vec<Condition>,
    pub outputs: Vec<Payload>,
    pub invokes: Vec<Invoke>,
    /// The variables of the whole document if data is bound early (SCXML 5.3), and else of what is outermost.
    pub variables: Vec<Variable>,
    pub script: Block,
    /// The paths of the states whose variables those are that are not of the whole document, by the variables' places.
    pub variable_states: BTreeMap<usize, String>,
    pub event_names: EventNames,
    /// Whether what it is given is only there while the variables come to be, and is none of them.
    pub takes_input: bool,
    /// Whether a condition asks if something has changed.
    pub asks_for_calm: bool,
    /// For each state its identifier in the document, by its path.
    pub ids: BTreeMap<String, String>,
    /// Where the states are in the text, by their paths, and where their transitions are.
    pub places: BTreeMap<String, Place>,
    pub transition_places: BTreeMap<(String, usize), Place>,
}

/// How the names begin of events that the platform makes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventNames {
    /// A state has finished; its identifier follows.
    pub done_state: &'static str,
    /// An actor has a result; its identifier follows.
    pub done_actor: &'static str,
    /// An actor has failed; its identifier follows.
    pub error_actor: &'static str,
    /// An actor tells something on its way; its identifier follows.
    pub next_actor: &'static str,
}

impl Default for EventNames {
    /// Those of SCXML.
    fn default() -> Self {
        Self {
            done_state: "done.state.",
            done_actor: "done.invoke.",
            error_actor: "error.invoke.",
            next_actor: "next.invoke.",
        }
    }
}

/// What an action of the chart does.
#[derive(Debug)]
pub(crate) enum Part {
    Block(Block),
    /// A state's variables come to have their values, the first time that it is entered.
    Variables(Vec<Variable>),
    /// `In` is to know that a state is active.
    Enter(String),
    /// Or no longer.
    Leave(String),
    /// A transition without an event is taken that by itself changes nothing.
    Note,
    /// Something has changed.
    Stir,
}

impl Document {
    /// Compiles the chart, whose guards, actions and makers are called by the places of what they are in the body.
    pub(crate) fn new(form: Form, body: Body) -> Result<Self, DocumentErrors> {
        let chart = form.compile().map_err(|errors| {
            let errors = errors.iter().map(|error| {
                let state = error.state().to_owned();
                let transition = error.transition();
                let place = transition
                    .and_then(|index| body.transition_places.get(&(state.clone(), index)))
                    .or_else(|| body.places.get(&state));
                let place = place.copied().unwrap_or(Place { line: 1, column: 1 });
                DocumentError::new(place, DocumentProblem::Chart(error.problem().clone()))
            });
            DocumentErrors(errors.collect())
        })?;
        let numbers = |names: &[std::borrow::Cow<'static, str>]| {
            let numbers = names.iter().map(|name| name.parse().unwrap_or(usize::MAX));
            numbers.collect::<Vec<_>>()
        };
        let states = chart.states().filter_map(|state| {
            let id = body.ids.get(chart.path(state))?;
            Some((id.clone(), state))
        });
        Ok(Self {
            actions: numbers(chart.actions()),
            guards: numbers(chart.guards()),
            makers: numbers(chart.makers()),
            states: states.collect(),
            form,
            chart,
            body,
        })
    }

    /// The document's name; empty if it has none.
    pub fn name(&self) -> &str {
        &self.body.name
    }

    /// The data model that the document asks for.
    pub fn data_model(&self) -> Option<&str> {
        self.body.data_model.as_deref()
    }

    /// The chart.
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }

    /// The chart as data, for what draws, checks or compares charts. Its guards and actions are called by numbers.
    pub const fn form(&self) -> &Form {
        &self.form
    }

    /// Where a state stands in the text, by its path.
    pub fn state_place(&self, path: &str) -> Option<Place> {
        self.body.places.get(path).copied()
    }

    /// Where a transition of a state stands in the text, by the state's path and its place there.
    pub fn transition_place(&self, path: &str, index: usize) -> Option<Place> {
        let key = (path.to_owned(), index);
        self.body.transition_places.get(&key).copied()
    }

    /// The chart as data, with guards and actions called by what they are in words: expressions as they stand there, `raise event`,
    /// `send event`, `x = 1`. For drawings and for other formats; it does not run.
    pub fn described(&self) -> Form {
        super::describe::describe(self)
    }

    /// The state that the document calls so.
    pub fn state(&self, id: &str) -> Option<StateId> {
        self.states.get(id).copied()
    }

    /// What the document calls a state; `None` if it has no name there.
    pub fn id(&self, state: StateId) -> Option<&str> {
        self.id_of_path(self.chart.path(state))
    }

    pub(crate) fn id_of_path(&self, path: &str) -> Option<&str> {
        self.body.ids.get(path).map(String::as_str)
    }

    pub(crate) fn part(&self, action: u16) -> Option<&Part> {
        let index = *self.actions.get(usize::from(action))?;
        self.body.blocks.get(index)
    }

    pub(crate) fn condition(&self, guard: u16) -> Option<&Condition> {
        let index = *self.guards.get(usize::from(guard))?;
        self.body.conditions.get(index)
    }

    pub(crate) fn output(&self, maker: u16) -> Option<&Payload> {
        let index = *self.makers.get(usize::from(maker))?;
        self.body.outputs.get(index)
    }

    pub(crate) fn invoke(&self, key: SlotKey) -> Option<&Invoke> {
        if !self.chart.has_slot(key) {
            return None;
        }
        let index: usize = self.chart.slot_source(key)?.parse().ok()?;
        self.body.invokes.get(index)
    }
}

/// That something is named that there is not, with what was perhaps meant.
pub(crate) fn unknown<'a>(
    kind: &'static str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> DocumentProblem {
    DocumentProblem::Unknown {
        kind,
        name: name.to_owned(),
        meant: nearest(name, known),
    }
}
