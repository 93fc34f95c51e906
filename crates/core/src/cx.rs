//! What an action may use besides the state.

use std::fmt;
use std::future::Future;

use send_wrapper::SendWrapper;

use crate::{Confined, Environment, Id, Shared, Store, Timestamp};

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
    effects: Vec<Effect<S>>,
    /// How many of the effects are those of changes that have been committed.
    agreed: usize,
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
            effects: Vec::new(),
            agreed: 0,
        }
    }

    /// The moment of the change. The same however often an action asks.
    pub fn now(&mut self) -> Timestamp {
        *self.inputs.now.get_or_insert_with(|| {
            let replayed = self.replayed.as_ref().and_then(|(inputs, _)| inputs.now);
            replayed.unwrap_or_else(|| self.environment.now())
        })
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
    /// to the store that it is given.
    ///
    /// `name` is what reports and tests call it.
    pub fn effect<F>(
        &mut self,
        name: &'static str,
        effect: impl FnOnce(Store<S, Shared>) -> F + Send + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
        S: crate::State,
    {
        self.effects.push(Effect {
            name,
            start: Box::new(move |store| {
                let environment = store.environment().clone();
                environment.run(name, Box::pin(effect(store)));
            }),
        });
    }

    /// As [`effect`](Self::effect), for work that must stay on the thread of the change (most of what a browser offers).
    /// A runner that polls it on another thread makes it panic.
    pub fn effect_local<F>(
        &mut self,
        name: &'static str,
        effect: impl FnOnce(Store<S, Confined>) -> F + 'static,
    ) where
        F: Future<Output = ()> + 'static,
        S: crate::State,
    {
        let effect = SendWrapper::new(effect);
        self.effects.push(Effect {
            name,
            start: Box::new(move |store| {
                let environment = store.environment().clone();
                let future = (effect.take())(store.confine());
                environment.run(name, Box::pin(SendWrapper::new(future)));
            }),
        });
    }

    /// The names of the effects that were asked for so far, in order.
    pub fn effect_names(&self) -> Vec<&'static str> {
        let asked = &self.effects[self.agreed..];
        asked.iter().map(|effect| effect.name).collect()
    }

    /// Forgets what the last change took and asked for, and prepares for the next.
    pub(crate) fn begin(&mut self, replay: Option<Box<Inputs>>) {
        self.inputs.now = None;
        self.inputs.ids.clear();
        self.replayed = replay.map(|inputs| (inputs, 0));
        self.effects.truncate(self.agreed);
    }

    /// The moment of the change, whether the action asked for it or not.
    pub(crate) fn moment(&self) -> Timestamp {
        self.inputs.now.unwrap_or_else(|| self.environment.now())
    }

    pub(crate) const fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The change is committed: what it asked for will be performed.
    pub(crate) const fn agree(&mut self) {
        self.agreed = self.effects.len();
    }

    /// What is to be performed now.
    pub(crate) fn take_agreed(&mut self) -> Vec<Effect<S>> {
        self.effects.truncate(std::mem::take(&mut self.agreed));
        std::mem::take(&mut self.effects)
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
    pub(crate) start: Box<dyn FnOnce(Store<S, Shared>) + Send>,
}
