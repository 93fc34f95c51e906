//! Those who are told: closures, and what adapters bring.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use super::cells::Listen;
use super::subscribers::{Counted, Subscriber};
use crate::path::{Path, Reach, Rows};
use crate::turn::lock;
use crate::{Admits, Commit, Held};

/// Counts a listener as long as it is there.
pub(crate) struct Life(Weak<dyn Count>);

/// Keeps listeners that nobody else holds.
pub(crate) trait Keep: Send + Sync {
    fn keep(&self, listener: Arc<dyn Any + Send + Sync>);
}

/// Counts listeners, and keeps them.
pub(crate) trait Count: Keep {
    fn died(&self);
}

impl Life {
    pub(super) const fn new(count: Weak<dyn Count>) -> Self {
        Self(count)
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if let Some(count) = self.0.upgrade() {
            count.died();
        }
    }
}

/// What an adapter has told when a watched value is another. Unlike a closure's watcher it is shared by all who watch the
/// same path.
pub trait Wake: Any + Send + Sync + 'static {
    /// The value is another.
    fn wake(&self);
}

/// A watcher of a path that is shared by all who hold it. When the last lets go of it, nothing is watched any more.
pub struct Watcher<W> {
    wake: W,
    life: Life,
    kept: AtomicBool,
}

impl<W> Watcher<W> {
    pub(super) const fn new(wake: W, life: Life) -> Self {
        Self {
            wake,
            life,
            kept: AtomicBool::new(false),
        }
    }
}

impl<W: Wake> Watcher<W> {
    /// Keeps the watcher for as long as the store lives.
    pub fn forget(self: Arc<Self>) {
        if !self.kept.swap(true, Ordering::Relaxed) {
            if let Some(count) = self.life.0.upgrade() {
                count.keep(self);
            }
        }
    }
}

impl<W> Deref for Watcher<W> {
    type Target = W;

    fn deref(&self) -> &W {
        &self.wake
    }
}

impl<W: Wake> Listen for Watcher<W> {
    fn wake(&self, _: &dyn Any) {
        self.wake.wake();
    }
}

/// A closure that is told of something in a state `S` which `W` finds.
pub(super) struct Told<S, W, F, H> {
    what: W,
    tell: H,
    _life: Life,
    of: PhantomData<fn() -> (S, F)>,
}

impl<S, W, F, H: Held<F>> Told<S, W, F, H> {
    pub(super) fn new(what: W, tell: F, life: Life) -> Self {
        Self {
            what,
            tell: H::hold(tell),
            _life: life,
            of: PhantomData,
        }
    }
}

/// The value at a path.
pub(super) struct At<P>(pub(super) P);

impl<S, P, F, H> Listen for Told<S, At<P>, F, H>
where
    S: 'static,
    P: Path<S>,
    F: Fn(<P::Reach as Reach>::View<'_, P::Value>) + 'static,
    H: Held<F>,
{
    fn wake(&self, state: &dyn Any) {
        if let Some(state) = state.downcast_ref() {
            (self.tell.get())(P::Reach::view(self.what.0.get(state)));
        }
    }
}

/// The keys of the rows `Q` of the collection at a path.
pub(super) struct KeysAt<P, Q>(P, PhantomData<fn() -> Q>);

impl<P, Q: Rows> KeysAt<P, Q> {
    pub(super) const fn new(path: P) -> Self {
        Self(path, PhantomData)
    }
}

impl<S, P, Q, F, H> Listen for Told<S, KeysAt<P, Q>, F, H>
where
    S: 'static,
    P: Path<S, Value = Q::Collection>,
    Q: Rows,
    F: Fn(&Q::Keys) + 'static,
    H: Held<F>,
{
    fn wake(&self, state: &dyn Any) {
        if let Some(state) = state.downcast_ref() {
            let collection = self.what.0.get(state);
            (self.tell.get())(&collection.map_or_else(Q::Keys::default, Q::keys));
        }
    }
}

/// Every commit.
pub(super) struct Commits {
    _counted: Counted,
}

impl Commits {
    pub(super) const fn new(counted: Counted) -> Self {
        Self { _counted: counted }
    }
}

impl<S, F, H> Subscriber<S> for Told<S, Commits, F, H>
where
    S: 'static,
    F: Fn(&Commit<S>) + 'static,
    H: Held<F>,
{
    fn committed(&self, commit: &Commit<S>) {
        (self.tell.get())(commit);
    }
}

/// Whether what a function of the state returns is another than before.
pub(crate) trait Select<S>: Listen {
    fn differs(&self, state: &S) -> bool;
}

/// A closure (`F`, held as `H`) that is told of what a selector (`G`) returns (`T`).
pub(super) struct Selection<S, G, T, F, H, M: Admits<G> + Admits<T>> {
    selector: <M as Admits<G>>::Held,
    last: Mutex<<M as Admits<T>>::Held>,
    tell: H,
    _life: Life,
    of: PhantomData<fn() -> (S, F)>,
}

impl<S, G, T, F, H, M> Selection<S, G, T, F, H, M>
where
    G: Fn(&S) -> T + 'static,
    H: Held<F>,
    M: Admits<G> + Admits<T>,
{
    pub(super) fn new(selector: G, tell: F, state: &S, life: Life) -> Self {
        let last = selector(state);
        Self {
            selector: Held::hold(selector),
            last: Mutex::new(Held::hold(last)),
            tell: H::hold(tell),
            _life: life,
            of: PhantomData,
        }
    }
}

impl<S, G, T, F, H, M> Select<S> for Selection<S, G, T, F, H, M>
where
    S: 'static,
    G: Fn(&S) -> T + 'static,
    T: PartialEq + 'static,
    F: Fn(&T) + 'static,
    H: Held<F>,
    M: Admits<G> + Admits<T>,
{
    fn differs(&self, state: &S) -> bool {
        let value = (self.selector.get())(state);
        let mut last = lock(&self.last);
        let differs = *last.get() != value;
        if differs {
            *last.get_mut() = value;
        }
        differs
    }
}

impl<S, G, T, F, H, M> Listen for Selection<S, G, T, F, H, M>
where
    S: 'static,
    G: Fn(&S) -> T + 'static,
    T: PartialEq + 'static,
    F: Fn(&T) + 'static,
    H: Held<F>,
    M: Admits<G> + Admits<T>,
{
    fn wake(&self, _: &dyn Any) {
        (self.tell.get())(lock(&self.last).get());
    }
}
