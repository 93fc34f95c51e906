//! A chart as it stands in the source.

use std::time::Duration;

use proc_macro2::{Ident, Span};
use syn::{Attribute, Type, Variant, Visibility};

pub(super) struct Chart {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    /// Its name, which is also that of the type with its logic.
    pub name: Ident,
    pub context: Option<Type>,
    pub version: Option<u32>,
    pub microsteps: Option<u32>,
    /// Whether what is stored of a machine can be.
    pub serde: bool,
    /// Whether it may be in stores that stay on one thread alone.
    pub is_local: bool,
    /// Whether an event that no transition is taken for is an error.
    pub denies_unhandled: bool,
    pub event_attrs: Vec<Attribute>,
    pub events: Vec<Variant>,
    /// What it tells whoever is around it; `None` if it tells nothing.
    pub emits: Option<Emits>,
    /// The outermost state. Its name is that of the enum of what is active.
    pub root: State,
}

pub(super) struct Emits {
    pub attrs: Vec<Attribute>,
    pub variants: Vec<Variant>,
}

pub(super) struct State {
    pub attrs: Vec<Attribute>,
    pub name: Ident,
    pub kind: Kind,
    pub holding: Option<Holding>,
    pub output: Option<Output>,
    /// Where it begins; for a history, where it leads when nothing is remembered.
    pub initial: Option<Initial>,
    pub states: Vec<Self>,
    /// Those of invokes too.
    pub transitions: Vec<Transition>,
    pub entry: Vec<Vec<Call>>,
    pub exit: Vec<Vec<Call>>,
    pub invokes: Vec<Invoke>,
    pub tags: Vec<String>,
    pub meta: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Parallel,
    Final,
    History(History),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum History {
    Shallow,
    Deep,
}

/// The data that is there while a state is active.
pub(super) struct Holding {
    /// What guards and actions inside call it.
    pub name: Option<Ident>,
    pub ty: Type,
}

/// What a final state hands over.
pub(super) struct Output {
    pub maker: Ident,
    pub ty: Type,
}

pub(super) struct Initial {
    /// The word, or the arrow of a history.
    pub span: Span,
    pub targets: Vec<Target>,
    pub calls: Vec<Call>,
}

pub(super) struct Transition {
    /// The word that it begins with.
    pub span: Span,
    pub trigger: Trigger,
    pub guard: Option<Guard>,
    pub calls: Vec<Call>,
    pub targets: Vec<Target>,
    pub is_internal: bool,
    pub role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Take,
    Ignore,
    Forbid,
}

pub(super) enum Trigger {
    Events(Vec<On>),
    Any,
    Error(Ident),
    AnyError,
    Always,
    Done(Handed),
    After(Duration),
    /// By the place of the invoke among those of the state.
    InvokeDone(usize, Handed),
    InvokeFailed(usize, Handed),
    InvokeNext(usize, Handed),
}

pub(super) struct On {
    pub event: Ident,
    pub pattern: Pattern,
}

/// The names of what an event carries.
pub(super) enum Pattern {
    Rest,
    Tuple {
        names: Vec<Ident>,
        /// Whether `..` stands behind them.
        has_rest: bool,
    },
    /// Fields and their names.
    Named(Vec<(Ident, Ident)>),
}

/// The names of what a final state or an invoke has handed over. For one of several machines, that of its key comes first.
pub(super) struct Handed(pub Vec<Ident>);

/// A call of the logic.
pub(super) struct Call {
    pub name: Ident,
    pub args: Vec<Ident>,
    /// Whether it returns a result.
    pub fails: bool,
}

pub(super) enum Guard {
    Call(Call),
    In(Ident),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// The last of the states is where it leads; those before are around it.
pub(super) struct Target {
    pub steps: Vec<Step>,
}

pub(super) struct Step {
    pub state: Ident,
    /// What makes the state's data.
    pub maker: Option<Call>,
}

pub(super) struct Invoke {
    pub name: Ident,
    /// The chart of the machine, or of the machines, that it is; `None` if it is work.
    pub chart: Option<Type>,
    /// The type of the keys, if it is any number of machines.
    pub key: Option<Type>,
    /// The type of its result; `()` if there is none.
    pub result: Option<Type>,
    /// The type of why it failed; `None` if it can't fail.
    pub error: Option<Type>,
    /// The type of what it tells on its way; `None` if it tells nothing.
    pub next: Option<Type>,
    /// The type of what guards and actions are lent of machines.
    pub lent: Option<Type>,
}

impl State {
    pub(super) const fn new(name: Ident, kind: Kind) -> Self {
        Self {
            attrs: Vec::new(),
            name,
            kind,
            holding: None,
            output: None,
            initial: None,
            states: Vec::new(),
            transitions: Vec::new(),
            entry: Vec::new(),
            exit: Vec::new(),
            invokes: Vec::new(),
            tags: Vec::new(),
            meta: Vec::new(),
        }
    }

    pub(super) const fn is_history(&self) -> bool {
        matches!(self.kind, Kind::History(_))
    }

    /// The states inside, histories left out.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.states.iter().filter(|state| !state.is_history())
    }

    pub(super) fn is_atomic(&self) -> bool {
        self.children().next().is_none()
    }
}

impl Target {
    /// The state that it leads to.
    pub(super) fn last(&self) -> &Ident {
        let last = self.steps.last();
        &last.expect("a target names a state").state
    }
}
