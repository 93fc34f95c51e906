//! One thing that differs between two versions of a chart.

use std::fmt;

use serde::Serialize;

/// One thing that differs. States are named by their paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
#[non_exhaustive]
pub enum Change {
    /// The chart has another name.
    ChartRenamed {
        /// The name that it had.
        from: String,
        /// The name that it has.
        to: String,
    },
    /// The chart has another version.
    Version {
        /// The version that it had.
        from: u32,
        /// The version that it has.
        to: u32,
    },
    /// A property of the chart as a whole is another one.
    Setting {
        /// Which one.
        what: String,
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// An event is declared that was not.
    EventAdded {
        /// Its name.
        event: String,
    },
    /// An event is no longer declared.
    EventRemoved {
        /// Its name.
        event: String,
    },
    /// There is a new state.
    StateAdded {
        /// Its path.
        state: String,
    },
    /// A state is gone.
    StateRemoved {
        /// Its path.
        state: String,
    },
    /// A state that does the same has another name.
    StateRenamed {
        /// The path that it had.
        from: String,
        /// The path that it has.
        to: String,
    },
    /// A state is of another kind, begins elsewhere, or takes other actions.
    StateChanged {
        /// Its path.
        state: String,
        /// What of it.
        what: String,
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// A state has a new transition.
    TransitionAdded {
        /// The state's path.
        state: String,
        /// The transition, as it would be written.
        transition: String,
    },
    /// A transition is gone.
    TransitionRemoved {
        /// The state's path.
        state: String,
        /// The transition, as it would be written.
        transition: String,
    },
    /// A transition for the same does something else.
    TransitionChanged {
        /// The state's path.
        state: String,
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// The same transitions for one event come in another order, so another one comes first.
    Reordered {
        /// The state's path.
        state: String,
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |state: &str| match state {
            "" => "the outermost state".to_owned(),
            state => format!("`{state}`"),
        };
        let shown = |text: &str| match text {
            "" => "nothing".to_owned(),
            text => format!("`{text}`"),
        };
        match self {
            Self::ChartRenamed { from, to } => write!(f, "the chart `{from}` is called `{to}`"),
            Self::Version { from, to } => write!(f, "version {from} is version {to}"),
            Self::Setting { what, from, to } => write!(f, "{what}: {from} is {to}"),
            Self::EventAdded { event } => write!(f, "+ event `{event}`"),
            Self::EventRemoved { event } => write!(f, "- event `{event}`"),
            Self::StateAdded { state } => write!(f, "+ state {}", of(state)),
            Self::StateRemoved { state } => write!(f, "- state {}", of(state)),
            Self::StateRenamed { from, to } => {
                write!(f, "~ state {} is called {}", of(from), of(to))
            }
            Self::StateChanged {
                state,
                what,
                from,
                to,
            } => {
                write!(
                    f,
                    "~ {}, {what}: {} is {}",
                    of(state),
                    shown(from),
                    shown(to)
                )
            }
            Self::TransitionAdded { state, transition } => {
                write!(f, "+ {}: `{transition}`", of(state))
            }
            Self::TransitionRemoved { state, transition } => {
                write!(f, "- {}: `{transition}`", of(state))
            }
            Self::TransitionChanged { state, from, to } => {
                write!(f, "~ {}: `{from}` is `{to}`", of(state))
            }
            Self::Reordered { state } => {
                write!(
                    f,
                    "~ {}: its transitions for one event come in another order",
                    of(state)
                )
            }
        }
    }
}
