//! Properties checked while a model is explored.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::ControlFlow;
use std::sync::Arc;

use stateright::{Checker as _, Model as _};

use crate::graph::Cut;
use crate::property::PropertyKind;
use crate::{Counterexample, End, Explore, Model, Move, Node, Path, Property, Step, Verdict};

/// Checks properties while a model is explored, by stateright's breadth-first search. It keeps what it has yet to look at and hashes of
/// the rest, and stops at the first counterexample: so more can be looked at than a [`Graph`](crate::Graph) could keep.
///
/// What has to hold at some time is checked on the graph all the same: stateright says of itself that it does not see
/// counterexamples that are circles.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{run, state, Form};
/// use leptos_state_chart::Logic;
/// use leptos_state_model::{Checker, LogicModel};
///
/// let form = Form::new("counter").state(state("on").on("add", run("add")));
/// let logic = Logic::<u64, &str>::new().action("add", |cx| *cx.context += 1);
/// let counter = LogicModel::new(form, logic, 0).unwrap().events(["add"]);
/// let verdict = Checker::of(counter).never("it is three", |node| node.state.context == 3);
/// assert_eq!(verdict.counterexample().unwrap().path.to_string(), "start, add, add, add");
/// ```
#[derive(Debug)]
pub struct Checker<M> {
    model: M,
    steps: usize,
}

impl<M> Checker<M>
where
    M: Model + Send + Sync + 'static,
    M::State: Send + Sync + 'static,
    M::Key: Send + Sync + 'static,
    M::Input: Send + Sync + 'static,
{
    /// Tries about a million steps.
    pub const fn of(model: M) -> Self {
        Self {
            model,
            steps: 1_000_000,
        }
    }

    /// Sets how many steps are tried, about: the search looks from time to time how many there were.
    #[must_use]
    pub fn steps(self, steps: usize) -> Self {
        Self { steps, ..self }
    }

    /// Whether something [always](Property::always) holds.
    pub fn always(
        self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(Property::always(name, holds))
    }

    /// Whether something [never](Property::never) holds.
    pub fn never(
        self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(Property::never(name, holds))
    }

    /// Whether something holds [at some time](Property::eventually).
    pub fn eventually(
        self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(Property::eventually(name, holds))
    }

    /// Whether a property holds.
    pub fn check(self, property: Property<M>) -> Verdict<M> {
        let Self { model, steps } = self;
        if property.kind != PropertyKind::Always {
            let explore = Explore::of(&model).steps(steps).nodes(steps);
            return explore.run().check(&property);
        }
        let name = property.name().to_owned();
        let searched = Searched { model, property };
        let search = searched.checker().target_state_count(steps);
        let done = search.spawn_bfs().join();
        match done.discovery(NAME) {
            Some(path) => Verdict::Violated(Box::new(Counterexample {
                property: name,
                path: done.model().path(path),
                end: End::There,
            })),
            None if done.state_count() >= steps => Verdict::HoldsSoFar(Cut::Steps(steps)),
            None => Verdict::Holds,
        }
    }
}

/// What stateright calls the property.
const NAME: &str = "property";

/// A model as stateright has it.
struct Searched<M: Model> {
    model: M,
    property: Property<M>,
}

/// A machine, told from others by its key.
struct Keyed<M: Model> {
    node: Arc<Node<M::State>>,
    key: M::Key,
}

/// A step with what it leads to, so that no step is taken twice.
struct Taken<M: Model> {
    step: Arc<Step<M>>,
    to: Keyed<M>,
}

impl<M: Model> Searched<M> {
    /// What leads away from a machine, or how it begins. What does not come to rest leads nowhere.
    fn moves(&self, from: Option<&Keyed<M>>) -> Vec<Taken<M>> {
        let mut moves = Vec::new();
        let mut note = |step: Move<M>| {
            if let Ok(state) = step.to {
                let key = self.model.key(&state);
                let situation = self.model.situation(&state);
                let node = Arc::new(Node { state, situation });
                let step = Step {
                    cue: step.cue,
                    input: step.input,
                    taken: step.taken,
                    node: Arc::clone(&node),
                };
                let (step, to) = (Arc::new(step), Keyed { node, key });
                moves.push(Taken { step, to });
            }
            ControlFlow::Continue(())
        };
        // It goes on to the end.
        let _ = match from {
            Some(from) => self.model.steps(&from.node.state, &mut note),
            None => self.model.begin(&mut note),
        };
        moves
    }

    /// A path that was found, as one of the model.
    fn path(&self, found: stateright::Path<Keyed<M>, Taken<M>>) -> Path<M> {
        let mut steps = Vec::new();
        for (state, taken) in found.into_vec() {
            if steps.is_empty() {
                let mut begin = self.moves(None).into_iter();
                let first = begin.find(|first| first.to.key == state.key);
                steps.extend(first.map(|first| Step::clone(&first.step)));
            }
            steps.extend(taken.map(|taken| Step::clone(&taken.step)));
        }
        Path { steps }
    }
}

impl<M: Model> stateright::Model for Searched<M> {
    type State = Keyed<M>;
    type Action = Taken<M>;

    fn init_states(&self) -> Vec<Keyed<M>> {
        let begin = self.moves(None);
        begin.iter().map(|first| first.to.clone()).collect()
    }

    fn actions(&self, state: &Keyed<M>, actions: &mut Vec<Taken<M>>) {
        actions.extend(self.moves(Some(state)));
    }

    fn next_state(&self, _: &Keyed<M>, taken: Taken<M>) -> Option<Keyed<M>> {
        Some(taken.to)
    }

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        vec![stateright::Property::always(
            NAME,
            |searched: &Self, state: &Keyed<M>| (searched.property.holds)(&state.node),
        )]
    }
}

impl<M: Model> Clone for Taken<M> {
    fn clone(&self) -> Self {
        Self {
            step: Arc::clone(&self.step),
            to: self.to.clone(),
        }
    }
}

/// Of the steps from one machine.
impl<M: Model> PartialEq for Taken<M> {
    fn eq(&self, other: &Self) -> bool {
        self.step.cue == other.step.cue
    }
}

impl<M: Model> fmt::Debug for Taken<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.step.cue.fmt(f)
    }
}

impl<M: Model> Clone for Keyed<M> {
    fn clone(&self) -> Self {
        Self {
            node: Arc::clone(&self.node),
            key: self.key.clone(),
        }
    }
}

impl<M: Model> PartialEq for Keyed<M> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<M: Model> Hash for Keyed<M> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.key.hash(hasher);
    }
}

impl<M: Model> fmt::Debug for Keyed<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}
