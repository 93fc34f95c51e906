//! Those who are told of every commit.

use std::sync::{Arc, Mutex, Weak};

use crate::commit::Recorder;
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

    fn tell(&self, commits: &[Arc<Commit<S>>], guard: &mut dyn FnMut(&mut dyn FnMut()));

    /// Forgets those that are gone.
    fn sweep(&self);
}

/// The subscribers in the order in which they came.
pub(super) struct List<S: 'static>(Mutex<Vec<Weak<dyn Subscriber<S>>>>);

impl<S: 'static> Default for List<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<S: State> Subscribers<S> for List<S> {
    fn add(&self, subscriber: Weak<dyn Subscriber<S>>) {
        lock(&self.0).push(subscriber);
    }

    fn recorder(&self) -> Recorder<S> {
        Recorder::new()
    }

    fn tell(&self, commits: &[Arc<Commit<S>>], guard: &mut dyn FnMut(&mut dyn FnMut())) {
        // One that is added or removed meanwhile is told of the next commit, or not any more.
        let subscribers = lock(&self.0).clone();
        for commit in commits {
            for subscriber in &subscribers {
                if let Some(subscriber) = subscriber.upgrade() {
                    guard(&mut || subscriber.committed(commit));
                }
            }
        }
    }

    fn sweep(&self) {
        lock(&self.0).retain(|subscriber| subscriber.strong_count() > 0);
    }
}
