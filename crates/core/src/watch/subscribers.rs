//! Those who are told of every commit.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::commit::Recorder;
use crate::panics::Panics;
use crate::turn::lock;
use crate::{Commit, State};

/// A listener to every commit.
pub(super) trait Subscriber<S: 'static>: Send + Sync {
    fn committed(&self, commit: &Commit<S>);
}

/// All of them. It is known by this trait alone, so that nothing of it is in a program without subscribers.
pub(super) trait Subscribers<S: 'static>: Send + Sync {
    fn add(&self, subscriber: Weak<dyn Subscriber<S>>);

    /// How they want commits to be recorded.
    fn recorder(&self) -> Recorder<S>;

    fn tell(&self, commits: &[Arc<Commit<S>>], panics: &mut Panics);

    /// Forgets those that are gone.
    fn sweep(&self);

    /// How many there are.
    fn count(&self) -> &Arc<AtomicUsize>;
}

/// Counts a subscriber as long as it is there.
pub(super) struct Counted(Arc<AtomicUsize>);

impl Counted {
    pub(super) fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The subscribers in the order in which they came.
pub(super) struct List<S: 'static> {
    subscribers: Mutex<Vec<Weak<dyn Subscriber<S>>>>,
    count: Arc<AtomicUsize>,
}

impl<S: 'static> Default for List<S> {
    fn default() -> Self {
        Self {
            subscribers: Mutex::default(),
            count: Arc::default(),
        }
    }
}

impl<S: State> Subscribers<S> for List<S> {
    fn add(&self, subscriber: Weak<dyn Subscriber<S>>) {
        lock(&self.subscribers).push(subscriber);
    }

    fn recorder(&self) -> Recorder<S> {
        Recorder::new()
    }

    fn tell(&self, commits: &[Arc<Commit<S>>], panics: &mut Panics) {
        // One that is added or removed meanwhile is told of the next commit, or not any more.
        let subscribers = lock(&self.subscribers).clone();
        for commit in commits {
            for subscriber in &subscribers {
                if let Some(subscriber) = subscriber.upgrade() {
                    panics.guard(|| subscriber.committed(commit));
                }
            }
        }
    }

    fn sweep(&self) {
        lock(&self.subscribers).retain(|subscriber| subscriber.strong_count() > 0);
    }

    fn count(&self) -> &Arc<AtomicUsize> {
        &self.count
    }
}
