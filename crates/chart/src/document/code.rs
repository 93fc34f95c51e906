//! Expressions as they stand in documents.

use std::sync::OnceLock;

use super::expression::{Expression, ExpressionError};
use super::Place;

/// An expression in the language of the document's data model.
#[derive(Debug)]
pub struct Code {
    text: String,
    place: Place,
    parsed: OnceLock<Result<Expression, ExpressionError>>,
}

impl Code {
    pub(crate) fn new(text: impl Into<String>, place: Place) -> Self {
        Self {
            text: text.into(),
            place,
            parsed: OnceLock::new(),
        }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// As an expression of the language that is built in.
    pub fn expression(&self) -> Result<&Expression, &ExpressionError> {
        let parsed = self.parsed.get_or_init(|| Expression::parse(&self.text));
        parsed.as_ref()
    }
}
