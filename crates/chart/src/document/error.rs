//! What is wrong with a document, and where.

use std::fmt;

use crate::error::hint;
use crate::FormProblem;

/// A place in a document's text. Lines and columns are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// All that is wrong with a document, in the order of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentErrors(pub(crate) Vec<DocumentError>);

impl DocumentErrors {
    /// The mistakes.
    pub fn iter(&self) -> impl Iterator<Item = &DocumentError> {
        self.0.iter()
    }
}

impl From<DocumentError> for DocumentErrors {
    fn from(error: DocumentError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for DocumentErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            write!(f, "{line}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DocumentErrors {}

/// One mistake in a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct DocumentError {
    pub(crate) place: Place,
    pub(crate) problem: DocumentProblem,
}

impl DocumentError {
    pub(crate) const fn new(place: Place, problem: DocumentProblem) -> Self {
        Self { place, problem }
    }

    /// Where it is.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// What is wrong there.
    pub const fn problem(&self) -> &DocumentProblem {
        &self.problem
    }
}

/// What can be wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentProblem {
    /// The text is longer than a document may be.
    #[error("the document has {found} bytes, and may have {limit}")]
    TooLong {
        /// How many bytes there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// There is more of something than a document may have.
    #[error("there are more than {limit} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// Elements are inside of each other too often.
    #[error("elements are nested more than {0} deep")]
    TooDeep(usize),
    /// A byte of the text is not UTF-8.
    #[error("the byte 0x{0:02X} is not UTF-8")]
    BadByte(u8),
    /// The text is in another encoding than UTF-8.
    #[error("the text is {0}, and has to be UTF-8")]
    OtherEncoding(&'static str),
    /// The text is not what the format is written in.
    #[error("this is not well-formed: {0}")]
    Malformed(String),
    /// The document's element is another one.
    #[error("the document has to be an `{expected}`, and is a `{found}`")]
    OtherDocument {
        /// What it has to be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// The document is of a version that is not known.
    #[error("version `{0}` is not known")]
    OtherVersion(String),
    /// The document asks for a data model that there is not.
    #[error("there is no data model `{0}`")]
    UnknownDataModel(String),
    /// An element can't be where it is.
    #[error("`{inner}` can't be in `{outer}`")]
    Misplaced {
        /// The element.
        inner: String,
        /// Where it is.
        outer: String,
    },
    /// An attribute is missing.
    #[error("`{element}` has no `{attribute}`")]
    Missing {
        /// The element.
        element: String,
        /// What it has to have.
        attribute: &'static str,
    },
    /// Attributes exclude each other, or are not for the element.
    #[error("`{element}` can't have {what}")]
    Conflict {
        /// The element.
        element: String,
        /// What it can't have.
        what: String,
    },
    /// An attribute's value can't be understood.
    #[error("`{value}` is no {expected}")]
    BadValue {
        /// The value.
        value: String,
        /// What it has to be.
        expected: &'static str,
    },
    /// Two states have the same identifier.
    #[error("there are two states `{0}`")]
    DuplicateId(String),
    /// Something is named that there is not.
    #[error("there is no {kind} `{name}`{}", hint(.meant))]
    Unknown {
        /// What it should be the name of: `state`, `guard`, `action`, `actor` or `delay`.
        kind: &'static str,
        /// The name.
        name: String,
        /// What it perhaps should say.
        meant: Option<String>,
    },
    /// An external part of the document could not be had.
    #[error("`{source_name}` could not be loaded: {message}")]
    Unloadable {
        /// What the document calls it.
        source_name: String,
        /// Why not.
        message: String,
    },
    /// The chart that the document describes is wrong.
    #[error("{0}")]
    Chart(FormProblem),
}
