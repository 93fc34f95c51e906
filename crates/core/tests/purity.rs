//! Invariant 2: the same state, action and recorded inputs give the same state.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{write, Log, LogAction};
use leptos_state_core::testing::{ManualClock, SequentialIds};
use leptos_state_core::{Change, Commit, Environment, Id, Origin, Store, Subscription};

type Commits = Arc<Mutex<Vec<Change<'static, Log>>>>;

/// Collects changes that do again what is done to `store`.
fn record(store: &Store<Log>) -> (Commits, Subscription) {
    let commits = Commits::default();
    let kept = Arc::clone(&commits);
    let subscription = store.subscribe(move |commit: &Commit<Log>| {
        kept.lock().unwrap().push(
            commit
                .replay()
                .expect("every kind of change can be replayed"),
        );
    });
    (commits, subscription)
}

#[test]
fn replaying_the_commits_gives_the_same_state_whatever_the_time_and_the_ids() {
    let clock = ManualClock::default();
    let store = Store::in_environment(Log::default(), Environment::default().clock(clock.clone()));
    let (commits, _subscription) = record(&store);

    store.dispatch(LogAction::Stamp);
    clock.advance(Duration::from_millis(5));
    store.dispatch(LogAction::Stamp);
    store.dispatch(LogAction::Add(3));
    store.update(|log| log.lines.push("by a closure".into()));
    store.transaction(|t| {
        t.dispatch(LogAction::Stamp);
        t.update_total();
        t.dispatch(LogAction::Stamp);
    });
    store.dispatch(write("end"));
    assert_eq!(store.snapshot().lines.len(), 7);

    let elsewhere = ManualClock::default();
    elsewhere.advance(Duration::from_secs(1_000));
    let ids = SequentialIds::default();
    for _ in 0..50 {
        leptos_state_core::IdSource::id(&ids, leptos_state_core::Timestamp::default());
    }
    let environment = Environment::default().clock(elsewhere).ids(ids);
    let replica = Store::in_environment(Log::default(), environment);
    for change in commits.lock().unwrap().drain(..) {
        assert_eq!(change.origin(), Origin::Replay);
        assert!(replica.submit(change).is_done());
    }
    assert_eq!(*replica.snapshot(), *store.snapshot());
    assert_eq!(replica.snapshot().version(), store.snapshot().version());
}

/// A closure in a transaction, under a name that reads well above.
trait UpdateTotal {
    fn update_total(&self);
}

impl UpdateTotal for leptos_state_core::Transaction<Log> {
    fn update_total(&self) {
        leptos_state_core::Field::new(self.clone(), leptos_state_core::Root)
            .update(|log: &mut Log| log.total += 10);
    }
}

#[test]
fn inputs_are_recorded_once_and_only_if_they_were_asked_for() {
    let clock = ManualClock::default();
    clock.advance(Duration::from_millis(42));
    let store = Store::in_environment(Log::default(), Environment::default().clock(clock));
    let inputs = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&inputs);
    let _subscription =
        store.subscribe(move |commit| kept.lock().unwrap().push(commit.inputs().clone()));

    store.dispatch(write("pure"));
    store.dispatch(LogAction::Stamp);

    let inputs = inputs.lock().unwrap();
    assert_eq!((inputs[0].now(), inputs[0].ids()), (None, &[] as &[Id]));
    assert_eq!(inputs[1].now().map(|now| now.as_millis()), Some(42));
    assert_eq!(inputs[1].ids(), [Id::from_u128(1)]);
    assert_eq!(
        serde_json::to_string(&inputs[0]).unwrap(),
        "{}",
        "nothing is stored for nothing"
    );
}
