//! Logic made of closures, by name.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::nearest;
use crate::{ActionCx, ActionError, Chart, GuardCx};

/// An event that a machine of closures can be sent.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::Event;
///
/// #[derive(Clone)]
/// enum Door {
///     Open,
///     Knock { times: u32 },
/// }
///
/// impl Event for Door {
///     const NAMES: &'static [&'static str] = &["open", "knock"];
///
///     fn name(&self) -> &str {
///         match self {
///             Self::Open => "open",
///             Self::Knock { .. } => "knock",
///         }
///     }
///
///     fn index(&self) -> Option<usize> {
///         match self {
///             Self::Open => Some(0),
///             Self::Knock { .. } => Some(1),
///         }
///     }
/// }
/// ```
pub trait Event: Clone {
    /// The names of all events of the type. If there are any, a chart can't name others, and an event whose
    /// [`index`](Self::index) is given is not looked up by its name.
    const NAMES: &'static [&'static str] = &[];

    /// The event's name, by which charts speak of it.
    fn name(&self) -> &str;

    /// The place of its name in [`NAMES`](Self::NAMES).
    fn index(&self) -> Option<usize> {
        None
    }
}

impl Event for &'static str {
    fn name(&self) -> &str {
        self
    }
}

impl Event for String {
    fn name(&self) -> &str {
        self
    }
}

/// What an action may return: nothing, or a result.
pub trait ActionResult {
    /// As a result.
    ///
    /// # Errors
    ///
    /// The action's.
    fn into_result(self) -> Result<(), ActionError>;
}

impl ActionResult for () {
    fn into_result(self) -> Result<(), ActionError> {
        Ok(())
    }
}

impl<X: fmt::Display> ActionResult for Result<(), X> {
    fn into_result(self) -> Result<(), ActionError> {
        self.map_err(ActionError::new)
    }
}

pub(crate) type GuardFn<C, E, D> = Box<dyn Fn(&GuardCx<'_, C, E, D>) -> bool + Send + Sync>;
pub(crate) type ActionFn<C, E, D> =
    Box<dyn Fn(&mut ActionCx<'_, C, E, D>) -> Result<(), ActionError> + Send + Sync>;
pub(crate) type MakerFn<C, E, D> = Box<dyn Fn(&GuardCx<'_, C, E, D>) -> D + Send + Sync>;

/// What the names in a chart do. There may be more than the chart uses, so that several charts can share it.
///
/// `C` is the context, `E` the events, `D` what final states and invokes hand over.
pub struct Logic<C, E, D = ()> {
    pub(crate) guards: BTreeMap<String, GuardFn<C, E, D>>,
    pub(crate) actions: BTreeMap<String, ActionFn<C, E, D>>,
    pub(crate) makers: BTreeMap<String, MakerFn<C, E, D>>,
}

impl<C, E, D> Logic<C, E, D> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            guards: BTreeMap::new(),
            actions: BTreeMap::new(),
            makers: BTreeMap::new(),
        }
    }

    /// Whether a transition may be taken. It must depend on nothing but what it is given.
    #[must_use]
    pub fn guard(
        mut self,
        name: impl Into<String>,
        guard: impl Fn(&GuardCx<'_, C, E, D>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.guards.insert(name.into(), Box::new(guard));
        self
    }

    /// What to do. It returns nothing, or a result; an error raises `error.<name>`.
    #[must_use]
    pub fn action<R: ActionResult>(
        mut self,
        name: impl Into<String>,
        action: impl Fn(&mut ActionCx<'_, C, E, D>) -> R + Send + Sync + 'static,
    ) -> Self {
        let action = move |cx: &mut ActionCx<'_, C, E, D>| action(cx).into_result();
        self.actions.insert(name.into(), Box::new(action));
        self
    }

    /// What a final state hands over.
    #[must_use]
    pub fn data(
        mut self,
        name: impl Into<String>,
        maker: impl Fn(&GuardCx<'_, C, E, D>) -> D + Send + Sync + 'static,
    ) -> Self {
        self.makers.insert(name.into(), Box::new(maker));
        self
    }

    /// What the chart names and this does not have.
    pub(crate) fn missing(&self, chart: &Chart) -> Vec<UnboundName> {
        let mut missing = Vec::new();
        let mut look = |kind, names: &[std::borrow::Cow<'static, str>], known: Vec<&str>| {
            for name in names.iter().filter(|name| !known.contains(&name.as_ref())) {
                missing.push(UnboundName {
                    kind,
                    name: name.to_string(),
                    meant: nearest(name, known.iter().copied()),
                });
            }
        };
        let guards = self.guards.keys().map(String::as_str);
        look("guard", chart.guards(), guards.collect());
        let actions = self.actions.keys().map(String::as_str);
        look("action", chart.actions(), actions.collect());
        let makers = self.makers.keys().map(String::as_str);
        look("data", chart.makers(), makers.collect());
        missing
    }
}

impl<C, E, D> Default for Logic<C, E, D> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C, E, D> fmt::Debug for Logic<C, E, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logic")
            .field("guards", &self.guards.keys())
            .field("actions", &self.actions.keys())
            .field("data", &self.makers.keys())
            .finish()
    }
}

/// A chart names what there is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbound {
    pub(crate) chart: String,
    pub(crate) names: Vec<UnboundName>,
}

/// A name that a chart uses and nothing is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnboundName {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) meant: Option<String>,
}

impl Unbound {
    /// The names.
    pub fn names(&self) -> &[UnboundName] {
        &self.names
    }
}

impl UnboundName {
    /// What it should be the name of: `guard`, `action`, `data` or `event`.
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// The name in the chart.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Unbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, unbound) in self.names.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            let UnboundName { kind, name, meant } = unbound;
            write!(
                f,
                "{line}chart `{}`: there is no {kind} `{name}`",
                self.chart
            )?;
            if let Some(meant) = meant {
                write!(f, "; did you mean `{meant}`?")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Unbound {}
