//! Stores.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Arc, Weak};

use crate::door::{self, Door, ReadDoor};
use crate::layer::HeldLayer;
use crate::pipeline::Inner;
use crate::slice::WeakOutside;
use crate::watch::{Audience, Places};
use crate::{
    redacted, Action, Admits, Change, ChangeKind, Commit, Confined, Dispatch, Environment, Failure,
    Field, Handle, HasField, Layer, LayerOrderError, Link, Mode, Outcome, Path, Reach, ReadKeys,
    Root, Row, Rows, Shared, Snapshot, State, Step, Subscription, Transaction, Verdict, Version,
    Wake, Watcher,
};

/// Holds one state and its layers. Every change of the state passes through it; nothing else writes it.
///
/// A store is a counted reference: cloning it gives another handle to the same store. `M` says whether it may be used from
/// several threads ([`Shared`]) or stays on one ([`Confined`]).
///
/// The methods without `try_` tell the store's [`Reporter`](crate::Reporter) what was refused or failed; those with it
/// return the [`Outcome`].
///
/// # Examples
///
/// ```
/// use leptos_state_core::Store;
///
/// let store = Store::new(1_i32);
/// store.update(|n| *n += 1);
/// assert_eq!(*store.snapshot(), 2);
/// ```
pub struct Store<S: 'static, M = Shared> {
    inner: Arc<Inner<S>>,
    mode: PhantomData<M>,
}

impl<S: State> Store<S, Shared> {
    /// A store with an inert [`Environment`].
    pub fn new(state: S) -> Self {
        Self::in_environment(state, Environment::default())
    }

    /// A store that takes time, identifiers and all else from `environment`.
    pub fn in_environment(state: S, environment: Environment) -> Self {
        Self::of(Arc::new(Inner::new(state, environment)))
    }
}

impl<S: State> Store<S, Confined> {
    /// A store of a state that stays on this thread.
    pub fn new_local(state: S, environment: Environment) -> Self {
        Self::of(Arc::new(Inner::new(state, environment)))
    }
}

impl<S: State, M: Mode> Store<S, M> {
    pub(crate) const fn of(inner: Arc<Inner<S>>) -> Self {
        Self {
            inner,
            mode: PhantomData,
        }
    }

    /// The way in that effects are given.
    pub(crate) fn link(&self) -> Link<S, Shared> {
        Link::of(Arc::clone(&self.inner))
    }

    /// Gives the store a name other than its state's, for messages and for what is stored or sent. The first name stays.
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        self.inner.set_name(name);
        self
    }

    /// Puts a layer around the state, inside the layers that are there: the first is the outermost.
    ///
    /// # Panics
    ///
    /// If the layer [can't work](Layer::admit) inside those. [`try_layer`](Self::try_layer) returns the error.
    #[must_use]
    #[track_caller]
    pub fn layer<L: Layer<S> + 'static>(self, layer: L) -> Self
    where
        M: Admits<L>,
    {
        let layer = HeldLayer::<L, M::Held>::new(layer);
        // Where no layer can refuse its place, nothing of errors is in the program.
        match self
            .inner
            .push_layer(Box::new(layer), |sees_all, blinding| {
                (sees_all.panic)(blinding)
            }) {
            Ok(()) => self,
            Err(error) => panic!("{error}"),
        }
    }

    /// Puts a layer around the state, inside the layers that are there: the first is the outermost.
    ///
    /// # Errors
    ///
    /// If the layer [can't work](Layer::admit) inside those.
    pub fn try_layer<L: Layer<S> + 'static>(self, layer: L) -> Result<Self, LayerOrderError>
    where
        M: Admits<L>,
    {
        let layer = HeldLayer::<L, M::Held>::new(layer);
        self.inner
            .push_layer(Box::new(layer), |sees_all, blinding| {
                (sees_all.refuse)(blinding)
            })?;
        Ok(self)
    }

    /// What a layer around the store [lends](Layer::lent) to those who know its type; the outermost layer's, if several lend a `T`.
    pub fn find_layer<T: Clone + 'static>(&self) -> Option<T> {
        self.find_layer_at("")
    }

    /// The same at the path of a slice.
    pub(crate) fn find_layer_at<T: Clone + 'static>(&self, place: &str) -> Option<T> {
        self.inner.find_layer(place)
    }

    /// The store's name.
    pub fn store_name(&self) -> &'static str {
        self.inner.name()
    }

    /// What the store takes from outside.
    pub fn environment(&self) -> &Environment {
        self.inner.environment()
    }

    /// The present state and its version.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions, where there is no present state.
    pub fn snapshot(&self) -> Snapshot<S> {
        self.inner.snapshot()
    }

    /// The present state and its version; `None` inside one of the store's own actions.
    pub fn try_snapshot(&self) -> Option<Snapshot<S>> {
        self.inner.try_snapshot()
    }

    /// Dispatches an action.
    pub fn dispatch<A: Action<S>>(&self, action: A)
    where
        M: Admits<A>,
    {
        door::dispatch(self, action);
    }

    /// Dispatches an action and returns what came of it.
    pub fn try_dispatch<A: Action<S>>(&self, action: A) -> Outcome<A::Reply, A::Error>
    where
        M: Admits<A>,
    {
        door::try_dispatch(self, action)
    }

    /// Takes any change through the store and returns what came of it.
    pub fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        self.inner.dispatch(change)
    }

    /// Changes the state with a closure. It owns what it uses, because the change may have to wait.
    pub fn update<F: FnOnce(&mut S) + 'static>(&self, write: F)
    where
        M: Admits<F> + Admits<S>,
    {
        Field::new(self.clone(), Root).update(write);
    }

    /// Changes the state with a closure and returns what it returned.
    pub fn try_update<F, T>(&self, write: F) -> Outcome<T>
    where
        F: FnOnce(&mut S) -> T + 'static,
        T: 'static,
        M: Admits<F> + Admits<S>,
    {
        Field::new(self.clone(), Root).try_update(write)
    }

    /// Collects what `collect` does and applies it as one change: one commit, and all of it or nothing.
    ///
    /// Inside, dispatching changes nothing yet: reads see the state from before.
    pub fn transaction(&self, collect: impl FnOnce(&Transaction<S, M>)) {
        let change = Transaction::collect(collect);
        self.inner.report_verdict("batch", &self.submit(change));
    }

    /// As [`transaction`](Self::transaction), and returns the version it led to.
    pub fn try_transaction(
        &self,
        collect: impl FnOnce(&Transaction<S, M>),
    ) -> Outcome<Version, Failure> {
        self.submit(Transaction::collect(collect))
            .map(|done| done.version())
    }

    /// Goes back to the state that the store was made with.
    pub fn reset_state(&self) {
        self.inner
            .report_verdict("reset", &self.submit(self.reset_change()));
    }

    /// As [`reset_state`](Self::reset_state), and returns the version it led to.
    pub fn try_reset_state(&self) -> Outcome<Version> {
        door::cannot_fail(self.submit(self.reset_change())).map(|done| done.version())
    }

    fn reset_change(&self) -> Change<'static, S> {
        Change::whole(
            Arc::clone(self.inner.initial()),
            ChangeKind::Restore,
            "reset",
        )
    }

    /// Calls `tell` after every commit, in order.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions: whether it came before or after that commit could not be said.
    pub fn subscribe<F: Fn(&Commit<S>) + 'static>(&self, tell: F) -> Subscription
    where
        M: Admits<F>,
    {
        drop(self.snapshot());
        let watchers = self.inner.watchers();
        watchers.subscribe::<F, <M as Admits<F>>::Held>(tell)
    }

    /// Calls `tell` after every commit that left another value at `path`. A value that can't be compared counts as another
    /// after each commit that may have touched it.
    pub fn watch<P, F>(&self, path: P, tell: F) -> Subscription
    where
        P: Path<S>,
        F: Fn(<P::Reach as Reach>::View<'_, P::Value>) + 'static,
        M: Admits<F> + Admits<P::Value>,
    {
        let watchers = self.inner.watchers();
        watchers.watch::<P, <M as Admits<P::Value>>::Held, F, <M as Admits<F>>::Held>(
            path,
            tell,
            || self.snapshot(),
        )
    }

    /// Calls `tell` after every commit that left other keys in the collection at `path`, or another order of them.
    pub fn watch_keys<P, Q, F>(&self, path: P, tell: F) -> Subscription
    where
        P: Path<S, Value = Q::Collection>,
        Q: Rows,
        F: Fn(&Q::Keys) + 'static,
        M: Admits<F>,
    {
        let watchers = self.inner.watchers();
        watchers.watch_keys::<P, Q, F, <M as Admits<F>>::Held>(path, tell, || self.snapshot())
    }

    /// Calls `tell` after every commit that changed what `selector` returns.
    pub fn watch_selected<T, G, F>(&self, selector: G, tell: F) -> Subscription
    where
        T: PartialEq + 'static,
        G: Fn(&S) -> T + 'static,
        F: Fn(&T) + 'static,
        M: Admits<G> + Admits<F> + Admits<T>,
    {
        let watchers = self.inner.watchers();
        watchers.select::<G, T, F, <M as Admits<F>>::Held, M>(selector, tell, || self.snapshot())
    }

    /// As [`watch_selected`](Self::watch_selected), for adapters: what is told is `Send + Sync` whatever the store's mode.
    pub fn on_selected<T, G, F>(&self, selector: G, tell: F) -> Subscription
    where
        T: PartialEq + 'static,
        G: Fn(&S) -> T + 'static,
        F: Fn(&T) + Send + Sync + 'static,
        M: Admits<G> + Admits<T>,
    {
        let watchers = self.inner.watchers();
        watchers.select::<G, T, F, F, M>(selector, tell, || self.snapshot())
    }

    /// As [`watch`](Self::watch); what is told is `Send + Sync` whatever the store's mode.
    pub(crate) fn on_changed<P, F>(&self, path: P, tell: F) -> Subscription
    where
        P: Path<S>,
        F: Fn(<P::Reach as Reach>::View<'_, P::Value>) + Send + Sync + 'static,
        M: Admits<P::Value>,
    {
        let watchers = self.inner.watchers();
        watchers.watch::<P, <M as Admits<P::Value>>::Held, F, F>(path, tell, || self.snapshot())
    }

    /// A number that no other store has while this one is there.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.inner).addr()
    }

    /// The watcher of the value at `path` that is there already, or one of what `make` returns. For adapters.
    pub fn watcher<P: Path<S>, W: Wake>(
        &self,
        path: &P,
        make: impl FnOnce() -> W,
    ) -> Arc<Watcher<W>>
    where
        M: Admits<P::Value>,
    {
        let watchers = self.inner.watchers();
        watchers.watcher::<P, <M as Admits<P::Value>>::Held, W>(path, make, || self.snapshot())
    }

    /// As [`watcher`](Self::watcher), with what `read` returns of the value there; `None` inside one of the store's own
    /// actions.
    pub fn watcher_and_value<P: Path<S>, W: Wake, T>(
        &self,
        path: &P,
        make: impl FnOnce() -> W,
        read: impl FnOnce(&Snapshot<S>, Option<&P::Value>) -> T,
    ) -> Option<(Arc<Watcher<W>>, T)>
    where
        M: Admits<P::Value>,
    {
        self.try_snapshot()?;
        let watchers = self.inner.watchers();
        let present = || self.snapshot();
        Some(
            watchers.watcher_and_value::<P, <M as Admits<P::Value>>::Held, W, T>(
                path, make, present, read,
            ),
        )
    }

    /// As [`watcher`](Self::watcher), of the keys of the collection at `path`.
    pub fn keys_watcher<P, Q, W>(&self, path: &P, make: impl FnOnce() -> W) -> Arc<Watcher<W>>
    where
        P: Path<S, Value = Q::Collection>,
        Q: Rows,
        W: Wake,
    {
        let watchers = self.inner.watchers();
        watchers.keys_watcher::<P, Q, W>(path, make, || self.snapshot())
    }

    /// The value at `path` in `snapshot`. It is [`Path::get`], and finds rows faster where rows are watched.
    pub fn look<'s, P: Path<S>>(
        &self,
        path: &'s P,
        snapshot: &'s Snapshot<S>,
    ) -> Option<&'s P::Value> {
        path.look(snapshot, Places::of(self.inner.audience()))
    }

    /// What is woken by every commit that may have touched the state: what is there already, or what `make` returns. It
    /// stays as long as the store. For adapters.
    ///
    /// # Panics
    ///
    /// If what is there already is of another type: a store has one adapter.
    pub fn whole_watcher<W: Wake>(&self, make: impl FnOnce() -> W) -> &W {
        let there: &dyn Any = self.inner.whole(|| Box::new(make()));
        there.downcast_ref().expect("a store has one adapter")
    }

    /// How many listeners the store has: subscriptions and watchers, but not [that of the whole
    /// state](Self::whole_watcher).
    pub fn listener_count(&self) -> usize {
        self.inner.audience().map_or(0, Audience::len)
    }

    /// A handle that does not keep the store alive.
    pub fn downgrade(&self) -> WeakStore<S> {
        WeakStore::of(&self.inner)
    }
}

impl<S: State, M: Mode> Door<S> for Store<S, M> {
    type Mode = M;

    fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        self.inner.dispatch(change)
    }

    fn report(&self, change: &str, verdict: &Verdict<S>) {
        self.inner.report_verdict(change, verdict);
    }
}

impl<S: State, M: Mode> ReadDoor<S> for Store<S, M> {
    fn read<P: Path<S>, T>(&self, path: &P, read: impl FnOnce(Option<&P::Value>) -> T) -> T {
        let snapshot = self.snapshot();
        read(self.look(path, &snapshot))
    }
}

impl<S: State, M: Mode> Handle for Store<S, M> {
    type Value = S;
    type Then<L: 'static>
        = Field<S, Step<Root, S, L>, Self>
    where
        S: HasField<L>;

    fn then<L: 'static>(&self) -> Self::Then<L>
    where
        S: HasField<L>,
    {
        Field::new(self.clone(), Step::new(Root))
    }

    type Row<Q: Rows<Collection = S, Row: State>> = Field<S, Row<Root, Q>, Self>;

    fn row<Q: Rows<Collection = S, Row: State>>(&self, key: Q::Key) -> Self::Row<Q> {
        Field::new(self.clone(), Row::new(Root, key))
    }
}

impl<S: State, M: Mode> ReadKeys for Store<S, M> {
    fn read_keys<Q: Rows<Collection = S>>(&self) -> Q::Keys {
        Q::keys(&self.snapshot())
    }
}

impl<S: State, M: Admits<A>, A: Action<S>> Dispatch<A> for Store<S, M> {
    fn dispatch(&self, action: A) {
        self.dispatch(action);
    }

    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error> {
        self.try_dispatch(action)
    }
}

impl<S: State, M: Mode> Deref for Store<S, M> {
    type Target = S::Fields<Self>;

    fn deref(&self) -> &Self::Target {
        S::fields(self)
    }
}

impl<S, M> Clone for Store<S, M> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            mode: PhantomData,
        }
    }
}

/// With defaults in the place of what is secret.
impl<S: State + fmt::Debug, M> fmt::Debug for Store<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Store");
        shown.field("name", &self.inner.name());
        match self.inner.try_snapshot() {
            Some(snapshot) => shown
                .field("version", &snapshot.version())
                .field("state", &*redacted(&**snapshot.state())),
            None => shown.field("state", &"being changed"),
        };
        shown.finish_non_exhaustive()
    }
}

/// A handle to a store that does not keep it alive. For layers and timers. That of a layer on a slice leads to the slice.
pub struct WeakStore<S: 'static>(To<S>);

enum To<S: 'static> {
    Store(Weak<Inner<S>>),
    Slice(Arc<dyn WeakOutside<S> + Send + Sync>),
}

impl<S: State> WeakStore<S> {
    pub(crate) fn of(inner: &Arc<Inner<S>>) -> Self {
        Self(To::Store(Arc::downgrade(inner)))
    }

    pub(crate) const fn outside(slice: Arc<dyn WeakOutside<S> + Send + Sync>) -> Self {
        Self(To::Slice(slice))
    }

    /// Takes a change through the store; [`Outcome::Disposed`] if the store is gone.
    pub fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        match &self.0 {
            To::Store(store) => match store.upgrade() {
                Some(inner) => inner.dispatch(change),
                None => Outcome::Disposed,
            },
            To::Slice(slice) => slice.submit(change),
        }
    }

    /// Takes a change through the store and reports what was refused or failed.
    pub fn submit_reporting(&self, change: Change<'_, S>) {
        match &self.0 {
            To::Store(store) => {
                if let Some(inner) = store.upgrade() {
                    let name = change.name();
                    let verdict = inner.dispatch(change);
                    inner.report_verdict(&name, &verdict);
                }
            }
            To::Slice(slice) => slice.submit_reporting(change),
        }
    }

    /// The present state and its version; `None` if the store is gone, or inside one of its own actions. That of a slice is a
    /// copy, and `None` if the slice is gone.
    pub fn try_snapshot(&self) -> Option<Snapshot<S>> {
        match &self.0 {
            To::Store(store) => store.upgrade()?.try_snapshot(),
            To::Slice(slice) => slice.try_snapshot(),
        }
    }

    /// The present version; `None` if the store is gone, or inside one of its own actions.
    pub(crate) fn try_version(&self) -> Option<Version> {
        match &self.0 {
            To::Store(store) => Some(store.upgrade()?.try_snapshot()?.version()),
            To::Slice(slice) => slice.try_version(),
        }
    }

    /// What the store takes from outside; `None` if the store is gone.
    pub fn environment(&self) -> Option<Environment> {
        match &self.0 {
            To::Store(store) => Some(store.upgrade()?.environment().clone()),
            To::Slice(slice) => slice.environment(),
        }
    }
}

impl<S> Clone for WeakStore<S> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            To::Store(store) => To::Store(Weak::clone(store)),
            To::Slice(slice) => To::Slice(Arc::clone(slice)),
        })
    }
}

impl<S> fmt::Debug for WeakStore<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakStore").finish_non_exhaustive()
    }
}
