//! Conditions of transitions.

use std::fmt::{self, Display};

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

/// As it stands in `chart!`: `!is_late && (in playing || has_time)`.
impl Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::In(state) => write!(f, "in {state}"),
            Self::Not(inner) => write!(f, "!{}", Operand(inner)),
            Self::All(guards) => joined(guards, " && ", "true", f),
            Self::Any(guards) => joined(guards, " || ", "false", f),
        }
    }
}

fn joined(guards: &[Guard], sign: &str, empty: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match guards {
        [] => f.write_str(empty),
        [one] => one.fmt(f),
        [first, others @ ..] => {
            Operand(first).fmt(f)?;
            others
                .iter()
                .try_for_each(|other| write!(f, "{sign}{}", Operand(other)))
        }
    }
}

/// A condition as a part of another.
struct Operand<'g>(&'g Guard);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Guard::All(guards) | Guard::Any(guards) if guards.len() > 1 => {
                write!(f, "({})", self.0)
            }
            Guard::All(guards) | Guard::Any(guards) if !guards.is_empty() => {
                Operand(&guards[0]).fmt(f)
            }
            alone => alone.fmt(f),
        }
    }
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
