//! What documents do: executable content (SCXML 4 and 6) as data.

use std::sync::Arc;

use super::formula::{Act as Formula, Template, Test};
use super::registry::Act;
use super::{Code, Place};

/// Steps that are taken one after the other until one fails (SCXML 4.9).
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub steps: Vec<Step>,
}

#[derive(Debug)]
pub(crate) enum Step {
    /// 4.2
    Raise(String),
    /// 4.3
    If(Vec<Branch>),
    /// 4.6
    Foreach(Box<Foreach>),
    /// 4.7
    Log { label: String, value: Option<Code> },
    /// 5.4
    Assign { location: Code, value: Given },
    /// 5.8
    Script(Code),
    /// 6.2
    Send(Box<Send>),
    /// 6.3
    Cancel(Words),
    /// What a registry calls so.
    Call(Call),
    /// Actions that are made of values, which see the variables as they were before the first.
    Formulas(Vec<Formula>),
}

/// Steps under a condition; without one for `else`.
#[derive(Debug)]
pub(crate) struct Branch {
    pub condition: Option<Code>,
    pub steps: Vec<Step>,
}

#[derive(Debug)]
pub(crate) struct Foreach {
    pub array: Code,
    pub item: Code,
    pub index: Option<Code>,
    pub steps: Vec<Step>,
}

#[derive(Debug)]
pub(crate) struct Send {
    pub place: Place,
    pub event: Option<Words>,
    pub target: Option<Words>,
    pub kind: Option<Words>,
    pub id: Option<String>,
    pub id_location: Option<Code>,
    pub delay: Option<Words>,
    pub payload: Payload,
}

/// An action of a registry.
pub(crate) struct Call {
    pub name: String,
    pub act: Arc<Act>,
    pub params: Vec<Param>,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Call").field(&self.name).finish()
    }
}

/// Words that stand in the document, or are the value of an expression.
#[derive(Debug)]
pub(crate) enum Words {
    Literal(String),
    Code(Code),
}

/// A value that stands in the document, or is that of an expression.
#[derive(Debug)]
pub(crate) enum Given {
    Code(Code),
    Inline(Inline),
    /// With expressions in it.
    Template(Template),
}

/// A value as it stands in a document: text, or markup (SCXML 5.3, B.2.1).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Inline {
    pub text: String,
    pub is_markup: bool,
}

/// What is handed over with an event, to an invoke or by a final state.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    pub names: Vec<Code>,
    pub params: Vec<Param>,
    pub content: Option<Given>,
}

impl Payload {
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty() && self.params.is_empty() && self.content.is_none()
    }
}

#[derive(Debug)]
pub(crate) struct Param {
    pub name: String,
    pub value: Code,
    /// Whether the value is that of a place.
    pub is_location: bool,
}

/// Work of a state (SCXML 6.4).
#[derive(Debug)]
pub(crate) struct Invoke {
    pub place: Place,
    /// The identifier of the state, of which one is made if there is none.
    pub state: String,
    pub id: Option<String>,
    pub id_location: Option<Code>,
    /// What the actor is called in all of the system.
    pub system_id: Option<String>,
    pub kind: Option<Words>,
    pub source: Option<Words>,
    pub payload: Payload,
    /// What it is given, where that is made of values.
    pub input: Option<Template>,
    pub forwards: bool,
    /// Whether the machine is told of each state that the actor comes to.
    pub observes: bool,
    pub finalize: Option<Block>,
}

/// A variable of a document (SCXML 5.3).
#[derive(Debug)]
pub(crate) struct Variable {
    pub name: String,
    pub value: Option<Given>,
    /// Whether it is of the document as a whole, and so can be given from outside.
    pub is_outermost: bool,
}

/// A condition of a document's transitions.
#[derive(Debug)]
pub(crate) enum Condition {
    Code(Code),
    Named(Ask),
    Formula(Test),
    /// Whether something has changed since a transition without an event was taken that changes nothing.
    Restless,
}

/// A guard of a registry.
pub(crate) struct Ask {
    pub name: String,
    pub ask: Arc<super::registry::Ask>,
    pub params: Vec<Param>,
}

impl std::fmt::Debug for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ask").field(&self.name).finish()
    }
}
