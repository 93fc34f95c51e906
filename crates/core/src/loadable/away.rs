//! The store as those know it who are outside: a place without the store, and the store from a task that does not keep it.

use std::marker::PhantomData;

use crate::door::{self, Door};
use crate::{
    Change, Confined, Field, Link, Mode, Outcome, Path, Root, Shared, State, Verdict, WeakStore,
};

use super::{Loadable, Stage};

/// In place of a store, in a handle that leads nowhere but has a path: what [`Cx::load`](crate::Cx::load) is shown the
/// place with. Nothing can be written through it; what would, does not compile.
#[derive(Clone, Copy, Debug)]
pub struct PathOnly;

impl PathOnly {
    /// The path that `place` goes.
    pub(super) fn path<S: State, P: Path<S>>(
        place: impl FnOnce(&Field<S, Root, Self>) -> Field<S, P, Self>,
    ) -> P {
        place(&Field::new(Self, Root)).as_path().clone()
    }
}

/// The mode of a store that takes no values at all.
#[derive(Clone, Copy, Debug)]
pub enum Closed {}

impl Mode for Closed {}

impl<S: State> Door<S> for PathOnly {
    type Mode = Closed;

    fn submit(&self, _: Change<'_, S>) -> Verdict<S> {
        Outcome::Disposed
    }

    fn report(&self, _: &str, _: &Verdict<S>) {}
}

/// A store as a task knows it that may outlive it.
pub(super) struct Away<S: 'static, M = Shared> {
    store: WeakStore<S>,
    mode: PhantomData<M>,
}

impl<S: State, M: Mode> Away<S, M> {
    pub(super) fn from(store: &Link<S, M>) -> Self {
        Self {
            store: store.downgrade(),
            mode: PhantomData,
        }
    }

    /// What `read` returns of the value at `path`; `None` if there is none, or the store is gone.
    pub(super) fn read<P: Path<S>, T>(
        &self,
        path: &P,
        read: impl FnOnce(&P::Value) -> T,
    ) -> Option<T> {
        let snapshot = self.store.try_snapshot()?;
        path.get(&snapshot).map(read)
    }
}

impl<S, M> Clone for Away<S, M> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            mode: PhantomData,
        }
    }
}

impl<S: State, M: Mode> Door<S> for Away<S, M> {
    type Mode = M;

    fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        self.store.submit(change)
    }

    fn report(&self, change: &str, verdict: &Verdict<S>) {
        self.store.report(change, verdict);
    }
}

/// How a task writes what it has come to.
pub(super) type Write<S, P, T, E, M> = fn(&Away<S, M>, &P, Stage<T, E>);

impl<S: State> Away<S, Shared> {
    pub(super) fn write<P, T, E>(&self, path: &P, stage: Stage<T, E>)
    where
        P: Path<S, Value = Loadable<T, E>>,
        T: Send + Sync + 'static,
        E: Send + Sync + 'static,
    {
        if self.read(path, |place| stage.is_wanted(place)) == Some(true) {
            door::update(self, path.clone(), move |place| stage.apply(place));
        }
    }
}

impl<S: State> Away<S, Confined> {
    pub(super) fn write_here<P, T, E>(&self, path: &P, stage: Stage<T, E>)
    where
        P: Path<S, Value = Loadable<T, E>>,
        T: 'static,
        E: 'static,
    {
        if self.read(path, |place| stage.is_wanted(place)) == Some(true) {
            door::update(self, path.clone(), move |place| stage.apply(place));
        }
    }
}
