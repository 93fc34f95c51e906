//! Invariant 2: the same state, action and recorded inputs give the same state.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{write, Log, LogAction};
use leptos_state_core::testing::{ManualClock, SequentialIds, TestEnvironment};
use leptos_state_core::{
    Change, Commit, Cx, Environment, Id, Loadable, Origin, Request, Store, Subscription, Timestamp,
};
use leptos_state_macros::{actions, State};

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
        leptos_state_core::IdSource::id(&ids, Timestamp::default());
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

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Diary {
    entries: Vec<(Id, Timestamp)>,
    page: Loadable<String, String>,
}

#[actions]
impl Diary {
    fn note(&mut self, cx: &mut Cx<Self>) {
        self.entries.push((cx.id(), cx.now()));
    }

    fn turn(&mut self, cx: &mut Cx<Self>, key: u32) {
        let request = Request::new(|| async { Ok("text".to_owned()) });
        cx.load(self, |diary| diary.page(), request.key(key));
    }
}

#[test]
fn actions_that_were_stored_with_their_inputs_give_the_same_state_elsewhere() {
    let test = TestEnvironment::default();
    let diary = Store::in_environment(Diary::default(), test.environment());
    let stored = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&stored);
    let _subscription = diary.subscribe(move |commit: &Commit<Diary>| {
        let action = commit.change().as_action().expect("only actions are done");
        let text = serde_json::to_string(&(action, commit.inputs())).unwrap();
        kept.lock().unwrap().push(text);
    });
    for step in 0..5 {
        test.clock.advance(Duration::from_millis(7));
        diary.note();
        // The same page twice is one request, so what was taken differs from action to action.
        diary.turn(step / 2);
    }
    assert!(diary.page().get().is_loading());

    let elsewhere = TestEnvironment::default();
    elsewhere.clock.advance(Duration::from_secs(1));
    let replica = Store::in_environment(Diary::default(), elsewhere.environment());
    for text in stored.lock().unwrap().iter() {
        let (action, inputs) = serde_json::from_str::<(DiaryAction, _)>(text).unwrap();
        let change = Change::action(action).with_inputs(inputs);
        assert!(replica.submit(change.from(Origin::Replay)).is_done());
    }
    assert_eq!(*replica.snapshot(), *diary.snapshot());
    assert_eq!(elsewhere.effects.names(), Vec::<&str>::new());
}
