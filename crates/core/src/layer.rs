//! Middleware: what stands around every change.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use crate::layer_order::{Names, Outer, SeesAll};
use crate::pipeline::{Inner, Work};
use crate::slice::{LaterOutside, NextOutside};
use crate::{
    Change, Done, Environment, Held, Outcome, Refusal, Snapshot, State, Verdict, WeakStore,
};

#[doc = include_str!("../docs/layer.md")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer around `{S}`",
    label = "not a layer",
    note = "implement `Layer<{S}>` for it, or for every state it suits"
)]
pub trait Layer<S: 'static> {
    /// The layer's name, for messages.
    fn name(&self) -> &'static str;

    /// Handles one change: passes it on with [`Next::run`], alters it first, refuses it with [`Next::refuse`], or keeps
    /// it ([`Change::into_owned`]) to pass it on with [`Next::later`], and then returns [`Outcome::Queued`].
    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S>;

    /// Called once, when the layer is put around a store.
    fn attach(&self, store: WeakStore<S>) {
        let _ = store;
    }

    /// Whether [`check`](Self::check) is to be asked. Asked once, when the layer is put around a store.
    ///
    /// A store with such a layer copies its state before every change, to have it back after a refusal.
    fn checks(&self) -> bool {
        false
    }

    /// Looks at the state that a change leads to, before it is committed.
    ///
    /// It is asked for every change, whichever way it came, after all layers have passed the change on.
    ///
    /// # Errors
    ///
    /// Why that state must not be. The state is then as it was.
    fn check(&self, state: &S) -> Result<(), Refusal> {
        let _ = state;
        Ok(())
    }

    /// Whether the layer may pass changes on later ([`Next::later`]), so that the layers outside of it don't see them then.
    fn delays(&self) -> bool {
        false
    }

    /// Whether the layer has to see every change that is committed. Then no layer inside of it may [delay](Self::delays) any.
    fn sees_all(&self) -> bool {
        false
    }

    /// What the layer lends to those who look for it by its type ([`Store::find_layer`]), so that what it keeps can be read and
    /// it can be told something. Layers of the state itself are asked with an empty `place`; one on a slice lends what is lent at
    /// the slice's path.
    ///
    /// [`Store::find_layer`]: crate::Store::find_layer
    fn lent(&self, place: &str) -> Option<&dyn Any> {
        let _ = place;
        None
    }

    /// Whether the layer can work inside the layers named `outer`, outermost first.
    ///
    /// # Errors
    ///
    /// Why it can't. The layer is then not put around the store.
    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        let _ = outer;
        Ok(())
    }
}

/// What is further inside: the other layers, then the state.
pub struct Next<'a, S: 'static>(Inside<'a, S>);

enum Inside<'a, S: 'static> {
    Store {
        inner: &'a Arc<Inner<S>>,
        layers: &'a List<S>,
        depth: usize,
        work: &'a mut Work<S>,
    },
    /// Further inside a store that has the state as a slice.
    Slice(&'a mut dyn NextOutside<S>),
}

impl<'a, S: State> Next<'a, S> {
    /// What is inside a layer on a slice.
    pub(crate) fn outside(slice: &'a mut dyn NextOutside<S>) -> Self {
        Self(Inside::Slice(slice))
    }

    /// Passes a change on.
    pub fn run(self, change: Change<'_, S>) -> Verdict<S> {
        let (inner, layers, depth, work) = match self.0 {
            Inside::Store {
                inner,
                layers,
                depth,
                work,
            } => (inner, layers, depth, work),
            Inside::Slice(slice) => return slice.run(change),
        };
        match layers.first() {
            None => inner.apply(change, work),
            Some(node) => {
                let next = Next(Inside::Store {
                    inner,
                    layers: &node.inside,
                    depth: depth + 1,
                    work,
                });
                node.layer.handle(change, next)
            }
        }
    }

    /// Refuses the change in the name of `layer`.
    pub fn refuse(self, layer: &impl Layer<S>, reason: impl Into<Cow<'static, str>>) -> Verdict<S> {
        Outcome::Refused(Refusal::new(layer.name(), reason))
    }

    /// Passes nothing on: the layer has done what it was [asked](Change::instruction), and the state stays as it is, with its version.
    pub fn unchanged(self) -> Verdict<S> {
        Outcome::Done(Done::unrecorded(self.snapshot().version(), None))
    }

    /// The way in at this place, for a change that the layer keeps to pass it on later.
    pub fn later(&self) -> Later<S> {
        Later(match &self.0 {
            Inside::Store { inner, depth, .. } => To::Store {
                inner: Arc::downgrade(inner),
                depth: *depth,
            },
            Inside::Slice(slice) => To::Slice(slice.later()),
        })
    }

    /// The state before the change; that of a slice is a copy.
    pub fn snapshot(&self) -> Snapshot<S> {
        match &self.0 {
            Inside::Store { inner, .. } => inner.snapshot(),
            Inside::Slice(slice) => slice.snapshot(),
        }
    }

    /// The store's name.
    pub fn store_name(&self) -> &'static str {
        match &self.0 {
            Inside::Store { inner, .. } => inner.name(),
            Inside::Slice(slice) => slice.store_name(),
        }
    }

    /// What the store takes from outside.
    pub fn environment(&self) -> &Environment {
        match &self.0 {
            Inside::Store { inner, .. } => inner.environment(),
            Inside::Slice(slice) => slice.environment(),
        }
    }
}

impl<S> fmt::Debug for Next<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Next");
        if let Inside::Store { depth, .. } = &self.0 {
            shown.field("depth", depth);
        }
        shown.finish_non_exhaustive()
    }
}

/// The way into a store at the place of a layer: a change goes through the layers inside that one, not through itself and
/// those outside, which have handled it. It does not keep the store alive.
pub struct Later<S: 'static>(To<S>);

enum To<S: 'static> {
    Store { inner: Weak<Inner<S>>, depth: usize },
    Slice(Arc<dyn LaterOutside<S> + Send + Sync>),
}

impl<S: State> Later<S> {
    /// The way in past the first `depth` layers.
    pub(crate) fn into_store(inner: &Arc<Inner<S>>, depth: usize) -> Self {
        Self(To::Store {
            inner: Arc::downgrade(inner),
            depth,
        })
    }

    /// Passes a change on. What is refused or fails is reported, since its caller has gone on.
    pub fn run(&self, change: Change<'_, S>) {
        match &self.0 {
            To::Store { inner, depth } => {
                if let Some(inner) = inner.upgrade() {
                    let name = change.name();
                    let verdict = inner.dispatch_inside(*depth, change);
                    inner.report_verdict(&name, &verdict);
                }
            }
            To::Slice(slice) => slice.run(change),
        }
    }
}

impl<S> Clone for Later<S> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            To::Store { inner, depth } => To::Store {
                inner: Weak::clone(inner),
                depth: *depth,
            },
            To::Slice(slice) => To::Slice(Arc::clone(slice)),
        })
    }
}

impl<S> fmt::Debug for Later<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Later");
        if let To::Store { depth, .. } = &self.0 {
            shown.field("depth", depth);
        }
        shown.finish_non_exhaustive()
    }
}

/// A layer that may be kept in a store of any mode.
pub(crate) type KeptLayer<S> = Box<dyn Layer<S> + Send + Sync>;

/// The layers around a state. They are known by this trait alone, so that nothing of layers is in a program that has none.
pub(crate) trait Layers<S: 'static>: Send + Sync {
    /// Takes a change past the first `depth` layers.
    fn run(
        &self,
        inner: &Arc<Inner<S>>,
        depth: usize,
        change: Change<'_, S>,
        work: &mut Work<S>,
    ) -> Verdict<S>;

    /// Whether some layer checks the state that a change leads to.
    fn checks(&self) -> bool;

    /// The first refusal of a state, from the outermost layer inwards.
    fn check(&self, state: &S) -> Result<(), Refusal>;

    /// The layers themselves. What is not done for every change is done by their own methods, so that it is in a program only
    /// where it is called.
    fn stack(&self) -> &Stack<S>;
}

/// All layers of a store.
pub(crate) struct Stack<S: 'static> {
    layers: List<S>,
    checks: AtomicBool,
    sees_all: OnceLock<SeesAll>,
}

impl<S> Stack<S> {
    pub(crate) const fn new() -> Self {
        Self {
            layers: List::new(),
            checks: AtomicBool::new(false),
            sees_all: OnceLock::new(),
        }
    }
}

impl<S: State> Layers<S> for Stack<S> {
    fn run(
        &self,
        inner: &Arc<Inner<S>>,
        depth: usize,
        change: Change<'_, S>,
        work: &mut Work<S>,
    ) -> Verdict<S> {
        let next = Next(Inside::Store {
            layers: self.layers.inside(depth),
            depth,
            inner,
            work,
        });
        next.run(change)
    }

    fn checks(&self) -> bool {
        self.checks.load(Ordering::Relaxed)
    }

    fn check(&self, state: &S) -> Result<(), Refusal> {
        self.layers.iter().try_for_each(|layer| layer.check(state))
    }

    fn stack(&self) -> &Self {
        self
    }
}

impl<S: State> Stack<S> {
    /// A layer that has to see every change that is committed.
    pub(crate) fn sees_all(&self) -> Option<SeesAll> {
        self.sees_all.get().copied()
    }

    /// Notes that there is one.
    pub(crate) fn note_that_sees_all(&self) {
        let _ = self.sees_all.set(SeesAll::new());
    }

    /// Shows what the layers lend at `place`, from the outermost inwards, until `is_it` says that it is found.
    pub(crate) fn find(&self, place: &str, is_it: &mut dyn FnMut(&dyn Any) -> bool) {
        let mut lent = self.layers.iter().filter_map(|layer| layer.lent(place));
        let _ = lent.any(is_it);
    }

    /// Puts a layer inside all others.
    pub(crate) fn push(&self, layer: KeptLayer<S>) {
        if layer.checks() {
            self.checks.store(true, Ordering::Relaxed);
        }
        self.layers.push(layer);
    }
}

impl<S: State> Names for Stack<S> {
    fn any(&self, is_it: &mut dyn FnMut(&'static str) -> bool) -> bool {
        self.layers.iter().any(|layer| is_it(layer.name()))
    }
}

/// The layers from some place inwards: a list that only grows at its end, so that a change walks it without a lock.
struct List<S: 'static>(OnceLock<Box<Node<S>>>);

struct Node<S: 'static> {
    layer: KeptLayer<S>,
    inside: List<S>,
}

impl<S> List<S> {
    const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Those inside the first `depth`.
    fn inside(&self, depth: usize) -> &Self {
        (0..depth).fold(self, |layers, _| {
            layers.first().map_or(layers, |node| &node.inside)
        })
    }

    fn first(&self) -> Option<&Node<S>> {
        self.0.get().map(|node| &**node)
    }

    fn iter(&self) -> impl Iterator<Item = &KeptLayer<S>> {
        std::iter::successors(self.first(), |node| node.inside.first()).map(|node| &node.layer)
    }

    fn push(&self, layer: KeptLayer<S>) {
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

    fn checks(&self) -> bool {
        self.held.get().checks()
    }

    fn check(&self, state: &S) -> Result<(), Refusal> {
        self.held.get().check(state)
    }

    fn delays(&self) -> bool {
        self.held.get().delays()
    }

    fn sees_all(&self) -> bool {
        self.held.get().sees_all()
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        self.held.get().lent(place)
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        self.held.get().admit(outer)
    }
}
