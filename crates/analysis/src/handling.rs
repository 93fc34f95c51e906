//! What happens on each event in each state.

use std::fmt;

use leptos_state_chart::form::{Form, Kind, Role};
use leptos_state_chart::FormErrors;
use serde::Serialize;

use crate::graph::Graph;

/// What happens on each event in each state: a table whose rows are the atomic states.
///
/// # Examples
///
/// ```
/// use leptos_state_analysis::{Handling, How};
/// use leptos_state_chart::form::{state, to, when, Form};
///
/// let form = Form::new("door")
///     .events(["open", "close"])
///     .state(state("closed").on("open", when("is_unlocked").to("opened")))
///     .state(state("opened").on("close", to("closed")).ignore("open"));
/// let handling = Handling::of(&form).unwrap();
/// assert_eq!(handling.how("closed", "open"), Some(How::Guarded));
/// assert_eq!(handling.how("closed", "close"), Some(How::Unhandled));
/// assert_eq!(handling.how("opened", "open"), Some(How::Ignored));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Handling {
    /// The events: those that are declared, and those that transitions name. Sorted.
    pub events: Vec<String>,
    /// The atomic states, in document order, with what happens on each of the events.
    pub states: Vec<(String, Vec<How>)>,
}

/// What happens on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// A transition is taken.
    Handled,
    /// A transition is taken if its condition holds, and else nothing is.
    Guarded,
    /// Nothing here, but another region surely does something.
    Elsewhere,
    /// It is expected, and means nothing.
    Ignored,
    /// It must not come.
    Forbidden,
    /// Nothing is said of it.
    Unhandled,
}

impl How {
    /// A sign for it, for tables.
    pub const fn sign(self) -> char {
        match self {
            Self::Handled => '●',
            Self::Guarded => '◐',
            Self::Elsewhere => '○',
            Self::Ignored => '–',
            Self::Forbidden => '×',
            Self::Unhandled => '·',
        }
    }

    /// What it means, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Guarded => "handled if a guard holds",
            Self::Elsewhere => "handled in another region",
            Self::Ignored => "ignored",
            Self::Forbidden => "forbidden",
            Self::Unhandled => "unhandled",
        }
    }

    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Handled,
        Self::Guarded,
        Self::Elsewhere,
        Self::Ignored,
        Self::Forbidden,
        Self::Unhandled,
    ];
}

impl Handling {
    /// Of a chart.
    ///
    /// # Errors
    ///
    /// If the chart can't run.
    pub fn of(form: &Form) -> Result<Self, FormErrors> {
        form.compile()?;
        let graph = Graph::of(form.resolved()?);
        let events: Vec<String> = graph.events().into_iter().collect();
        let leaves = graph.leaves(0).filter(|leaf| {
            let node = &graph.nodes[*leaf];
            // A machine that has finished is sent nothing.
            !(node.kind == Kind::Final && node.parent == Some(0))
        });
        let row = |leaf: usize| {
            events
                .iter()
                .map(|event| how(&graph, leaf, event))
                .collect()
        };
        let states = leaves.map(|leaf| (graph.path(leaf).to_owned(), row(leaf)));
        Ok(Self {
            states: states.collect(),
            events,
        })
    }

    /// What happens in a state on an event; `None` if there is no such atomic state or event.
    pub fn how(&self, state: &str, event: &str) -> Option<How> {
        let (_, row) = self.states.iter().find(|(path, _)| path == state)?;
        let at = self.events.iter().position(|known| known == event)?;
        row.get(at).copied()
    }

    /// The pairs of states and events of which nothing is said.
    pub fn unhandled(&self) -> impl Iterator<Item = (&str, &str)> {
        self.states.iter().flat_map(|(state, row)| {
            let row = row.iter().zip(&self.events);
            row.filter(|(how, _)| **how == How::Unhandled)
                .map(move |(_, event)| (state.as_str(), event.as_str()))
        })
    }
}

fn how(graph: &Graph, leaf: usize, event: &str) -> How {
    let here = along(graph, leaf, event);
    if here != How::Unhandled {
        return here;
    }
    // One region that surely handles it is enough.
    for outer in graph
        .around(leaf)
        .filter(|outer| graph.nodes[*outer].kind == Kind::Parallel)
    {
        let mut others = graph
            .children(outer)
            .filter(|region| !graph.is_in(leaf, *region));
        let handles = |region: usize| {
            let mut leaves = graph.leaves(region);
            leaves.all(|other| along(graph, other, event) == How::Handled)
        };
        if others.any(handles) {
            return How::Elsewhere;
        }
    }
    How::Unhandled
}

/// What a leaf and the states around it do.
fn along(graph: &Graph, leaf: usize, event: &str) -> How {
    let mut guarded = false;
    for state in graph.outwards(leaf) {
        for edge in graph.edges_of(state).filter(|edge| edge.is_for(event)) {
            match edge.role {
                Role::Take if edge.is_guarded => guarded = true,
                _ if guarded => return How::Guarded,
                Role::Take => return How::Handled,
                Role::Ignore => return How::Ignored,
                Role::Forbid => return How::Forbidden,
            }
        }
    }
    if guarded {
        How::Guarded
    } else {
        How::Unhandled
    }
}

impl fmt::Display for Handling {
    /// A table with the events as columns.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |text: &str| text.chars().count();
        let first = self
            .states
            .iter()
            .map(|(state, _)| width(state))
            .max()
            .unwrap_or(0);
        write!(f, "{:first$}", "")?;
        for event in &self.events {
            write!(f, "  {event}")?;
        }
        for (state, row) in &self.states {
            write!(f, "\n{state:first$}")?;
            for (how, event) in row.iter().zip(&self.events) {
                write!(f, "  {:^1$}", how.sign(), width(event))?;
            }
        }
        Ok(())
    }
}
