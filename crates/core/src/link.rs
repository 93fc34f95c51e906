//! The way back to a store, or to a slice of one, for work that an action asked for.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use crate::door::{self, Door, ReadDoor};
use crate::pipeline::Inner;
use crate::slice::{AdmitsSlice, Narrowed, SlicePath};
use crate::{
    Action, Actions, Admits, Change, Confined, Dispatch, Environment, Failure, Field, Handle,
    HasField, Mode, Outcome, Path, ReadKeys, Root, Row, Rows, Shared, Snapshot, State, Step,
    Transaction, Verdict, Version, WeakStore,
};

/// A way back to where an action was applied, which [effects](crate::Cx::effect) are given: to the store, or to the slice of
/// one. It has the actions and the fields of the state as methods, whichever of the two it is.
///
/// What goes to a slice passes through its store as any other change does, with its layers. If the slice is gone by then,
/// it is reported, and refused for the methods with `try_`.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{testing::TestEnvironment, Cx, Store};
/// use leptos_state_macros::{actions, State};
///
/// #[derive(Clone, Default, State)]
/// struct Inbox {
///     unread: u32,
/// }
///
/// #[actions]
/// impl Inbox {
///     pub fn refresh(&mut self, cx: &mut Cx<Self>) {
///         cx.effect("count", |inbox| async move { inbox.show(3) });
///     }
///
///     pub fn show(&mut self, unread: u32) {
///         self.unread = unread;
///     }
/// }
///
/// let test = TestEnvironment::default();
/// let inbox = Store::in_environment(Inbox::default(), test.environment());
/// inbox.refresh();
/// test.effects.run();
/// assert_eq!(inbox.unread().get(), 3);
/// ```
pub struct Link<S: 'static, M = Shared> {
    to: To<S>,
    mode: PhantomData<M>,
}

enum To<S: 'static> {
    Store(Arc<Inner<S>>),
    Slice(Arc<dyn Outward<S> + Send + Sync>),
}

/// The way out of a slice.
pub(crate) trait Outward<S: 'static> {
    fn submit(&self, change: Change<'_, S>) -> Verdict<S>;

    fn report(&self, change: &str, verdict: &Verdict<S>);

    /// Lends the present state, `None` if there is none any more. Returns `false` inside one of the store's own actions.
    fn read(&self, read: &mut dyn FnMut(Version, Option<&S>)) -> bool;

    fn environment(&self) -> Environment;

    fn store_name(&self) -> &'static str;

    /// The same way, which keeps nothing alive.
    fn downgrade(&self) -> WeakStore<S>;
}

impl<S: State> Link<S, Shared> {
    pub(crate) const fn of(inner: Arc<Inner<S>>) -> Self {
        Self::to(To::Store(inner))
    }

    /// The same way, for use on this thread alone.
    pub(crate) fn confine(self) -> Link<S, Confined> {
        Link::to(self.to)
    }

    /// The way to the slice at the end of `path`.
    pub(crate) fn narrow<P: SlicePath<S>, M>(self, path: P) -> Link<P::Value, Shared>
    where
        S: Actions,
        M: AdmitsSlice<S, P::Value>,
    {
        Link::to(To::Slice(Arc::new(Narrowed::<S, P, M>::new(self, path))))
    }
}

impl<S: State, M> Link<S, M> {
    const fn to(to: To<S>) -> Self {
        Self {
            to,
            mode: PhantomData,
        }
    }

    /// Takes any change to where this leads and returns what came of it.
    pub fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        match &self.to {
            To::Store(inner) => inner.dispatch(change),
            To::Slice(slice) => slice.submit(change),
        }
    }

    pub(crate) fn report_verdict(&self, change: &str, verdict: &Verdict<S>) {
        match &self.to {
            To::Store(inner) => inner.report_verdict(change, verdict),
            To::Slice(slice) => slice.report(change, verdict),
        }
    }

    /// Lends the present state, `None` if there is none any more. Returns `false` inside one of the store's own actions.
    pub(crate) fn read(&self, read: &mut dyn FnMut(Version, Option<&S>)) -> bool {
        match &self.to {
            To::Store(inner) => {
                let snapshot = inner.try_snapshot();
                if let Some(snapshot) = &snapshot {
                    read(snapshot.version, Some(&snapshot.state));
                }
                snapshot.is_some()
            }
            To::Slice(slice) => slice.read(read),
        }
    }

    /// The same way, which keeps nothing alive.
    pub fn downgrade(&self) -> WeakStore<S> {
        match &self.to {
            To::Store(inner) => WeakStore::of(inner),
            To::Slice(slice) => slice.downgrade(),
        }
    }

    /// What the store takes from outside.
    pub fn environment(&self) -> Environment {
        match &self.to {
            To::Store(inner) => inner.environment().clone(),
            To::Slice(slice) => slice.environment(),
        }
    }

    /// The store's name.
    pub fn store_name(&self) -> &'static str {
        match &self.to {
            To::Store(inner) => inner.name(),
            To::Slice(slice) => slice.store_name(),
        }
    }

    /// The present state and its version; that of a slice is a copy.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions, where there is no present state, and if the slice is gone.
    /// [`try_snapshot`](Self::try_snapshot) returns `None` then.
    pub fn snapshot(&self) -> Snapshot<S> {
        self.try_snapshot().unwrap_or_else(|| {
            panic!(
                "a link to `{}` in store `{}` was read while it leads nowhere: the slice is gone, or one of the store's own \
                 actions is being applied",
                S::NAME,
                self.store_name()
            )
        })
    }

    /// The present state and its version; `None` inside one of the store's own actions, and if the slice is gone.
    pub fn try_snapshot(&self) -> Option<Snapshot<S>> {
        if let To::Store(inner) = &self.to {
            return inner.try_snapshot();
        }
        let mut found = None;
        self.read(&mut |version, state| {
            found = state.map(|state| Snapshot {
                version,
                state: Arc::new(state.clone()),
            });
        });
        found
    }
}

impl<S: State, M: Mode> Link<S, M> {
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
    pub fn transaction(&self, collect: impl FnOnce(&Transaction<S, M>)) {
        let change = Transaction::collect(collect);
        self.report_verdict("batch", &self.submit(change));
    }

    /// As [`transaction`](Self::transaction), and returns the version it led to.
    pub fn try_transaction(
        &self,
        collect: impl FnOnce(&Transaction<S, M>),
    ) -> Outcome<Version, Failure> {
        self.submit(Transaction::collect(collect))
            .map(|done| done.version())
    }
}

impl<S: State, M: Mode> Door<S> for Link<S, M> {
    type Mode = M;

    fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        self.submit(change)
    }

    fn report(&self, change: &str, verdict: &Verdict<S>) {
        self.report_verdict(change, verdict);
    }
}

impl<S: State, M: Mode> ReadDoor<S> for Link<S, M> {
    fn read<P: Path<S>, T>(&self, path: &P, read: impl FnOnce(Option<&P::Value>) -> T) -> T {
        let mut read = Some(read);
        let mut found = None;
        self.read(&mut |_, state| {
            let read = read.take().expect("a link reads once");
            found = Some(read(state.and_then(|state| path.get(state))));
        });
        found.unwrap_or_else(|| {
            panic!(
                "store `{}` was read inside one of its own actions; read `self` there",
                self.store_name()
            )
        })
    }
}

impl<S: State, M: Mode> Handle for Link<S, M> {
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

impl<S: State, M: Mode> ReadKeys for Link<S, M> {
    fn read_keys<Q: Rows<Collection = S>>(&self) -> Q::Keys {
        ReadDoor::read(self, &Root, |collection| {
            collection.map_or_else(Q::Keys::default, Q::keys)
        })
    }
}

impl<S: State, M: Admits<A>, A: Action<S>> Dispatch<A> for Link<S, M> {
    fn dispatch(&self, action: A) {
        self.dispatch(action);
    }

    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error> {
        self.try_dispatch(action)
    }
}

impl<S: State, M: Mode> Deref for Link<S, M> {
    type Target = S::Fields<Self>;

    fn deref(&self) -> &Self::Target {
        S::fields(self)
    }
}

impl<S, M> Clone for Link<S, M> {
    fn clone(&self) -> Self {
        let to = match &self.to {
            To::Store(inner) => To::Store(Arc::clone(inner)),
            To::Slice(slice) => To::Slice(Arc::clone(slice)),
        };
        Self {
            to,
            mode: PhantomData,
        }
    }
}

impl<S: State, M> fmt::Debug for Link<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("state", &S::NAME)
            .field("store", &self.store_name())
            .finish_non_exhaustive()
    }
}
