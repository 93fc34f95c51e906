//! Middleware: what stands around every change.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::pipeline::{Inner, Work};
use crate::{Change, Held, Outcome, Refusal, Snapshot, State, Verdict, WeakStore};

#[doc = include_str!("../docs/layer.md")]
pub trait Layer<S: 'static> {
    /// The layer's name, for messages.
    fn name(&self) -> &'static str;

    /// Handles one change: passes it on with [`Next::run`], alters it first, refuses it with [`Next::refuse`], or keeps
    /// it ([`Change::into_owned`]) to submit it later, and then returns [`Outcome::Queued`].
    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S>;

    /// Called once, when the layer is put around a store.
    fn attach(&self, store: WeakStore<S>) {
        let _ = store;
    }

    /// Whether the layer can work inside the layers named `outer`, outermost first.
    ///
    /// # Errors
    ///
    /// Why it can't. The layer is then not put around the store.
    fn admit(&self, outer: &[&'static str]) -> Result<(), String> {
        let _ = outer;
        Ok(())
    }
}

/// A layer order that can't work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("layer `{layer}` can't be put around store `{store}` inside [{}]: {reason}", outer.join(", "))]
pub struct LayerOrderError {
    pub(crate) store: &'static str,
    pub(crate) layer: &'static str,
    pub(crate) outer: Vec<&'static str>,
    pub(crate) reason: String,
}

/// What is further inside: the other layers, then the state.
pub struct Next<'a, S: 'static> {
    inner: &'a Arc<Inner<S>>,
    layers: &'a Layers<S>,
    work: &'a mut Work<S>,
}

impl<'a, S: State> Next<'a, S> {
    pub(crate) fn new(inner: &'a Arc<Inner<S>>, work: &'a mut Work<S>) -> Self {
        Self {
            layers: inner.layers(),
            inner,
            work,
        }
    }

    /// Passes a change on.
    pub fn run(self, change: Change<'_, S>) -> Verdict<S> {
        match self.layers.first() {
            None => self.inner.apply(change, self.work),
            Some(node) => {
                let next = Next {
                    inner: self.inner,
                    layers: &node.inside,
                    work: self.work,
                };
                node.layer.handle(change, next)
            }
        }
    }

    /// Refuses the change in the name of `layer`.
    pub fn refuse(self, layer: &impl Layer<S>, reason: impl Into<std::borrow::Cow<'static, str>>) -> Verdict<S> {
        Outcome::Refused(Refusal::new(layer.name(), reason))
    }

    /// The present state.
    pub fn snapshot(&self) -> Snapshot<S> {
        self.inner.snapshot()
    }

    /// The store's name.
    pub fn store_name(&self) -> &'static str {
        self.inner.name()
    }
}

impl<S> fmt::Debug for Next<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").finish_non_exhaustive()
    }
}

/// A layer that may be kept in a store of any mode.
pub(crate) type KeptLayer<S> = Box<dyn Layer<S> + Send + Sync>;

/// The layers from some place inwards: a list that only grows at its end, so that a change walks it without a lock.
pub(crate) struct Layers<S: 'static>(OnceLock<Box<Node<S>>>);

struct Node<S: 'static> {
    layer: KeptLayer<S>,
    inside: Layers<S>,
}

impl<S> Layers<S> {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    fn first(&self) -> Option<&Node<S>> {
        self.0.get().map(|node| &**node)
    }

    /// The layers' names, outermost first.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        let mut layers = self;
        while let Some(node) = layers.first() {
            names.push(node.layer.name());
            layers = &node.inside;
        }
        names
    }

    /// Puts a layer inside all others.
    pub(crate) fn push(&self, layer: KeptLayer<S>) {
        let mut node = Box::new(Node {
            layer,
            inside: Self::new(),
        });
        let mut layers = self;
        loop {
            while let Some(node) = layers.first() {
                layers = &node.inside;
            }
            match layers.0.set(node) {
                Ok(()) => return,
                Err(lost) => node = lost,
            }
        }
    }
}

/// A layer as a store of some mode holds it.
pub(crate) struct HeldLayer<L, H> {
    held: H,
    layer: std::marker::PhantomData<fn() -> L>,
}

impl<L, H: Held<L>> HeldLayer<L, H> {
    pub(crate) fn new(layer: L) -> Self {
        Self {
            held: H::hold(layer),
            layer: std::marker::PhantomData,
        }
    }
}

impl<S: 'static, L: Layer<S>, H: Held<L>> Layer<S> for HeldLayer<L, H> {
    fn name(&self) -> &'static str {
        self.held.get().name()
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        self.held.get().handle(change, next)
    }

    fn attach(&self, store: WeakStore<S>) {
        self.held.get().attach(store);
    }

    fn admit(&self, outer: &[&'static str]) -> Result<(), String> {
        self.held.get().admit(outer)
    }
}
