//! Writing a form down.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Form, Guard, Invoke, Kind, Role, State, Transition, Trigger};
use crate::{Chart, FormErrors, Statechart};

/// One name or some.
pub trait Names {
    /// The names.
    fn names(self) -> Vec<String>;
}

impl Names for &str {
    fn names(self) -> Vec<String> {
        vec![self.to_owned()]
    }
}

impl Names for String {
    fn names(self) -> Vec<String> {
        vec![self]
    }
}

impl<const N: usize> Names for [&str; N] {
    fn names(self) -> Vec<String> {
        self.map(str::to_owned).into()
    }
}

impl Names for Vec<String> {
    fn names(self) -> Vec<String> {
        self
    }
}

/// A state: atomic as long as no states are put inside, compound then.
pub fn state(name: impl Into<String>) -> State {
    State::new(name, Kind::Plain)
}

/// A state whose inner states, its regions, are active together.
pub fn parallel(name: impl Into<String>) -> State {
    State::new(name, Kind::Parallel)
}

/// A state that is the end of the one it is in.
pub fn final_state(name: impl Into<String>) -> State {
    State::new(name, Kind::Final)
}

/// Remembers which of its siblings was active when their parent was left.
pub fn history(name: impl Into<String>) -> State {
    State::new(name, Kind::ShallowHistory)
}

/// Remembers which states, however far inside, were active when its parent was left.
pub fn deep_history(name: impl Into<String>) -> State {
    State::new(name, Kind::DeepHistory)
}

/// A transition to a state, or to some in different regions.
///
/// A target is looked for from the transition's own state outwards: among the states inside it, among its siblings, among
/// its parent's, and so on; then anywhere. `a.b` is `b` inside `a`.
pub fn to(targets: impl Names) -> Transition {
    stay().to(targets)
}

/// A transition that leads nowhere and takes these actions.
pub fn run(actions: impl Names) -> Transition {
    stay().run(actions)
}

/// A transition that is taken if `guard` holds.
pub fn when(guard: impl Into<Guard>) -> Transition {
    stay().when(guard)
}

/// A transition that leads nowhere and does nothing: the event is handled, and no outer state sees it.
pub fn stay() -> Transition {
    Transition {
        trigger: Trigger::Always,
        guard: None,
        targets: Vec::new(),
        internal: false,
        actions: Vec::new(),
        role: Role::Take,
    }
}

/// Work to be done by `source` while a state is active. Its identifier is the same unless it is given one.
pub fn invoke(source: impl Into<String>) -> Invoke {
    let source = source.into();
    Invoke {
        id: source.clone(),
        source,
    }
}

impl Invoke {
    /// Gives it an identifier, so that a state can invoke one source twice.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..self
        }
    }
}

impl Transition {
    /// Leads to these states.
    #[must_use]
    pub fn to(self, targets: impl Names) -> Self {
        Self {
            targets: targets.names(),
            ..self
        }
    }

    /// Takes these actions, one after the other.
    #[must_use]
    pub fn run(mut self, actions: impl Names) -> Self {
        self.actions.extend(actions.names());
        self
    }

    /// Is taken only if `guard` holds.
    #[must_use]
    pub fn when(self, guard: impl Into<Guard>) -> Self {
        Self {
            guard: Some(guard.into()),
            ..self
        }
    }

    /// Does not leave its source when all targets are inside.
    #[must_use]
    pub fn internal(self) -> Self {
        Self {
            internal: true,
            ..self
        }
    }

    fn on(self, trigger: Trigger) -> Self {
        Self { trigger, ..self }
    }
}

fn events(descriptors: &str) -> Trigger {
    Trigger::Events(descriptors.split_whitespace().map(str::to_owned).collect())
}

impl State {
    fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            initial: None,
            states: Vec::new(),
            transitions: Vec::new(),
            entry: Vec::new(),
            exit: Vec::new(),
            invokes: Vec::new(),
            data: None,
            tags: Vec::new(),
            meta: BTreeMap::new(),
        }
    }

    /// Begins in these states: one inside, or some in different regions inside. Without it, a compound state begins in the
    /// first state inside. For a history: leads there when nothing is remembered; without it, to where its parent begins.
    #[must_use]
    pub fn initial(mut self, targets: impl Names) -> Self {
        self.initial.get_or_insert_default().targets = targets.names();
        self
    }

    /// Takes these actions when it begins by default, after its entry actions.
    #[must_use]
    pub fn initial_run(mut self, actions: impl Names) -> Self {
        let initial = self.initial.get_or_insert_default();
        initial.actions.extend(actions.names());
        self
    }

    /// Puts a state inside, after those that are there.
    #[must_use]
    pub fn state(mut self, state: Self) -> Self {
        self.states.push(state);
        self
    }

    /// Does `transition` on events that one of `descriptors` (separated by spaces) matches; [`Trigger::Events`] says how.
    #[must_use]
    pub fn on(self, descriptors: &str, transition: Transition) -> Self {
        self.transition(transition.on(events(descriptors)))
    }

    /// Does `transition` as soon as it can, without an event.
    #[must_use]
    pub fn always(self, transition: Transition) -> Self {
        self.transition(transition.on(Trigger::Always))
    }

    /// Does `transition` when the state has been active for so long.
    #[must_use]
    pub fn after(self, delay: Duration, transition: Transition) -> Self {
        self.transition(transition.on(Trigger::After(delay)))
    }

    /// Does `transition` when the state has finished.
    #[must_use]
    pub fn done(self, transition: Transition) -> Self {
        self.transition(transition.on(Trigger::Done))
    }

    /// Expects these events and does nothing on them.
    #[must_use]
    pub fn ignore(self, descriptors: &str) -> Self {
        self.refuse(descriptors, Role::Ignore)
    }

    /// Keeps these events from outer states; they count as unhandled.
    #[must_use]
    pub fn forbid(self, descriptors: &str) -> Self {
        self.refuse(descriptors, Role::Forbid)
    }

    fn refuse(self, descriptors: &str, role: Role) -> Self {
        let transition = stay().on(events(descriptors));
        self.transition(Transition { role, ..transition })
    }

    fn transition(mut self, transition: Transition) -> Self {
        self.transitions.push(transition);
        self
    }

    /// Takes these actions, as one block, when it is entered.
    #[must_use]
    pub fn entry(mut self, actions: impl Names) -> Self {
        self.entry.push(actions.names());
        self
    }

    /// Takes these actions, as one block, when it is left.
    #[must_use]
    pub fn exit(mut self, actions: impl Names) -> Self {
        self.exit.push(actions.names());
        self
    }

    /// Has work done while it is active.
    #[must_use]
    pub fn invoke(mut self, invoke: Invoke) -> Self {
        self.invokes.push(invoke);
        self
    }

    /// Does `transition` when the work of the invoke `id` has a result.
    #[must_use]
    pub fn invoke_done(self, id: impl Into<String>, transition: Transition) -> Self {
        self.transition(transition.on(Trigger::InvokeDone(id.into())))
    }

    /// Does `transition` when the work of the invoke `id` has failed.
    #[must_use]
    pub fn invoke_failed(self, id: impl Into<String>, transition: Transition) -> Self {
        self.transition(transition.on(Trigger::InvokeFailed(id.into())))
    }

    /// Does `transition` for each thing that the work of the invoke `id` tells on its way.
    #[must_use]
    pub fn invoke_next(self, id: impl Into<String>, transition: Transition) -> Self {
        self.transition(transition.on(Trigger::InvokeNext(id.into())))
    }

    /// For a final state: names what makes the data of the `done` event.
    #[must_use]
    pub fn data(mut self, maker: impl Into<String>) -> Self {
        self.data = Some(maker.into());
        self
    }

    /// Puts a tag on it.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Notes something about it.
    #[must_use]
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.meta.insert(key.into(), value.into());
        self
    }
}

impl Form {
    /// An empty chart.
    pub fn new(name: impl Into<String>) -> Self {
        Self::empty(name, Kind::Plain)
    }

    /// The form of a chart that stands in a `chart!`: for what draws it, tests it or walks through it. A program that does not ask for it
    /// does not have it.
    pub fn of<P: Statechart>() -> Self {
        P::form()
    }

    /// An empty chart whose outermost states are all active together.
    pub fn parallel(name: impl Into<String>) -> Self {
        Self::empty(name, Kind::Parallel)
    }

    fn empty(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            version: 1,
            events: Vec::new(),
            microstep_limit: 1_000,
            strict_scxml: false,
            always_after_each_event: false,
            scopes: Default::default(),
            root: State::new("", kind),
        }
    }

    /// Sets the chart's version.
    #[must_use]
    pub fn version(self, version: u32) -> Self {
        Self { version, ..self }
    }

    /// Declares events that the chart may be sent.
    #[must_use]
    pub fn events(mut self, names: impl Names) -> Self {
        self.events.extend(names.names());
        self
    }

    /// Sets how many microsteps a macrostep may have.
    #[must_use]
    pub fn microstep_limit(self, microstep_limit: u32) -> Self {
        Self {
            microstep_limit,
            ..self
        }
    }

    /// Finishes outer parallel states only where SCXML's algorithm does; see [`Form::strict_scxml`](field@Form::strict_scxml).
    #[must_use]
    pub fn strict_scxml(self) -> Self {
        Self {
            strict_scxml: true,
            ..self
        }
    }

    /// Tries transitions without an event after each event; see
    /// [`Form::always_after_each_event`](field@Form::always_after_each_event).
    #[must_use]
    pub fn always_after_each_event(self) -> Self {
        Self {
            always_after_each_event: true,
            ..self
        }
    }

    /// Puts an outermost state into the chart, after those that are there.
    #[must_use]
    pub fn state(self, state: State) -> Self {
        self.root(|root| root.state(state))
    }

    /// Begins in these states. Without it, in the first.
    #[must_use]
    pub fn initial(self, targets: impl Names) -> Self {
        self.root(|root| root.initial(targets))
    }

    /// Does `transition` on these events, wherever the machine is, unless an inner state does something on them.
    #[must_use]
    pub fn on(self, descriptors: &str, transition: Transition) -> Self {
        self.root(|root| root.on(descriptors, transition))
    }

    /// Changes the outermost state, which holds all others: what can be said of a state can be said of it.
    #[must_use]
    pub fn root(mut self, change: impl FnOnce(State) -> State) -> Self {
        self.root = change(self.root);
        self
    }

    /// Checks the form and makes the tables that run it.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with its place.
    pub fn compile(&self) -> Result<Chart, FormErrors> {
        crate::compile::compile(self)
    }

    /// The same chart with every state that is named somewhere named by its path from the outermost state: for what draws, checks or
    /// writes forms. What it names is not looked for from a state outwards as [`to`] says.
    ///
    /// # Errors
    ///
    /// If a name means no state, or not one alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{state, to, Form};
    ///
    /// let form = Form::new("x").state(state("a").state(state("b").on("go", to("c"))).state(state("c")));
    /// let resolved = form.resolved().unwrap();
    /// assert_eq!(resolved.root.states[0].states[0].transitions[0].targets, ["a.c"]);
    /// ```
    pub fn resolved(&self) -> Result<Self, FormErrors> {
        crate::compile::resolved(self)
    }

    /// Checks more than has to be right for the form to run: that something leads to every state, that no transition is hidden by
    /// an earlier one of its state, and that no history is asked from inside of its parent, where it does not yet remember what is
    /// active.
    ///
    /// # Errors
    ///
    /// What [`compile`](Self::compile) refuses, or all that is doubtful.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{run, state, Form};
    ///
    /// let form = Form::new("lamp").state(state("off").on("*", run("note")).on("switch", run("light"))).state(state("on"));
    /// assert!(form.compile().is_ok());
    /// assert_eq!(
    ///     form.check().unwrap_err().to_string(),
    ///     "chart `lamp`, state `off`, `on switch`: it is never taken: earlier ones are for the same events without a condition\n\
    ///      chart `lamp`, state `on`: nothing leads to it"
    /// );
    /// ```
    pub fn check(&self) -> Result<(), FormErrors> {
        crate::compile::check(self)
    }
}
