//! Values that come from outside, with how far they have come.

mod away;
mod handle;
mod load;
mod request;
mod retry;
mod stored;
mod ticket;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use away::PathOnly;
pub use handle::LoadableHandle;
pub use request::Request;
pub use retry::Backoff;

use crate::{Cx, Id, State, Timestamp};
use ticket::{Line, Ticket};

/// A value that is loaded from outside: idle, loading, ready, failed, or reloading while the old value is still there.
///
/// It is a plain value in a state. An action starts a request for it with [`Cx::load`]; what comes of the request is written
/// through the store like everything else. Of several requests only the last one's answer counts, in whatever order the
/// answers arrive.
///
/// In a store it has [`value`](LoadableHandle), `error` and `status` as places of their own, if `T` and `E` can be compared.
///
/// # What is kept
///
/// It serialises as the name of its status, with the value, the error, the key and the time of loading. One that is read back
/// has no request: what was loading is idle, and what was reloading is ready with the old value. Ask again with
/// [`Cx::load`] when the application starts.
///
/// A state that is put back whole, as by undo, may have a `Loadable` whose request has come to its end meanwhile. Then the
/// next [`Cx::load`] makes it anew.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{LoadView, Loadable};
///
/// fn text(products: &Loadable<Vec<u32>, String>) -> String {
///     match products.view() {
///         LoadView::Idle | LoadView::Loading => "..".into(),
///         LoadView::Ready(products) | LoadView::Reloading(products) => format!("{} products", products.len()),
///         LoadView::Failed { error, .. } => error.clone(),
///     }
/// }
///
/// assert_eq!(text(&Loadable::idle()), "..");
/// assert_eq!(text(&Loadable::ready(vec![1, 2])), "2 products");
/// assert_eq!(text(&Loadable::failed("offline".into())), "offline");
/// ```
#[derive(Clone, PartialEq)]
pub struct Loadable<T, E> {
    status: LoadStatus,
    value: Option<T>,
    error: Option<E>,
    /// What the value is the answer to.
    key: Option<String>,
    /// When the value came; `None` if it counts as old.
    loaded_at: Option<Timestamp>,
    underway: Option<Underway>,
    ticket: Ticket,
}

/// How far a [`Loadable`] has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LoadStatus {
    /// Nothing has been asked for, or it was cancelled.
    #[default]
    Idle,
    /// A request is under way, and there is no value yet.
    Loading,
    /// There is a value.
    Ready,
    /// The last request failed. The value from before may still be there.
    Failed,
    /// A request is under way, and the value from before is still there.
    Reloading,
}

impl LoadStatus {
    /// Whether a request is under way.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Loading | Self::Reloading)
    }
}

/// What is in a [`Loadable`], to be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadView<'a, T, E> {
    /// Nothing has been asked for, or it was cancelled.
    Idle,
    /// A request is under way.
    Loading,
    /// There is a value.
    Ready(&'a T),
    /// The last request failed.
    Failed {
        /// Why.
        error: &'a E,
        /// The value from before, if there was one.
        old: Option<&'a T>,
    },
    /// A request is under way, and this is the value from before.
    Reloading(&'a T),
}

/// A request that has been started.
#[derive(Clone, Debug, PartialEq)]
struct Underway {
    /// Tells it from all others, of this place and of any that was here before: its answer carries the same.
    id: Id,
    key: Option<String>,
    since: Timestamp,
    attempt: u32,
}

impl<T, E> Loadable<T, E> {
    /// One for which nothing has been asked.
    pub const fn idle() -> Self {
        Self {
            status: LoadStatus::Idle,
            value: None,
            error: None,
            key: None,
            loaded_at: None,
            underway: None,
            ticket: Ticket::NONE,
        }
    }

    /// One with a value. To [`Cx::load`] it counts as old.
    pub fn ready(value: T) -> Self {
        let mut ready = Self::idle();
        ready.value = Some(value);
        ready.settled()
    }

    /// One whose request failed.
    pub fn failed(error: E) -> Self {
        let mut failed = Self::idle();
        failed.error = Some(error);
        failed.settled()
    }

    /// How far it has come.
    pub const fn status(&self) -> LoadStatus {
        self.status
    }

    /// What is there, to be matched.
    pub fn view(&self) -> LoadView<'_, T, E> {
        match (&self.value, &self.error, &self.underway) {
            (Some(value), _, Some(_)) => LoadView::Reloading(value),
            (None, _, Some(_)) => LoadView::Loading,
            (old, Some(error), None) => LoadView::Failed {
                error,
                old: old.as_ref(),
            },
            (Some(value), None, None) => LoadView::Ready(value),
            (None, None, None) => LoadView::Idle,
        }
    }

    /// Whether nothing has been asked for.
    pub const fn is_idle(&self) -> bool {
        matches!(self.status, LoadStatus::Idle)
    }

    /// Whether a request is under way and there is no value yet.
    pub const fn is_loading(&self) -> bool {
        matches!(self.status, LoadStatus::Loading)
    }

    /// Whether there is a value, the last request did not fail, and none is under way.
    pub const fn is_ready(&self) -> bool {
        matches!(self.status, LoadStatus::Ready)
    }

    /// Whether the last request failed.
    pub const fn is_failed(&self) -> bool {
        matches!(self.status, LoadStatus::Failed)
    }

    /// Whether a request is under way and the value from before is still there.
    pub const fn is_reloading(&self) -> bool {
        matches!(self.status, LoadStatus::Reloading)
    }

    /// Whether a request is under way.
    pub const fn is_pending(&self) -> bool {
        self.status.is_pending()
    }

    /// The value, if there is one: the present one, or the one from before the request that is under way or failed.
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value, to write to, for an action that changes what was loaded.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut()
    }

    /// The value, taken out.
    pub fn into_value(self) -> Option<T> {
        self.value
    }

    /// Why the last request failed, if it did.
    pub const fn error(&self) -> Option<&E> {
        self.error.as_ref()
    }

    /// What came of the last request; `None` if there was none, or it is under way.
    pub const fn result(&self) -> Option<Result<&T, &E>> {
        match (&self.value, &self.error, &self.underway) {
            (_, _, Some(_)) | (None, None, None) => None,
            (_, Some(error), None) => Some(Err(error)),
            (Some(value), None, None) => Some(Ok(value)),
        }
    }

    /// The key of the request that the value is the answer to, if it had one.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// When the value came; `None` if it did not come by a request, or [`invalidate`](Self::invalidate) was called since.
    pub const fn loaded_at(&self) -> Option<Timestamp> {
        self.loaded_at
    }

    /// When the request that is under way was started.
    pub fn started_at(&self) -> Option<Timestamp> {
        Some(self.underway.as_ref()?.since)
    }

    /// How often the request that is under way has been tried, beginning with 1; 0 if none is.
    pub fn attempt(&self) -> u32 {
        self.underway
            .as_ref()
            .map_or(0, |underway| underway.attempt)
    }

    /// The same, with the value and the error lent. Its request is not known to it.
    pub fn as_ref(&self) -> Loadable<&T, &E> {
        Loadable {
            status: self.status,
            value: self.value.as_ref(),
            error: self.error.as_ref(),
            key: self.key.clone(),
            loaded_at: self.loaded_at,
            underway: self.underway.clone(),
            ticket: Ticket::NONE,
        }
    }

    /// The same with another value.
    pub fn map<U>(self, value: impl FnOnce(T) -> U) -> Loadable<U, E> {
        Loadable {
            status: self.status,
            value: self.value.map(value),
            error: self.error,
            key: self.key,
            loaded_at: self.loaded_at,
            underway: self.underway,
            ticket: self.ticket,
        }
    }

    /// The same with another error.
    pub fn map_err<F>(self, error: impl FnOnce(E) -> F) -> Loadable<T, F> {
        Loadable {
            status: self.status,
            value: self.value,
            error: self.error.map(error),
            key: self.key,
            loaded_at: self.loaded_at,
            underway: self.underway,
            ticket: self.ticket,
        }
    }

    /// Lets the value count as old, so that the next [`Cx::load`] asks again whatever its key. The value stays till then.
    pub const fn invalidate(&mut self) {
        self.loaded_at = None;
    }

    /// Gives up the request that is under way, and all that would start another: what it answers is not wanted any more. The
    /// value from before stays.
    ///
    /// The request's future is dropped after the commit.
    pub fn cancel<S: State>(&mut self, cx: &mut Cx<S>) {
        self.underway = None;
        if let Some(line) = self.ticket.take() {
            cx.effect("cancel", move |_| {
                line.cut();
                std::future::ready(())
            });
        }
        self.settle();
    }

    /// Whether the value is the answer to `key` and no older than `stale_after`.
    fn is_fresh(
        &self,
        key: &Option<String>,
        stale_after: Option<Duration>,
        now: Timestamp,
    ) -> bool {
        key.is_some()
            && self.key == *key
            && self.error.is_none()
            && self.value.is_some()
            && self.is_younger(stale_after.unwrap_or(Duration::MAX), now)
    }

    fn is_younger(&self, age: Duration, now: Timestamp) -> bool {
        self.loaded_at.is_some_and(|at| now.since(at) < age)
    }

    /// Whether a request for `key` is under way that others may join.
    fn is_asked(&self, key: &Option<String>) -> bool {
        let asked = |underway: &Underway| underway.key.is_some() && underway.key == *key;
        self.underway.as_ref().is_some_and(asked)
    }

    /// Starts a request. The old value stays if it is one for the same key, or if `keep_value` says so.
    fn begin(&mut self, id: Id, key: Option<String>, since: Timestamp, keep_value: bool) {
        if !keep_value && self.key != key {
            self.value = None;
            self.key = None;
            self.loaded_at = None;
        }
        self.error = None;
        self.underway = Some(Underway {
            id,
            key,
            since,
            attempt: 1,
        });
        self.settle();
    }

    /// Whether the answer to this request is wanted.
    fn waits_for(&self, id: Id) -> bool {
        self.underway
            .as_ref()
            .is_some_and(|underway| underway.id == id)
    }

    fn settled(mut self) -> Self {
        self.settle();
        self
    }

    /// Brings the status in line with what is there.
    fn settle(&mut self) {
        self.status = match self.view() {
            LoadView::Idle => LoadStatus::Idle,
            LoadView::Loading => LoadStatus::Loading,
            LoadView::Ready(_) => LoadStatus::Ready,
            LoadView::Failed { .. } => LoadStatus::Failed,
            LoadView::Reloading(_) => LoadStatus::Reloading,
        };
    }
}

impl<T, E> Default for Loadable<T, E> {
    fn default() -> Self {
        Self::idle()
    }
}

impl<T, E> From<Result<T, E>> for Loadable<T, E> {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(value) => Self::ready(value),
            Err(error) => Self::failed(error),
        }
    }
}

impl<T: fmt::Debug, E: fmt::Debug> fmt::Debug for Loadable<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loadable")
            .field("status", &self.status)
            .field("value", &self.value)
            .field("error", &self.error)
            .field("key", &self.key)
            .field("loaded_at", &self.loaded_at)
            .field("underway", &self.underway)
            .finish_non_exhaustive()
    }
}

/// What a request does to its place on the way.
enum Stage<T, E> {
    /// It is started once more, by the clock or from outside, on this line.
    Again(Id, Option<String>, Timestamp, Arc<Line>),
    /// It is tried for the n-th time.
    Attempt(Id, u32),
    /// It came to its end.
    Answer(Id, Result<T, E>, Timestamp),
    /// It can't be performed.
    GiveUp(Id),
}

impl<T, E> Stage<T, E> {
    /// Whether it is still wanted at `place`.
    fn is_wanted(&self, place: &Loadable<T, E>) -> bool {
        match self {
            Self::Again(.., line) => place.underway.is_none() && place.ticket.is_for(line),
            Self::Attempt(id, _) | Self::Answer(id, ..) | Self::GiveUp(id) => place.waits_for(*id),
        }
    }

    /// Makes the change, if it is wanted.
    fn apply(self, place: &mut Loadable<T, E>) {
        if !self.is_wanted(place) {
            return;
        }
        match self {
            Self::Again(id, key, now, _) => place.begin(id, key, now, true),
            Self::Attempt(_, attempt) => {
                if let Some(underway) = &mut place.underway {
                    underway.attempt = attempt;
                }
            }
            Self::Answer(_, result, now) => {
                let asked = place.underway.take();
                match result {
                    Ok(value) => {
                        place.value = Some(value);
                        place.key = asked.and_then(|asked| asked.key);
                        place.loaded_at = Some(now);
                    }
                    Err(error) => place.error = Some(error),
                }
            }
            Self::GiveUp(_) => place.underway = None,
        }
        place.settle();
    }
}
