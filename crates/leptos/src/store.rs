//! Stores as Leptos values: `Copy`, and owned by the reactive owner that made them.

use std::fmt;
use std::ops::Deref;
use std::panic::Location;

use leptos::prelude::{
    on_cleanup, signal, signal_local, ArenaItem, DefinedAt, IsDisposed, LocalStorage, ReadSignal,
    ReadUntracked, Set, Track,
};
use leptos_state_core::{
    Action, Admits, Change, Commit, Confined, Dispatch, Environment, Failure, Handle, HasField,
    Layer, LayerOrderError, Outcome, Path, Problem, ReadKeys, Report, Root, Row, Rows, Shared,
    Snapshot, State, Step, Subscription, Transaction, Verdict, Version, Wake,
};

use crate::context::environment;
use crate::field::{Field, FieldReadGuard};
use crate::mode::Keeps;
use crate::track::{is_observed, look, look_tracking, note_keys, note_path, track, Readers};

/// A handle to a store. It is `Copy`, and lives as long as the reactive owner in which it was made.
///
/// It has the actions and the fields of its state as methods. It can be read like a signal, but reads of the whole state
/// are told of every change: read a field of it, or [`select`](Self::select) what is needed.
///
/// When the owner is gone, methods with `try_` say so ([`Outcome::Disposed`]); the others report it and do nothing; reads
/// panic, as those of signals do.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::prelude::*;
///
/// #[derive(Clone, Default, State)]
/// struct Counter {
///     value: i32,
/// }
///
/// #[actions]
/// impl Counter {
///     pub fn increment(&mut self) {
///         self.value += 1;
///     }
/// }
///
/// # let owner = Owner::new();
/// # owner.set();
/// let counter = Store::new(Counter::default());
/// counter.increment();
/// assert_eq!(counter.value().get(), 1);
/// ```
pub struct Store<S: State, M: Keeps<S> = Shared> {
    item: ArenaItem<leptos_state_core::Store<S, M>, M::Storage>,
    name: &'static str,
    #[cfg(debug_assertions)]
    defined_at: &'static Location<'static>,
}

impl<S: State + Send + Sync> Store<S, Shared> {
    /// A store of `state`, in the environment that was [provided](crate::provide_environment) or else in
    /// [Leptos's](crate::leptos_environment).
    #[track_caller]
    pub fn new(state: S) -> Self {
        Self::keep(leptos_state_core::Store::in_environment(
            state,
            environment(),
        ))
    }

    /// A signal of what `selector` returns. It wakes its readers when that changes, and lives as long as the reactive
    /// owner in which this is called.
    ///
    /// # Panics
    ///
    /// If the store is disposed of.
    #[track_caller]
    pub fn select<T>(&self, selector: impl Fn(&S) -> T + Send + Sync + 'static) -> ReadSignal<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        let kept = self.arc_store();
        let (read, write) = signal(selector(&kept.snapshot()));
        let watcher = kept.on_selected(selector, move |value: &T| write.set(value.clone()));
        on_cleanup(move || drop(watcher));
        read
    }
}

impl<S: State> Store<S, Confined> {
    /// A store of a state that stays on this thread, in the same environment as [`new`](Store::new).
    #[track_caller]
    pub fn new_local(state: S) -> Self {
        Self::keep(leptos_state_core::Store::new_local(state, environment()))
    }

    /// A signal of what `selector` returns. It wakes its readers when that changes, and lives as long as the reactive
    /// owner in which this is called.
    ///
    /// # Panics
    ///
    /// If the store is disposed of.
    #[track_caller]
    pub fn select<T>(&self, selector: impl Fn(&S) -> T + 'static) -> ReadSignal<T, LocalStorage>
    where
        T: Clone + PartialEq + 'static,
    {
        let kept = self.arc_store();
        let (read, write) = signal_local(selector(&kept.snapshot()));
        let watcher = kept.on_selected(selector, move |value: &T| write.set(value.clone()));
        on_cleanup(move || drop(watcher));
        read
    }
}

impl<S: State, M: Keeps<S>> Store<S, M> {
    #[track_caller]
    pub(crate) fn keep(store: leptos_state_core::Store<S, M>) -> Self {
        let name = store.store_name();
        Self {
            item: ArenaItem::new_with_storage(store),
            name,
            #[cfg(debug_assertions)]
            defined_at: Location::caller(),
        }
    }

    /// The counted reference that this handle leads to.
    ///
    /// # Panics
    ///
    /// If the store is disposed of.
    #[track_caller]
    pub(crate) fn arc_store(&self) -> leptos_state_core::Store<S, M> {
        self.try_arc_store().unwrap_or_else(|| {
            panic!(
                "store `{}` was used after the owner in which it was made was disposed of",
                self.name
            )
        })
    }

    /// The counted reference that this handle leads to; `None` if the store is disposed of.
    pub fn try_arc_store(&self) -> Option<leptos_state_core::Store<S, M>> {
        self.item.try_get_value()
    }

    /// Gives the store a name other than its state's, for messages, for what is stored or sent, and for
    /// [`use_named_store`](crate::use_named_store). The first name stays.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Self {
        if let Some(store) = self.try_arc_store() {
            self.name = store.named(name).store_name();
        }
        self
    }

    /// Puts a layer around the state, inside the layers that are there: the first is the outermost.
    ///
    /// # Panics
    ///
    /// If the layer [can't work](Layer::admit) inside those, or if the store is disposed of.
    /// [`try_layer`](Self::try_layer) returns the error.
    #[must_use]
    #[track_caller]
    pub fn layer<L: Layer<S> + 'static>(self, layer: L) -> Self
    where
        M: Admits<L>,
    {
        let _ = self.arc_store().layer(layer);
        self
    }

    /// Puts a layer around the state, inside the layers that are there: the first is the outermost.
    ///
    /// # Errors
    ///
    /// If the layer [can't work](Layer::admit) inside those.
    ///
    /// # Panics
    ///
    /// If the store is disposed of.
    #[track_caller]
    pub fn try_layer<L: Layer<S> + 'static>(self, layer: L) -> Result<Self, LayerOrderError>
    where
        M: Admits<L>,
    {
        self.arc_store().try_layer(layer)?;
        Ok(self)
    }

    /// The store's name.
    pub const fn store_name(&self) -> &'static str {
        self.name
    }

    /// What the store takes from outside; `None` if the store is disposed of.
    pub fn environment(&self) -> Option<Environment> {
        Some(self.try_arc_store()?.environment().clone())
    }

    /// The present state and its version, without tracking.
    ///
    /// # Panics
    ///
    /// If the store is disposed of, or inside one of the store's own actions, where there is no present state.
    #[track_caller]
    pub fn snapshot(&self) -> Snapshot<S> {
        self.arc_store().snapshot()
    }

    /// The present state and its version, without tracking; `None` if the store is disposed of, or inside one of the
    /// store's own actions.
    pub fn try_snapshot(&self) -> Option<Snapshot<S>> {
        self.try_arc_store()?.try_snapshot()
    }

    /// Dispatches an action.
    pub fn dispatch<A: Action<S>>(&self, action: A)
    where
        M: Admits<A>,
    {
        match self.try_arc_store() {
            Some(kept) => kept.dispatch(action),
            None => self.report_disposed(action.name()),
        }
    }

    /// Dispatches an action and returns what came of it.
    pub fn try_dispatch<A: Action<S>>(&self, action: A) -> Outcome<A::Reply, A::Error>
    where
        M: Admits<A>,
    {
        match self.try_arc_store() {
            Some(kept) => kept.try_dispatch(action),
            None => Outcome::Disposed,
        }
    }

    /// Takes any change through the store and returns what came of it.
    pub fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        match self.try_arc_store() {
            Some(kept) => kept.submit(change),
            None => Outcome::Disposed,
        }
    }

    /// Changes the state with a closure. It owns what it uses, because the change may have to wait; in a store that is shared
    /// between threads that must be `Send + Sync`.
    pub fn update<F: FnOnce(&mut S) + 'static>(&self, write: F)
    where
        M: Admits<F>,
    {
        if let Some(store) = self.alive("update") {
            store.update(write);
        }
    }

    /// Changes the state with a closure and returns what it returned.
    pub fn try_update<F, T>(&self, write: F) -> Outcome<T>
    where
        F: FnOnce(&mut S) -> T + 'static,
        T: 'static,
        M: Admits<F>,
    {
        match self.try_arc_store() {
            Some(store) => store.try_update(write),
            None => Outcome::Disposed,
        }
    }

    /// Collects what `collect` does and applies it as one change: one commit, and all of it or nothing.
    ///
    /// Inside, dispatching changes nothing yet: reads see the state from before.
    pub fn transaction(&self, collect: impl FnOnce(&Transaction<S, M>)) {
        if let Some(store) = self.alive("batch") {
            store.transaction(collect);
        }
    }

    /// As [`transaction`](Self::transaction), and returns the version it led to.
    pub fn try_transaction(
        &self,
        collect: impl FnOnce(&Transaction<S, M>),
    ) -> Outcome<Version, Failure> {
        match self.try_arc_store() {
            Some(store) => store.try_transaction(collect),
            None => Outcome::Disposed,
        }
    }

    /// Goes back to the state that the store was made with.
    pub fn reset_state(&self) {
        if let Some(store) = self.alive("reset") {
            store.reset_state();
        }
    }

    /// As [`reset_state`](Self::reset_state), and returns the version it led to.
    pub fn try_reset_state(&self) -> Outcome<Version> {
        match self.try_arc_store() {
            Some(store) => store.try_reset_state(),
            None => Outcome::Disposed,
        }
    }

    /// Calls `tell` after every commit, in order, until the subscription is dropped; `None` if the store is disposed of.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions.
    pub fn subscribe<F: Fn(&Commit<S>) + 'static>(&self, tell: F) -> Option<Subscription>
    where
        M: Admits<F>,
    {
        Some(self.try_arc_store()?.subscribe(tell))
    }

    /// How many listeners the store has: subscriptions, selections, and paths that are read reactively. Readers of the whole
    /// state are not counted.
    pub fn listener_count(&self) -> usize {
        self.try_arc_store().map_or(0, |kept| kept.listener_count())
    }

    /// The store, or a report that it is gone.
    pub(crate) fn alive(&self, change: &str) -> Option<leptos_state_core::Store<S, M>> {
        let store = self.try_arc_store();
        if store.is_none() {
            self.report_disposed(change);
        }
        store
    }

    fn report_disposed(&self, change: &str) {
        let report = Report::new(self.name, change, Problem::Disposed);
        crate::environment::warn(&report);
    }

    /// Makes a change that nobody in the program asked for, and reports what comes of it.
    #[cfg(any(
        feature = "hydration",
        all(feature = "hot-reload", debug_assertions, target_arch = "wasm32")
    ))]
    pub(crate) fn restore(&self, name: &str, change: Change<'_, S>) {
        match self.submit(change) {
            Outcome::Failed(failure) => self.report(name, Problem::Failed(&failure)),
            Outcome::Refused(refusal) => self.report(name, Problem::Refused(&refusal)),
            Outcome::Done(_) | Outcome::Queued | Outcome::Disposed => {}
        }
    }

    /// Tells the store's reporter of a problem.
    #[cfg(any(
        feature = "hydration",
        feature = "router",
        all(feature = "hot-reload", debug_assertions, target_arch = "wasm32")
    ))]
    pub(crate) fn report(&self, change: &str, problem: Problem<'_>) {
        if let Some(store) = self.try_arc_store() {
            let report = Report::new(self.name, change, problem);
            store.environment().report(&report);
        }
    }

    /// Adds the present reactive observer to the readers of the value at `path`.
    pub(crate) fn track_path<P: Path<S>>(&self, path: &P)
    where
        M: Admits<P::Value>,
    {
        let Some(store) = self.try_arc_store() else {
            return;
        };
        if is_observed() {
            track(store.watcher(path, Readers::none));
        } else {
            note_path(&store, path);
        }
    }

    /// Adds the present reactive observer to the readers of the keys of the collection at `path`.
    pub(crate) fn track_keys<P, Q>(&self, path: &P)
    where
        P: Path<S, Value = Q::Collection>,
        Q: Rows,
    {
        let Some(store) = self.try_arc_store() else {
            return;
        };
        if is_observed() {
            track(store.keys_watcher::<P, Q, _>(path, Readers::none));
        } else {
            note_keys::<_, _, P, Q>(&store, path);
        }
    }

    /// Runs the readers of `path`.
    pub(crate) fn notify_path<P: Path<S>>(&self, path: &P)
    where
        M: Admits<P::Value>,
    {
        if let Some(store) = self.try_arc_store() {
            store.watcher(path, Readers::none).wake();
        }
    }

    /// As [`look`](Self::look), and adds the present reactive observer to the readers of the value: finding the value and
    /// finding its readers is one search.
    pub(crate) fn look_tracking<P: Path<S>, T>(
        &self,
        path: &P,
        read: impl FnOnce(Option<&P::Value>) -> T,
    ) -> Option<(Snapshot<S>, T)>
    where
        M: Admits<P::Value>,
    {
        look_tracking(&self.try_arc_store()?, path, read)
    }

    /// What `read` returns of the value at `path`; `None` if the store is disposed of, or inside one of its own actions.
    pub(crate) fn look<P: Path<S>, T>(
        &self,
        path: &P,
        read: impl FnOnce(Option<&P::Value>) -> T,
    ) -> Option<(Snapshot<S>, T)> {
        look(&self.try_arc_store()?, path, read)
    }
}

impl<S: State, M: Keeps<S>> Handle for Store<S, M> {
    type Value = S;
    type Then<L: 'static>
        = Field<S, <S as HasField<L>>::Value, Step<Root, S, L>, M>
    where
        S: HasField<L>;

    fn then<L: 'static>(&self) -> Self::Then<L>
    where
        S: HasField<L>,
    {
        Field::new(*self, Step::new(Root))
    }

    type Row<Q: Rows<Collection = S, Row: State>> = Field<S, Q::Row, Row<Root, Q>, M>;

    fn row<Q: Rows<Collection = S, Row: State>>(&self, key: Q::Key) -> Self::Row<Q> {
        Field::new(*self, Row::new(Root, key))
    }
}

impl<S: State, M: Keeps<S>> ReadKeys for Store<S, M> {
    #[track_caller]
    fn read_keys<Q: Rows<Collection = S>>(&self) -> Q::Keys {
        self.track_keys::<_, Q>(&Root);
        self.arc_store().read_keys::<Q>()
    }
}

impl<S: State, M: Keeps<S> + Admits<A>, A: Action<S>> Dispatch<A> for Store<S, M> {
    fn dispatch(&self, action: A) {
        self.dispatch(action);
    }

    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error> {
        self.try_dispatch(action)
    }
}

impl<S: State, M: Keeps<S>> Deref for Store<S, M> {
    type Target = S::Fields<Self>;

    fn deref(&self) -> &Self::Target {
        S::fields(self)
    }
}

impl<S: State, M: Keeps<S>> DefinedAt for Store<S, M> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.defined_at);
        #[cfg(not(debug_assertions))]
        None
    }
}

impl<S: State, M: Keeps<S>> IsDisposed for Store<S, M> {
    fn is_disposed(&self) -> bool {
        self.try_arc_store().is_none()
    }
}

impl<S: State, M: Keeps<S>> Track for Store<S, M> {
    fn track(&self) {
        let Some(store) = self.try_arc_store() else {
            return;
        };
        if is_observed() {
            store.whole_watcher(Readers::none).track();
        } else {
            note_path(&store, &Root);
        }
    }
}

impl<S: State, M: Keeps<S>> ReadUntracked for Store<S, M> {
    type Value = FieldReadGuard<S, Root>;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        FieldReadGuard::new(self, Root)
    }
}

impl<S: State, M: Keeps<S>> Clone for Store<S, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: State, M: Keeps<S>> Copy for Store<S, M> {}

impl<S: State, M: Keeps<S>> PartialEq for Store<S, M> {
    fn eq(&self, other: &Self) -> bool {
        self.item == other.item
    }
}

impl<S: State, M: Keeps<S>> Eq for Store<S, M> {}

impl<S: State, M: Keeps<S>> fmt::Debug for Store<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
