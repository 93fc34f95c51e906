//! Why something can't be written.

use crate::FormErrors;

/// Why something can't be written as SCXML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The form is no chart.
    #[error("{0}")]
    Form(FormErrors),
    /// SCXML has no words for it.
    #[error("{}: SCXML can't say {what}", place(.state, .part))]
    Unsayable {
        /// The path of the state; empty for the outermost one.
        state: String,
        /// Which part of the state; empty if it is the state itself.
        part: String,
        /// What can't be said.
        what: String,
    },
    /// A text has a character that XML can't have.
    #[error("{}: XML can't have the character U+{:04X}", place(.state, ""), u32::from(*.character))]
    Character {
        /// The path of the state; empty for the outermost one.
        state: String,
        /// The character.
        character: char,
    },
    /// What was written would not be read: markup that was loaded is not well-formed, or a document can't be so large.
    #[error("what is written could not be read: {0}")]
    Unreadable(String),
}

fn place(state: &str, part: &str) -> String {
    let state = match state {
        "" => "outermost state".to_owned(),
        state => format!("state `{state}`"),
    };
    match part {
        "" => state,
        part => format!("{state}, `{part}`"),
    }
}
