//! What is to be seen of a machine, or of tests, in a drawing.

use std::collections::{BTreeMap, BTreeSet};

/// What is said of a state or a transition. In the drawing it is a class: `is-active` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// A state that is active.
    Active,
    /// A transition that may be taken next, or a state that may be entered.
    Enabled,
    /// What the last event led to.
    Taken,
    /// What some test came by.
    Covered,
    /// What no test came by.
    Missed,
}

impl Mark {
    /// The class that an element of the drawing has with this mark.
    pub fn class(self) -> &'static str {
        match self {
            Self::Active => "is-active",
            Self::Enabled => "is-enabled",
            Self::Taken => "is-taken",
            Self::Covered => "is-covered",
            Self::Missed => "is-missed",
        }
    }
}

/// Marks for states and transitions. Those for what a chart does not have change nothing.
///
/// With [`Mark::Covered`] or [`Mark::Missed`] the drawing has a legend that counts them.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, Form};
/// use leptos_state_draw::{Drawing, Mark, Marks};
///
/// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on"));
/// let marks = Marks::new()
///     .state("off", Mark::Covered)
///     .state("on", Mark::Missed)
///     .transition("off", 0, Mark::Missed);
/// let svg = Drawing::of(&form).marks(&marks).svg();
/// assert!(svg.contains("covered: 1 state"));
/// assert!(svg.contains("missed: 1 state, 1 transition"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    states: BTreeMap<String, BTreeSet<Mark>>,
    transitions: BTreeMap<(String, usize), BTreeSet<Mark>>,
}

impl Marks {
    /// No marks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Marks the state with this path: the names from the outermost state to it, joined by dots. The chart itself is `""`.
    #[must_use]
    pub fn state(mut self, path: impl Into<String>, mark: Mark) -> Self {
        self.states.entry(path.into()).or_default().insert(mark);
        self
    }

    /// Marks a transition of the state with this path: the one at `index` among those of the state.
    #[must_use]
    pub fn transition(mut self, path: impl Into<String>, index: usize, mark: Mark) -> Self {
        let transition = (path.into(), index);
        self.transitions.entry(transition).or_default().insert(mark);
        self
    }

    pub(super) fn of_state(&self, path: &str) -> impl Iterator<Item = Mark> + '_ {
        self.states.get(path).into_iter().flatten().copied()
    }

    pub(super) fn of_transition(
        &self,
        path: &str,
        index: usize,
    ) -> impl Iterator<Item = Mark> + '_ {
        let marks = self.transitions.get(&(path.to_owned(), index));
        marks.into_iter().flatten().copied()
    }
}
