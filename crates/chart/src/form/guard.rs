//! Conditions of transitions.

/// A condition under which a transition is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// What the logic says under this name.
    Named(String),
    /// Whether a state is active (`In` of SCXML 5.9.2).
    In(String),
    /// The opposite.
    Not(Box<Self>),
    /// Whether all hold. They are asked in order until one does not.
    All(Vec<Self>),
    /// Whether one holds. They are asked in order until one does.
    Any(Vec<Self>),
}

impl From<&str> for Guard {
    fn from(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

impl From<String> for Guard {
    fn from(name: String) -> Self {
        Self::Named(name)
    }
}

/// Holds while a state is active.
pub fn within(state: impl Into<String>) -> Guard {
    Guard::In(state.into())
}

/// Holds where `guard` does not.
pub fn not(guard: impl Into<Guard>) -> Guard {
    Guard::Not(Box::new(guard.into()))
}

/// Holds where all of `guards` do.
pub fn all<G: Into<Guard>>(guards: impl IntoIterator<Item = G>) -> Guard {
    Guard::All(guards.into_iter().map(Into::into).collect())
}

/// Holds where one of `guards` does.
pub fn any<G: Into<Guard>>(guards: impl IntoIterator<Item = G>) -> Guard {
    Guard::Any(guards.into_iter().map(Into::into).collect())
}
