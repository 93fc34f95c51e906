//! What was found, and where.

use std::fmt;

use serde::Serialize;

use crate::graph::{Edge, Graph};

/// Something that is wrong with a chart, or looks as if it were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of thing it is.
    pub rule: Rule,
    /// The path of the state. Empty for the outermost one.
    pub state: String,
    /// The place of the transition among those of the state, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<usize>,
    /// What of the state, as it is written down: `on play`, `initial`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What else has to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Place>,
}

/// A place in a chart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The path of the state.
    pub state: String,
    /// The place of the transition among those of the state, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<usize>,
    /// What it has to do with the finding.
    pub role: String,
}

/// What kinds of things are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// The chart can't run.
    Mistake,
    /// Nothing leads to a state.
    Unreachable,
    /// A transition is never taken: an earlier one of its state, or those of the states inside, are for the same.
    Shadowed,
    /// A history is asked from inside of its parent, where it does not yet remember what is active.
    HistoryFromInside,
    /// Transitions without an event lead round without end.
    Endless,
    /// Nothing leads out of a state that is no final one, and nothing happens in it.
    DeadEnd,
    /// The end of the state around can't be reached from here, and nothing leads out.
    NoExit,
    /// Transitions of different regions for one event exclude each other.
    Conflict,
    /// An event is declared that nothing is done on.
    UnusedEvent,
    /// Two names differ by a letter.
    SimilarNames,
}

impl Rule {
    /// All rules, from the gravest to the least.
    pub const ALL: [Self; 10] = [
        Self::Mistake,
        Self::Unreachable,
        Self::Shadowed,
        Self::HistoryFromInside,
        Self::Endless,
        Self::DeadEnd,
        Self::NoExit,
        Self::Conflict,
        Self::UnusedEvent,
        Self::SimilarNames,
    ];

    /// Its name, by which it is allowed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mistake => "mistake",
            Self::Unreachable => "unreachable",
            Self::Shadowed => "shadowed",
            Self::HistoryFromInside => "history-from-inside",
            Self::Endless => "endless",
            Self::DeadEnd => "dead-end",
            Self::NoExit => "no-exit",
            Self::Conflict => "conflict",
            Self::UnusedEvent => "unused-event",
            Self::SimilarNames => "similar-names",
        }
    }

    /// What it finds, in a sentence.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Mistake => "the chart can't run",
            Self::Unreachable => "nothing leads to the state",
            Self::Shadowed => "the transition is never taken, because others are for the same",
            Self::HistoryFromInside => {
                "the history is asked from inside of its parent, where it does not yet remember what is active"
            }
            Self::Endless => "transitions without an event lead round without end",
            Self::DeadEnd => "nothing leads out of the state, and nothing happens in it",
            Self::NoExit => "the end of the state around can't be reached from here, and nothing leads out",
            Self::Conflict => "transitions of different regions for one event exclude each other",
            Self::UnusedEvent => "the event is declared, and nothing is done on it",
            Self::SimilarNames => "two names differ by a letter",
        }
    }

    /// How grave it is.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Mistake | Self::Endless => Severity::Error,
            Self::SimilarNames => Severity::Note,
            _ => Severity::Warning,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It may well be meant.
    Note,
    /// It is probably not meant.
    Warning,
    /// It does not work.
    Error,
}

impl Severity {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Finding {
    pub(crate) fn new(
        rule: Rule,
        state: impl Into<String>,
        transition: Option<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            state: state.into(),
            transition,
            part: None,
            message: message.into(),
            related: Vec::new(),
        }
    }

    /// About a transition.
    pub(crate) fn of(rule: Rule, graph: &Graph, edge: &Edge, message: impl Into<String>) -> Self {
        Self {
            part: Some(edge.asked()),
            ..Self::new(rule, graph.path(edge.source), Some(edge.index), message)
        }
    }

    /// With another transition that has to do with it.
    pub(crate) fn beside(self, graph: &Graph, edge: &Edge, role: &str) -> Self {
        self.related(graph.path(edge.source), Some(edge.index), role)
    }

    pub(crate) fn related(
        mut self,
        state: impl Into<String>,
        transition: Option<usize>,
        role: impl Into<String>,
    ) -> Self {
        self.related.push(Place {
            state: state.into(),
            transition,
            role: role.into(),
        });
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: ", self.rule.severity().name(), self.rule)?;
        match self.state.as_str() {
            "" => f.write_str("outermost state")?,
            state => write!(f, "state `{state}`")?,
        }
        if let Some(part) = &self.part {
            write!(f, ", `{part}`")?;
        }
        write!(f, ": {}", self.message)
    }
}
