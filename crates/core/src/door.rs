//! Where changes go in, and how their results come back with their types.

use std::convert::Infallible;

use crate::in_flight::{Apply, Assigned, Dispatched, Reply, Written};
use crate::slice::{ActionOf, ErrorOf, ReplyOf, SlicePath};
use crate::{
    Action, Actions, Admits, Change, Done, Gone, Mode, Outcome, Path, Reach, Refusal, SliceError,
    State, Verdict,
};

/// Where changes of a state `S` go in: a store, or a transaction that collects them.
pub trait Door<S: 'static>: Clone + 'static {
    /// What the changes may hold.
    type Mode: Mode;

    /// Takes a change in.
    fn submit(&self, change: Change<'_, S>) -> Verdict<S>;

    /// Reports what was refused or failed.
    fn report(&self, change: &str, verdict: &Verdict<S>);
}

/// A door through which the state can be read too.
pub trait ReadDoor<S: 'static>: Door<S> {
    /// What `read` returns of the present value at `path`.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions, where there is no present state.
    fn read<P: Path<S>, T>(&self, path: &P, read: impl FnOnce(Option<&P::Value>) -> T) -> T;
}

/// Dispatches an action and reports what went wrong.
pub(crate) fn dispatch<S, A, D>(door: &D, action: A)
where
    S: State,
    A: Action<S>,
    D: Door<S>,
    D::Mode: Admits<A>,
{
    let name = action.name();
    let mut sent = Dispatched::<A, D::Mode, ()>::new(action);
    let verdict = door.submit(Change::borrowed(&mut sent));
    door.report(name, &verdict);
}

/// Dispatches an action and returns what it returned.
pub(crate) fn try_dispatch<S, A, D>(door: &D, action: A) -> Outcome<A::Reply, A::Error>
where
    S: State,
    A: Action<S>,
    D: Door<S>,
    D::Mode: Admits<A>,
{
    let mut sent = Dispatched::<A, D::Mode, Reply<Result<A::Reply, A::Error>>>::new(action);
    let verdict = door.submit(Change::borrowed(&mut sent));
    typed(verdict, sent.result.take())
}

/// Dispatches an action of the slice at the end of `path` and reports what went wrong.
pub(crate) fn dispatch_slice<S, P, D>(door: &D, path: &P, action: ActionOf<P::Value>)
where
    S: Actions,
    P: SlicePath<S>,
    D: Door<S, Mode: Admits<S::Action>>,
{
    let name = action.name();
    let mut sent = Dispatched::<S::Action, D::Mode, ()>::new(path.wrap(action));
    let verdict = door.submit(Change::borrowed(&mut sent));
    if !matches!(verdict, Outcome::Done(_) | Outcome::Queued) {
        door.report(&format!("{path}.{name}"), &verdict);
    }
}

/// Dispatches an action of the slice at the end of `path` and returns what it returned.
pub(crate) fn try_dispatch_slice<S, P, D>(
    door: &D,
    path: &P,
    action: ActionOf<P::Value>,
) -> Outcome<ReplyOf<P::Value>, ErrorOf<P::Value>>
where
    S: Actions,
    P: SlicePath<S>,
    D: Door<S, Mode: Admits<S::Action>>,
{
    let mut sent = Dispatched::<S::Action, D::Mode, Reply<Result<ReplyOf<S>, ErrorOf<S>>>>::new(
        path.wrap(action),
    );
    let verdict = door.submit(Change::borrowed(&mut sent));
    // The result of another action is nothing to this caller: a layer put it in the place of his.
    match sent.result.take().and_then(P::result) {
        None => typed(verdict, None),
        Some(Ok(reply)) => typed(verdict, Some(Ok(reply))),
        Some(Err(SliceError::Failed(error))) => typed(verdict, Some(Err(error))),
        Some(Err(SliceError::Gone(gone))) => Outcome::Refused(gone.into()),
    }
}

/// Changes the value at a path with a closure and reports what went wrong.
pub(crate) fn update<S, P, F, D>(door: &D, path: P, write: F)
where
    S: State,
    P: Path<S>,
    F: FnOnce(&mut P::Value) + 'static,
    D: Door<S>,
    D::Mode: Admits<F> + Admits<P::Value>,
{
    submit_write(door, &mut Written::<P, F, D::Mode, ()>::new(path, write));
}

/// Changes the value at a path with a closure and returns what it returned.
pub(crate) fn try_update<S, P, F, T, D>(
    door: &D,
    path: P,
    write: F,
) -> Outcome<T, <P::Reach as Reach>::Error>
where
    S: State,
    P: Path<S>,
    F: FnOnce(&mut P::Value) -> T + 'static,
    T: 'static,
    D: Door<S>,
    D::Mode: Admits<F> + Admits<P::Value>,
{
    let mut sent = Written::<P, F, D::Mode, Reply<T>>::new(path.clone(), write);
    let verdict = door.submit(Change::borrowed(&mut sent));
    written::<S, P, T>(verdict, &path, sent.result.take())
}

/// Puts another value at a path and reports what went wrong.
pub(crate) fn set<S, P, D>(door: &D, path: P, value: P::Value)
where
    S: State,
    P: Path<S>,
    D: Door<S>,
    D::Mode: Admits<P::Value>,
{
    submit_write(
        door,
        &mut Assigned::<P, P::Value, D::Mode>::new(path, value),
    );
}

/// Puts another value at a path and returns what came of it.
pub(crate) fn try_set<S, P, D>(
    door: &D,
    path: P,
    value: P::Value,
) -> Outcome<(), <P::Reach as Reach>::Error>
where
    S: State,
    P: Path<S>,
    D: Door<S>,
    D::Mode: Admits<P::Value>,
{
    let mut sent = Assigned::<P, P::Value, D::Mode>::new(path.clone(), value);
    let verdict = door.submit(Change::borrowed(&mut sent));
    written::<S, P, ()>(verdict, &path, Some(()))
}

fn submit_write<S: State>(door: &impl Door<S>, write: &mut (dyn Apply<S> + Send + Sync)) {
    let verdict = door.submit(Change::borrowed(write));
    if !matches!(verdict, Outcome::Done(_) | Outcome::Queued) {
        door.report(&write.name(), &verdict);
    }
}

/// Joins the layers' verdict with the result that the change left at its caller's.
fn typed<S, R, E>(verdict: Verdict<S>, result: Option<Result<R, E>>) -> Outcome<R, E> {
    match (verdict, result) {
        (Outcome::Done(_), Some(Ok(reply))) => Outcome::Done(reply),
        (Outcome::Failed(_), Some(Err(error))) => Outcome::Failed(error),
        // A layer answered in the change's place.
        (Outcome::Failed(failure), _) => {
            Outcome::Refused(Refusal::new("layer", failure.to_string()))
        }
        (Outcome::Refused(refusal), _) => Outcome::Refused(refusal),
        (Outcome::Disposed, _) => Outcome::Disposed,
        (Outcome::Done(_) | Outcome::Queued, _) => Outcome::Queued,
    }
}

/// The outcome of writing to a path: it fails if there is nothing at its end.
fn written<S: 'static, P: Path<S>, T>(
    verdict: Verdict<S>,
    path: &P,
    result: Option<T>,
) -> Outcome<T, <P::Reach as Reach>::Error> {
    let result = match verdict {
        Outcome::Failed(_) => P::Reach::gone(path).map(Err),
        _ => result.map(Ok),
    };
    typed(verdict, result)
}

/// The outcome of a change that has no error of its own.
pub(crate) fn cannot_fail<S>(verdict: Verdict<S>) -> Outcome<Done<S>> {
    match verdict {
        Outcome::Done(done) => Outcome::Done(done),
        other => typed::<S, Done<S>, Infallible>(other, None),
    }
}

/// What comes to a slice that is gone is refused.
impl From<Gone> for Refusal {
    fn from(gone: Gone) -> Self {
        Self::new("slice", gone.to_string())
    }
}
