//! What is wrong with an expression, and where.

/// Why an expression can't be parsed or has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at {position}: {message}")]
pub struct ExpressionError {
    position: usize,
    message: String,
}

impl ExpressionError {
    pub(super) fn new(position: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { position, message }
    }

    /// Where in the text, in bytes from its start.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// What is wrong, found where the place in the text is not known.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    pub fn at(self, position: usize) -> ExpressionError {
        ExpressionError::new(position, self.0)
    }
}
