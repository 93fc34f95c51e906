//! The layers that the book builds in "Write a layer from scratch". The book shows the parts between the anchors.

// ANCHOR: imports
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use leptos_state_core::{
    Change, Commit, Layer, Next, Origin, Outcome, Outer, State, Timer, Verdict,
};
// ANCHOR_END: imports
use leptos_state_core::{testing::TestEnvironment, Refusal, Store};

// ANCHOR: read_only
/// A switch. While it is on, the store accepts no change of this program's own.
#[derive(Clone, Debug, Default)]
struct ReadOnly(Arc<AtomicBool>);

impl ReadOnly {
    fn switch(&self, on: bool) {
        self.0.store(on, Ordering::SeqCst);
    }
}
// ANCHOR_END: read_only

// ANCHOR: read_only_layer
impl<S: State> Layer<S> for ReadOnly {
    fn name(&self) -> &'static str {
        "ReadOnly"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        if self.0.load(Ordering::SeqCst) && change.origin() == Origin::Local {
            return next.refuse(self, "the store is read-only");
        }
        next.run(change)
    }
}
// ANCHOR_END: read_only_layer

// ANCHOR: read_only_test
#[test]
fn a_read_only_store_refuses_local_changes() {
    let read_only = ReadOnly::default();
    let store = Store::new(1_i32).layer(read_only.clone());

    read_only.switch(true);
    let refusal = Refusal::new("ReadOnly", "the store is read-only");
    assert_eq!(store.try_update(|n| *n = 2), Outcome::Refused(refusal));
    assert_eq!(*store.snapshot(), 1);

    assert!(store
        .submit(Change::restore(3).from(Origin::Remote))
        .is_done());
    assert_eq!(*store.snapshot(), 3);

    read_only.switch(false);
    store.update(|n| *n = 4);
    assert_eq!(*store.snapshot(), 4);
}
// ANCHOR_END: read_only_test

// ANCHOR: journal
/// Keeps every commit, so that they can be counted, shown and made again. Clones are the same journal.
struct Journal<S: 'static>(Arc<Mutex<Vec<Arc<Commit<S>>>>>);

impl<S> Journal<S> {
    fn new() -> Self {
        Self(Arc::default())
    }

    fn count(&self) -> usize {
        lock(&self.0).len()
    }

    fn lines(&self) -> Vec<String> {
        let line = |commit: &Arc<Commit<S>>| format!("{} {:?}", commit.version(), commit.change());
        lock(&self.0).iter().map(line).collect()
    }

    /// Changes that do the same again.
    fn replay(&self) -> Vec<Change<'static, S>> {
        lock(&self.0)
            .iter()
            .filter_map(|commit| commit.replay())
            .collect()
    }
}

impl<S> Clone for Journal<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Locks. A list is whole even if somebody panicked while holding it.
fn lock<T>(list: &Mutex<T>) -> MutexGuard<'_, T> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}
// ANCHOR_END: journal

// ANCHOR: journal_layer
impl<S: State> Layer<S> for Journal<S> {
    fn name(&self) -> &'static str {
        "Journal"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let verdict = next.run(change.recorded());
        if let Outcome::Done(done) = &verdict {
            lock(&self.0).extend(done.commit().cloned());
        }
        verdict
    }
}
// ANCHOR_END: journal_layer

// ANCHOR: journal_test
#[test]
fn a_journal_holds_what_was_committed_and_nothing_else() {
    let journal = Journal::new();
    let read_only = ReadOnly::default();
    let store = Store::new(1_i32)
        .layer(journal.clone())
        .layer(read_only.clone());

    store.update(|n| *n += 1);
    store.reset_state();
    read_only.switch(true);
    store.update(|n| *n += 1);
    assert_eq!(journal.count(), 2);
    assert_eq!(journal.lines(), ["1 update", "2 reset"]);

    let copy = Store::new(7_i32);
    for change in journal.replay() {
        assert!(copy.submit(change).is_done());
    }
    assert_eq!(*copy.snapshot(), 1);
    assert_eq!(copy.snapshot().version(), store.snapshot().version());
}
// ANCHOR_END: journal_test

// ANCHOR: delay
/// Makes every change some time later.
struct Delay<S: 'static> {
    by: Duration,
    waiting: Arc<Mutex<VecDeque<Waiting<S>>>>,
}

struct Waiting<S: 'static> {
    change: Change<'static, S>,
    timer: Timer,
}

impl<S> Delay<S> {
    fn by(by: Duration) -> Self {
        Self {
            by,
            waiting: Arc::default(),
        }
    }
}
// ANCHOR_END: delay

// ANCHOR: delay_layer
impl<S: State + Send + Sync> Layer<S> for Delay<S> {
    fn name(&self) -> &'static str {
        "Delay"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let later = next.later();
        let list = Arc::downgrade(&self.waiting);
        // Held until the change is in the list: the timer may run out on another thread.
        let mut waiting = lock(&self.waiting);
        let timer = next.environment().after(self.by, move || {
            let first = list.upgrade().and_then(|list| lock(&list).pop_front());
            if let Some(Waiting { change, timer }) = first {
                drop(timer);
                later.run(change);
            }
        });
        waiting.push_back(Waiting {
            change: change.into_owned(),
            timer,
        });
        Outcome::Queued
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        if outer.contains("Journal") {
            return Err("the journal would miss every change; put it inside the delay".to_owned());
        }
        Ok(())
    }
}
// ANCHOR_END: delay_layer

// ANCHOR: delay_test
#[test]
fn a_delayed_change_is_made_when_its_time_has_come() {
    let test = TestEnvironment::default();
    let journal = Journal::new();
    let store = Store::in_environment(0_i32, test.environment())
        .layer(Delay::by(Duration::from_secs(2)))
        .layer(journal.clone());

    assert_eq!(store.try_update(|n| *n += 1), Outcome::Queued);
    test.clock.advance(Duration::from_secs(1));
    store.update(|n| *n *= 10);
    assert_eq!(*store.snapshot(), 0);

    test.clock.advance(Duration::from_secs(1));
    assert_eq!(*store.snapshot(), 1);
    test.clock.advance(Duration::from_secs(1));
    assert_eq!(*store.snapshot(), 10);
    assert_eq!(journal.count(), 2);
}

#[test]
fn what_is_delayed_goes_with_its_store() {
    let test = TestEnvironment::default();
    let store =
        Store::in_environment(0_i32, test.environment()).layer(Delay::by(Duration::from_secs(2)));
    store.update(|n| *n += 1);
    assert_eq!(test.clock.pending(), 1);
    drop(store);
    assert_eq!(test.clock.pending(), 0);
}
// ANCHOR_END: delay_test

// ANCHOR: order_test
#[test]
fn a_delay_inside_the_journal_is_refused() {
    let store = Store::new(0_i32).layer(Journal::new());
    let error = store
        .try_layer(Delay::by(Duration::ZERO))
        .expect_err("the order can't work");
    assert_eq!(
        error.to_string(),
        "layer `Delay` can't be put around store `i32` inside [Journal]: \
         the journal would miss every change; put it inside the delay"
    );
}
// ANCHOR_END: order_test
