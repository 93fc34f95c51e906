//! The store as those know it who are outside: a place without the store, and what a task reads and writes that does not keep
//! the store.

use crate::door::Door;
use crate::in_flight::Written;
use crate::{
    Change, Confined, Field, Mode, Outcome, Path, Root, Shared, State, Verdict, WeakStore,
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

/// What `read` returns of the value at `path`; `None` if there is none, or the store is gone.
pub(super) fn read<S: State, P: Path<S>, T>(
    store: &WeakStore<S>,
    path: &P,
    read: impl FnOnce(&P::Value) -> T,
) -> Option<T> {
    let snapshot = store.try_snapshot()?;
    path.get(&snapshot).map(read)
}

/// How a task writes what it has come to, if it is wanted: by [`write`] or [`write_here`].
pub(super) type Write<S, P, T, E> = fn(&WeakStore<S>, &P, Stage<T, E>);

/// Writes to a store of any mode what may go to other threads.
pub(super) fn write<S, P, T, E>(store: &WeakStore<S>, path: &P, stage: Stage<T, E>)
where
    S: State,
    P: Path<S, Value = Loadable<T, E>>,
    T: Clone + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    if read(store, path, |place| stage.is_wanted(place)) == Some(true) {
        let write = move |place: &mut _| stage.apply(place);
        let mut written = Written::<P, _, Shared, ()>::new(path.clone(), write);
        store.submit_reporting(Change::borrowed(&mut written));
    }
}

/// Writes to a store on this thread what stays there.
pub(super) fn write_here<S, P, T, E>(store: &WeakStore<S>, path: &P, stage: Stage<T, E>)
where
    S: State,
    P: Path<S, Value = Loadable<T, E>>,
    T: Clone + 'static,
    E: Clone + 'static,
{
    if read(store, path, |place| stage.is_wanted(place)) == Some(true) {
        let write = move |place: &mut _| stage.apply(place);
        let mut written = Written::<P, _, Confined, ()>::new(path.clone(), write);
        store.submit_reporting(Change::borrowed(&mut written));
    }
}
