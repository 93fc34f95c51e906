//! Why something can't be read, and where.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

/// Why a text can't be read, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// `None` as long as the place has not been noted.
    path: Option<String>,
    problem: ReadProblem,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadProblem {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// There is a field that is not known.
    #[error("unknown field `{name}`, {}", Meant { name, known })]
    UnknownField {
        /// Its name.
        name: String,
        /// The names of those that are.
        known: &'static [&'static str],
    },
    /// There is a variant, or an action, that is not known.
    #[error("unknown variant `{name}`, {}", Meant { name, known })]
    UnknownVariant {
        /// Its name.
        name: String,
        /// The names of those that are.
        known: &'static [&'static str],
    },
    /// There is something else than expected.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// A field is not there.
    #[error("missing field `{0}`")]
    MissingField(&'static str),
    /// A field is there twice.
    #[error("the field `{0}` is there twice")]
    DuplicateField(&'static str),
    /// What the type that was read says itself.
    #[error("{0}")]
    Other(String),
}

impl ReadError {
    pub(super) const fn new(problem: ReadProblem) -> Self {
        Self {
            path: None,
            problem,
        }
    }

    /// The error, which is at `path` unless it is known to be further in.
    pub(super) fn at(mut self, path: &impl fmt::Display) -> Self {
        self.path.get_or_insert_with(|| path.to_string());
        self
    }

    /// The way to the value that can't be read: `cart.items[2].amount`. Empty for the whole.
    pub fn path(&self) -> &str {
        self.path.as_deref().unwrap_or_default()
    }

    /// What is wrong there.
    pub const fn problem(&self) -> &ReadProblem {
        &self.problem
    }

    /// Whether somebody who knows more could read it.
    pub(super) const fn is_unknown(&self) -> bool {
        matches!(
            self.problem,
            ReadProblem::UnknownField { .. } | ReadProblem::UnknownVariant { .. }
        )
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            "" => self.problem.fmt(f),
            path => write!(f, "{path}: {}", self.problem),
        }
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ReadProblem::Other(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(ReadProblem::Unexpected {
            expected: expected.to_string(),
            found: match found {
                Unexpected::Unit => "null".to_owned(),
                Unexpected::Seq => "a list".to_owned(),
                Unexpected::Map => "an object".to_owned(),
                _ => found.to_string(),
            },
        })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(found: usize, expected: &dyn Expected) -> Self {
        Self::new(ReadProblem::Unexpected {
            expected: expected.to_string(),
            found: format!("{found} elements"),
        })
    }

    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        let name = name.to_owned();
        Self::new(ReadProblem::UnknownVariant { name, known })
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        let name = name.to_owned();
        Self::new(ReadProblem::UnknownField { name, known })
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(ReadProblem::MissingField(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new(ReadProblem::DuplicateField(name))
    }
}

/// What was perhaps meant by a name that is not known.
struct Meant<'a> {
    name: &'a str,
    known: &'a [&'static str],
}

impl fmt::Display for Meant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = |known: &&str| strsim::jaro_winkler(known, self.name);
        let nearest = self.known.iter().max_by(|a, b| near(a).total_cmp(&near(b)));
        match nearest {
            None => f.write_str("expected none"),
            Some(known) if near(known) > 0.8 => write!(f, "did you mean `{known}`?"),
            Some(_) => {
                f.write_str("expected ")?;
                for (index, known) in self.known.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}`{known}`")?;
                }
                Ok(())
            }
        }
    }
}

/// Why a value can't be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WriteError(pub(super) String);
