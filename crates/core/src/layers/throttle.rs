//! Letting through only so much.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use crate::turn::lock;
use crate::{
    Admits, Change, Confined, Environment, Held, Later, Layer, Next, Outcome, Shared, State, Timer,
    Verdict,
};

/// Passes at most one change of the same key on in each interval: the first at once, and the last of those that came
/// meanwhile when the interval ends.
///
/// A function gives each change its key; a change without one passes at once. Time is the store's
/// [clock](crate::Environment::clock)'s. A change that is held back has the outcome [`Outcome::Queued`]; one that is
/// followed by another of its key is dropped; what is held back when the store goes is dropped too.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{layers::Throttle, testing::ManualClock, Environment, Store};
/// use std::time::Duration;
///
/// let clock = ManualClock::default();
/// let position = Store::in_environment(0_i32, Environment::default().clock(clock.clone()))
///     .layer(Throttle::new(Duration::from_millis(100), |change| Some(change.kind())));
/// for x in 1..=5 {
///     position.update(move |position| *position = x);
/// }
/// assert_eq!(*position.snapshot(), 1);
/// clock.advance(Duration::from_millis(100));
/// assert_eq!(*position.snapshot(), 5);
/// ```
pub struct Throttle<S: 'static, K, F, M = Shared> {
    interval: Duration,
    key: F,
    running: Arc<Running<S, K>>,
    mode: PhantomData<M>,
}

type Running<S, K> = Mutex<HashMap<K, Interval<S>>>;

/// An interval that has not ended. Dropping it cancels its timer.
struct Interval<S: 'static> {
    last: Option<Change<'static, S>>,
    timer: Timer,
}

impl<S, K, F> Throttle<S, K, F, Shared>
where
    F: Fn(&Change<'_, S>) -> Option<K>,
{
    /// Passes one change of each `key` on in each `interval`.
    pub fn new(interval: Duration, key: F) -> Self {
        Self::of(interval, key)
    }
}

impl<S, K, F> Throttle<S, K, F, Confined>
where
    F: Fn(&Change<'_, S>) -> Option<K>,
{
    /// As [`new`](Throttle::new), for a store that stays on one thread.
    pub fn new_local(interval: Duration, key: F) -> Self {
        Self::of(interval, key)
    }
}

impl<S, K, F, M> Throttle<S, K, F, M> {
    fn of(interval: Duration, key: F) -> Self {
        Self {
            interval,
            key,
            running: Arc::default(),
            mode: PhantomData,
        }
    }
}

/// What a timer needs when an interval ends.
struct End<S: 'static, K> {
    key: K,
    interval: Duration,
    environment: Environment,
    running: Weak<Running<S, K>>,
    later: Later<S>,
}

impl<S: State, K: Clone + Eq + Hash + 'static> End<S, K> {
    /// Sets the timer that ends an interval. The caller has the intervals locked until the timer is in its place: it may
    /// run out on another thread at once.
    fn set_timer<M: Admits<Self>>(self) -> Timer {
        let (environment, interval) = (self.environment.clone(), self.interval);
        let end = M::Held::hold(self);
        environment.after(interval, move || end.into_inner().end::<M>())
    }

    /// Ends an interval. If a change was held back, it passes and the next interval begins.
    fn end<M: Admits<Self>>(self) {
        let Some(running) = self.running.upgrade() else {
            return;
        };
        let later = self.later.clone();
        let (change, ended) = {
            let mut running = lock(&running);
            let held_back = running
                .get_mut(&self.key)
                .and_then(|interval| interval.last.take());
            match (held_back, running.get_mut(&self.key)) {
                (Some(change), Some(interval)) => {
                    interval.timer = self.set_timer::<M>();
                    (Some(change), None)
                }
                _ => (None, running.remove(&self.key)),
            }
        };
        drop(ended);
        if let Some(change) = change {
            later.run(change);
        }
    }
}

impl<S, K, F, M> Layer<S> for Throttle<S, K, F, M>
where
    S: State,
    K: Clone + Eq + Hash + 'static,
    F: Fn(&Change<'_, S>) -> Option<K>,
    M: Admits<End<S, K>>,
{
    fn name(&self) -> &'static str {
        "Throttle"
    }

    fn delays(&self) -> bool {
        true
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let Some(key) = (self.key)(&change) else {
            return next.run(change);
        };
        {
            let mut running = lock(&self.running);
            if let Some(interval) = running.get_mut(&key) {
                let superseded = interval.last.replace(change.into_owned());
                drop(running);
                drop(superseded);
                return Outcome::Queued;
            }
            let end = End {
                key: key.clone(),
                interval: self.interval,
                environment: next.environment().clone(),
                running: Arc::downgrade(&self.running),
                later: next.later(),
            };
            let timer = end.set_timer::<M>();
            running.insert(key, Interval { last: None, timer });
        }
        next.run(change)
    }
}

impl<S, K, F, M> fmt::Debug for Throttle<S, K, F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Throttle")
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
