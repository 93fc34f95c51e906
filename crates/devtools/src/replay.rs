//! Doing recorded changes again, apart from the store that they were made in.

use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

use leptos_state_core::{Clock, Environment, Id, IdSource, Outcome, Store, Timer, Timestamp};

use crate::{Entry, Recordable, Stopped};

/// A store without layers, of which nobody knows: effects are not performed, nothing is reported, and time and identifiers are those
/// that were recorded.
pub(crate) struct Scratch<S: Recordable> {
    store: Store<S>,
    outside: Outside,
}

impl<S: Recordable> Scratch<S> {
    /// Begins with `state`.
    pub(crate) fn new(state: &Arc<S>) -> Self {
        let outside = Outside::default();
        let environment = Environment::default()
            .clock(outside.clone())
            .ids(outside.clone());
        Self {
            store: Store::in_environment(S::clone(state), environment),
            outside,
        }
    }

    /// Makes the change of `entry` again; returns the state that it leads to, and what stopped it.
    pub(crate) fn run(&self, entry: &Entry<S>) -> (Arc<S>, Option<Arc<str>>) {
        let problem = self.attempt(entry);
        (
            Arc::clone(self.store.snapshot().state()),
            problem.map(Arc::from),
        )
    }

    fn attempt(&self, entry: &Entry<S>) -> Option<String> {
        let Some(change) = entry.replay() else {
            let why = entry.stopped().map(Stopped::to_string);
            return Some(why.unwrap_or_else(|| "it can't be made again".to_owned()));
        };
        self.outside.at(entry);
        match catch_unwind(AssertUnwindSafe(|| self.store.submit(change))) {
            Ok(Outcome::Failed(failure)) => Some(failure.to_string()),
            Ok(Outcome::Refused(refusal)) => Some(refusal.to_string()),
            Ok(_) => None,
            Err(panic) => Some(format!("it panicked: {}", said(&*panic))),
        }
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a text")
}

/// What a replayed change takes from outside if it takes more than was recorded, as one does that failed then and does not now: the
/// time of the entry, and identifiers that follow from the entry.
#[derive(Clone, Default)]
struct Outside(Arc<[AtomicU64; 3]>);

impl Outside {
    fn at<S: Recordable>(&self, entry: &Entry<S>) {
        let [time, number, taken] = &*self.0;
        time.store(entry.at().as_millis(), Ordering::Relaxed);
        number.store(entry.id().get().into(), Ordering::Relaxed);
        taken.store(0, Ordering::Relaxed);
    }
}

impl Clock for Outside {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0[0].load(Ordering::Relaxed))
    }

    fn after(&self, _: Duration, _: Box<dyn FnOnce() + Send>) -> Timer {
        Timer::new(|| ())
    }
}

impl IdSource for Outside {
    fn id(&self, now: Timestamp) -> Id {
        let [_, number, taken] = &*self.0;
        let mut bytes = [0; 10];
        let (number, taken) = (
            number.load(Ordering::Relaxed),
            taken.fetch_add(1, Ordering::Relaxed),
        );
        bytes[2..6].copy_from_slice(&(number as u32).to_be_bytes());
        bytes[6..].copy_from_slice(&(taken as u32).to_be_bytes());
        Id::new(now, bytes)
    }
}
