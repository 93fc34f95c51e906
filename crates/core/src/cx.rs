//! What an action may use besides the state.

use std::fmt;
use std::future::Future;

use send_wrapper::SendWrapper;

use crate::panics::Panics;
use crate::slice::{AdmitsSlice, SlicePath};
use crate::{Actions, Confined, Environment, Id, Link, Shared, State, Store, Timestamp};

/// What an action may use besides the state: identifiers and the time, which are recorded, and effects, which are
/// performed once the change is committed.
///
/// Everything that makes an action impure passes through here, so that applying it again with the same [`Inputs`] gives
/// the same state.
pub struct Cx<S: 'static> {
    environment: Environment,
    inputs: Inputs,
    /// What an earlier run took, and how many of its identifiers are used up.
    replayed: Option<(Box<Inputs>, usize)>,
    remark: Option<&'static str>,
    /// Made when the first is asked for.
    effects: Option<Box<dyn Effects<S>>>,
}

impl<S: 'static> Cx<S> {
    pub(crate) const fn new(environment: Environment) -> Self {
        Self {
            environment,
            inputs: Inputs {
                now: None,
                ids: Vec::new(),
            },
            replayed: None,
            remark: None,
            effects: None,
        }
    }

    /// The moment of the change. The same however often an action asks.
    pub fn now(&mut self) -> Timestamp {
        *self.inputs.now.get_or_insert_with(|| {
            let replayed = self.replayed.as_ref().and_then(|(inputs, _)| inputs.now);
            replayed.unwrap_or_else(|| self.environment.now())
        })
    }

    /// Says in a word what became of the action, for layers and subscribers, who do not see what it replies:
    /// [`Done::remark`](crate::Done::remark) and [`Commit::remark`](crate::Commit::remark).
    pub const fn remark(&mut self, remark: &'static str) {
        self.remark = Some(remark);
    }

    pub(crate) const fn remarked(&self) -> Option<&'static str> {
        self.remark
    }

    /// A new identifier.
    pub fn id(&mut self) -> Id {
        let id = self.replayed_id().unwrap_or_else(|| {
            let now = self.now();
            self.environment.id(now)
        });
        self.inputs.ids.push(id);
        id
    }

    fn replayed_id(&mut self) -> Option<Id> {
        let (inputs, used) = self.replayed.as_mut()?;
        let id = inputs.ids.get(*used).copied()?;
        *used += 1;
        Some(id)
    }

    /// Asks for work outside the state. It is performed after the change is committed, by the store's
    /// [`EffectRunner`](crate::EffectRunner); if the change fails or is refused, never. What it finds out it dispatches
    /// through the link that it is given, which leads to the store, or to the slice whose action this is.
    ///
    /// `name` is what reports and tests call it.
    pub fn effect<F>(
        &mut self,
        name: &'static str,
        effect: impl FnOnce(Link<S, Shared>) -> F + Send + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
        S: State,
    {
        self.ask(Effect {
            name,
            start: Box::new(move |link| {
                let environment = link.environment();
                environment.run(name, Box::pin(effect(link)));
            }),
        });
    }

    /// As [`effect`](Self::effect), for work that must stay on the thread of the change (most of what a browser offers).
    /// A runner that polls it on another thread makes it panic.
    pub fn effect_local<F>(
        &mut self,
        name: &'static str,
        effect: impl FnOnce(Link<S, Confined>) -> F + 'static,
    ) where
        F: Future<Output = ()> + 'static,
        S: State,
    {
        let effect = SendWrapper::new(effect);
        self.ask(Effect {
            name,
            start: Box::new(move |link| {
                let environment = link.environment();
                let future = (effect.take())(link.confine());
                environment.run(name, Box::pin(SendWrapper::new(future)));
            }),
        });
    }

    /// Calls `apply` with the `cx` of the slice at the end of `path`.
    pub(crate) fn lend<P, M, T>(
        &mut self,
        path: &P,
        apply: impl FnOnce(&mut Cx<P::Value>) -> T,
    ) -> T
    where
        S: Actions,
        P: SlicePath<S>,
        M: AdmitsSlice<S, P::Value>,
    {
        let mut lent = self.lent();
        let result = apply(&mut lent);
        self.take_back::<P, M>(lent, path);
        result
    }

    /// A `cx` for a slice, which is to be [taken back](Self::take_back).
    pub(crate) fn lent<T: 'static>(&mut self) -> Cx<T> {
        let mut lent = Cx::new(self.environment.clone());
        std::mem::swap(&mut lent.inputs, &mut self.inputs);
        std::mem::swap(&mut lent.replayed, &mut self.replayed);
        lent
    }

    /// Takes back the `cx` of the slice at the end of `path`, with what was asked for there.
    pub(crate) fn take_back<P, M>(&mut self, mut lent: Cx<P::Value>, path: &P)
    where
        S: Actions,
        P: SlicePath<S>,
        M: AdmitsSlice<S, P::Value>,
    {
        std::mem::swap(&mut lent.inputs, &mut self.inputs);
        std::mem::swap(&mut lent.replayed, &mut self.replayed);
        self.remark = lent.remark.or(self.remark);
        let asked = lent.effects.map_or_else(Vec::new, |effects| effects.take());
        for Effect { name, start } in asked {
            let path = path.clone();
            self.ask(Effect {
                name,
                start: Box::new(move |link: Link<S>| start(link.narrow::<P, M>(path))),
            });
        }
    }

    pub(crate) const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The names of the effects that were asked for so far, in order.
    pub fn effect_names(&self) -> Vec<&'static str> {
        let effects = self.effects.as_ref();
        effects.map_or_else(Vec::new, |effects| effects.names())
    }

    fn ask(&mut self, effect: Effect<S>)
    where
        S: State,
    {
        let effects = &mut self.effects;
        effects
            .get_or_insert_with(|| Box::new(List::new()))
            .ask(effect);
    }

    /// Forgets what the last change took and asked for, and prepares for the next.
    pub(crate) fn begin(&mut self, replay: Option<Box<Inputs>>) {
        self.inputs.now = None;
        self.inputs.ids.clear();
        self.replayed = replay.map(|inputs| (inputs, 0));
        self.remark = None;
        if let Some(effects) = &mut self.effects {
            effects.forget();
        }
    }

    /// The change is committed: what it asked for will be performed.
    pub(crate) fn agree(&mut self) {
        if let Some(effects) = &mut self.effects {
            effects.agree();
        }
    }

    /// What is to be performed now.
    pub(crate) const fn take_effects(&mut self) -> Option<Box<dyn Effects<S>>> {
        self.effects.take()
    }

    /// The moment of the change, whether the action asked for it or not.
    pub(crate) fn moment(&self) -> Timestamp {
        self.inputs.now.unwrap_or_else(|| self.environment.now())
    }

    pub(crate) const fn inputs(&self) -> &Inputs {
        &self.inputs
    }
}

impl<S> fmt::Debug for Cx<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx")
            .field("inputs", &self.inputs)
            .field("effects", &self.effect_names())
            .finish_non_exhaustive()
    }
}

/// What a change took from outside while it was applied. With the same inputs it does the same again.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Inputs {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ids: Vec<Id>,
}

impl Inputs {
    /// Whether nothing was taken.
    pub const fn is_empty(&self) -> bool {
        self.now.is_none() && self.ids.is_empty()
    }

    /// The time, if it was asked for.
    pub const fn now(&self) -> Option<Timestamp> {
        self.now
    }

    /// The identifiers, in the order in which they were made.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }
}

/// Work that an action asked for.
pub(crate) struct Effect<S: 'static> {
    name: &'static str,
    /// Has the store's runner run it.
    start: Box<dyn FnOnce(Link<S, Shared>) + Send>,
}

/// The effects that changes ask for. They are known by this trait alone, so that nothing of effects is in a program that asks
/// for none.
pub(crate) trait Effects<S: 'static>: Send {
    fn ask(&mut self, effect: Effect<S>);

    /// The change that is being applied is committed: its effects will be performed.
    fn agree(&mut self);

    /// Forgets what was asked for by a change that was not committed.
    fn forget(&mut self);

    /// The names of what the change that is being applied asked for.
    fn names(&self) -> Vec<&'static str>;

    /// All that was asked for.
    fn take(self: Box<Self>) -> Vec<Effect<S>>;

    /// Has those of the committed changes run.
    fn perform(self: Box<Self>, store: &Store<S, Shared>, panics: &mut Panics);
}

struct List<S: 'static> {
    effects: Vec<Effect<S>>,
    /// How many of them are those of changes that have been committed.
    agreed: usize,
}

impl<S: 'static> List<S> {
    const fn new() -> Self {
        Self {
            effects: Vec::new(),
            agreed: 0,
        }
    }
}

impl<S: State> Effects<S> for List<S> {
    fn ask(&mut self, effect: Effect<S>) {
        self.effects.push(effect);
    }

    fn agree(&mut self) {
        self.agreed = self.effects.len();
    }

    fn forget(&mut self) {
        self.effects.truncate(self.agreed);
    }

    fn names(&self) -> Vec<&'static str> {
        let asked = &self.effects[self.agreed..];
        asked.iter().map(|effect| effect.name).collect()
    }

    fn take(self: Box<Self>) -> Vec<Effect<S>> {
        self.effects
    }

    fn perform(mut self: Box<Self>, store: &Store<S, Shared>, panics: &mut Panics) {
        self.forget();
        for effect in self.effects {
            panics.guard(|| (effect.start)(store.link()));
        }
    }
}
