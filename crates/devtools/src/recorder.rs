//! The layer that records.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use leptos_state_core::{Change, Layer, Layered, Next, Outer, Verdict, WeakStore};

use crate::core::{Core, Options};
use crate::{Recordable, Recording};

/// Keeps the last changes with the states that they led to, so that one can go to any of them, leave one out, move one, and write
/// them down as a [`Session`](crate::Session).
///
/// All that commits passes it, so no layer inside may delay changes. Layers outside are asked about changes as they come, layers inside
/// take part in what comes of an instruction: to go to a state is a restore for them.
///
/// What is recorded is a change as it was applied at last, with the identifiers and the time that it took. A replay makes it in a store
/// of its own, without layers and effects. Of what failed or was refused there is an entry too.
///
/// On a slice ([`layer_on`](leptos_state_core::Store::layer_on)) it records the slice's own changes. What changes more than the slice, as a transaction
/// does, it notices when it is asked for something, and then has an entry `elsewhere` for it.
///
/// # Examples
///
/// ```
/// use leptos_state_core::Store;
/// use leptos_state_devtools::Recorder;
/// # use leptos_state_macros::{actions, State};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
/// # struct Counter { value: i32 }
/// # #[actions]
/// # impl Counter {
/// #     pub fn add(&mut self, by: i32) { self.value += by; }
/// # }
/// let counter = Store::new(Counter::default()).layer(Recorder::new(100));
/// let recording = Recorder::of(&counter);
/// counter.add(1);
/// counter.add(2);
/// recording.jump_to_index(1);
/// assert_eq!(counter.value().get(), 1);
/// ```
pub struct Recorder<S: Recordable> {
    recording: Recording<S>,
}

impl<S: Recordable> Recorder<S> {
    /// Keeps the last `limit` entries, at least one. The oldest are folded into the state that the recording begins with.
    pub fn new(limit: usize) -> Self {
        Self {
            recording: Recording::of(Arc::new(Core::new(limit.max(1)))),
        }
    }

    /// Begins locked: what comes from this program is refused until it is unlocked.
    #[must_use]
    pub fn locked(mut self) -> Self {
        self.options().is_locked = true;
        self
    }

    /// Begins paused: changes pass, and are not recorded until it goes on.
    #[must_use]
    pub fn paused(mut self) -> Self {
        self.options().is_paused = true;
        self
    }

    /// Keeps with each entry what `trace` returns when the change comes, such as the call stack.
    #[must_use]
    pub fn trace(mut self, trace: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.options().trace = Some(Box::new(trace));
        self
    }

    /// The number of the shape of the state, for sessions: one of another shape is refused. It is 1 unless it is given.
    #[must_use]
    pub fn schema(mut self, version: u32) -> Self {
        self.options().schema = version;
        self
    }

    /// The recording of a store, or of a slice, that has a recorder, or [`DevTools`](crate::DevTools), as a layer.
    ///
    /// # Panics
    ///
    /// If it has none. [`try_of`](Self::try_of) returns `None` then.
    #[track_caller]
    pub fn of<H: Layered<State = S>>(handle: H) -> H::Lent<Recording<S>> {
        match Self::try_of(&handle) {
            Some(recording) => recording,
            None => panic!(
                "`{}` has neither the layer `Recorder` nor `DevTools`",
                handle.layered_name()
            ),
        }
    }

    /// As [`of`](Self::of); `None` if there is no recorder.
    pub fn try_of<H: Layered<State = S>>(handle: H) -> Option<H::Lent<Recording<S>>> {
        handle.lent()
    }

    /// As one that was made with another limit.
    pub(crate) fn limited(mut self, limit: usize) -> Self {
        self.options().limit = limit;
        self
    }

    fn options(&mut self) -> &mut Options {
        self.recording.options()
    }

    pub(crate) const fn recording(&self) -> &Recording<S> {
        &self.recording
    }
}

impl<S: Recordable> Layer<S> for Recorder<S> {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        self.recording.core().handle(self, change, next).0
    }

    fn attach(&self, store: WeakStore<S>) {
        self.recording.core().attach(store);
    }

    fn sees_all(&self) -> bool {
        true
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        place.is_empty().then_some(&self.recording)
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        one_is_enough(outer)
    }
}

/// Refuses a second recorder around a store.
pub(crate) fn one_is_enough(outer: Outer<'_>) -> Result<(), String> {
    let mut recorders = ["DevTools", "Recorder"].into_iter();
    let there = recorders.find(|name| outer.contains(name));
    there.map_or(Ok(()), |name| Err(format!("`{name}` records already")))
}

impl<S: Recordable> fmt::Debug for Recorder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.recording.fmt(f)
    }
}
