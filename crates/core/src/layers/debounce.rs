//! Waiting until somebody has finished.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use crate::turn::lock;
use crate::{
    Admits, Change, Confined, Held, Later, Layer, Next, Outcome, Shared, State, Timer, Verdict,
};

/// Holds a change back until no other of the same key has come for some time, and then passes the last one on.
///
/// A function gives each change its key; a change without one passes at once. Time is the store's
/// [clock](crate::Environment::clock)'s. A change that is held back has the outcome [`Outcome::Queued`]; one that is
/// followed by another of its key is dropped; what is held back when the store goes is dropped too.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{layers::Debounce, testing::ManualClock, Environment, Store};
/// use std::time::Duration;
///
/// let clock = ManualClock::default();
/// let search = Store::in_environment(String::new(), Environment::default().clock(clock.clone()))
///     .layer(Debounce::new(Duration::from_millis(300), |change| Some(change.kind())));
/// search.update(|text| text.push_str("l"));
/// search.update(|text| text.push_str("leptos"));
/// assert_eq!(*search.snapshot(), "");
/// clock.advance(Duration::from_millis(300));
/// assert_eq!(*search.snapshot(), "leptos");
/// ```
pub struct Debounce<S: 'static, K, F, M = Shared> {
    delay: Duration,
    key: F,
    held_back: Arc<Mutex<HeldBack<S, K>>>,
    mode: PhantomData<M>,
}

struct HeldBack<S: 'static, K> {
    pending: HashMap<K, Pending<S>>,
    /// How many changes have been held back so far.
    count: u64,
}

/// A change that is held back. Dropping it cancels its timer.
struct Pending<S: 'static> {
    change: Change<'static, S>,
    /// Its number. A timer that has run out already can't be cancelled; its number tells that it comes too late.
    number: u64,
    _timer: Timer,
}

impl<S, K, F> Debounce<S, K, F, Shared>
where
    F: Fn(&Change<'_, S>) -> Option<K>,
{
    /// Holds changes back for `delay` after the last of their `key`.
    pub fn new(delay: Duration, key: F) -> Self {
        Self::of(delay, key)
    }
}

impl<S, K, F> Debounce<S, K, F, Confined>
where
    F: Fn(&Change<'_, S>) -> Option<K>,
{
    /// As [`new`](Debounce::new), for a store that stays on one thread.
    pub fn new_local(delay: Duration, key: F) -> Self {
        Self::of(delay, key)
    }
}

impl<S, K, F, M> Debounce<S, K, F, M> {
    fn of(delay: Duration, key: F) -> Self {
        Self {
            delay,
            key,
            held_back: Arc::new(Mutex::new(HeldBack {
                pending: HashMap::new(),
                count: 0,
            })),
            mode: PhantomData,
        }
    }
}

/// What a timer needs when it runs out.
struct Due<S: 'static, K> {
    key: K,
    number: u64,
    held_back: Weak<Mutex<HeldBack<S, K>>>,
    later: Later<S>,
}

impl<S: State, K: Eq + Hash> Due<S, K> {
    fn run(self) {
        let Some(held_back) = self.held_back.upgrade() else {
            return;
        };
        let due = {
            let pending = &mut lock(&held_back).pending;
            let present = pending
                .get(&self.key)
                .is_some_and(|pending| pending.number == self.number);
            if present {
                pending.remove(&self.key)
            } else {
                None
            }
        };
        if let Some(Pending { change, .. }) = due {
            self.later.run(change);
        }
    }
}

impl<S, K, F, M> Layer<S> for Debounce<S, K, F, M>
where
    S: State,
    K: Clone + Eq + Hash + 'static,
    F: Fn(&Change<'_, S>) -> Option<K>,
    M: Admits<Due<S, K>>,
{
    fn name(&self) -> &'static str {
        "Debounce"
    }

    fn delays(&self) -> bool {
        true
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let Some(key) = (self.key)(&change) else {
            return next.run(change);
        };
        let change = change.into_owned();
        let later = next.later();
        let superseded = {
            // Held until the change is in its place: its timer may run out on another thread at once.
            let mut held_back = lock(&self.held_back);
            held_back.count += 1;
            let number = held_back.count;
            let due = M::Held::hold(Due {
                key: key.clone(),
                number,
                held_back: Arc::downgrade(&self.held_back),
                later,
            });
            let pending = Pending {
                change,
                number,
                _timer: next
                    .environment()
                    .after(self.delay, move || due.into_inner().run()),
            };
            held_back.pending.insert(key, pending)
        };
        drop(superseded);
        Outcome::Queued
    }
}

impl<S, K, F, M> fmt::Debug for Debounce<S, K, F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Debounce")
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}
