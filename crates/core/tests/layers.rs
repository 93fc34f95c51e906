//! Invariant 9: layers wrap the store in their order, may pass on, alter, refuse or delay, and core knows none by name.

mod common;

use std::sync::{Arc, Mutex};

use common::{write, Log, LogAction};
use leptos_state_core::layers::Log as LogLayer;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Change, ChangeKind, Failure, Later, Layer, Next, Origin, Outcome, Refusal, Store, Verdict,
    WeakStore,
};

type Trace = Arc<Mutex<Vec<String>>>;

/// Notes when a change comes in and when it goes out.
struct Noting(&'static str, Trace);

impl Layer<Log> for Noting {
    fn name(&self) -> &'static str {
        self.0
    }

    fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
        self.1.lock().unwrap().push(format!("{} in", self.0));
        let verdict = next.run(change);
        self.1.lock().unwrap().push(format!("{} out", self.0));
        verdict
    }
}

#[test]
fn the_first_layer_is_the_outermost() {
    let trace = Trace::default();
    let store = Store::new(Log::default())
        .layer(Noting("outer", trace.clone()))
        .layer(Noting("inner", trace.clone()));
    let told = Arc::clone(&trace);
    let _subscription = store.subscribe(move |_| told.lock().unwrap().push("told".into()));
    store.dispatch(write("a"));
    assert_eq!(
        *trace.lock().unwrap(),
        ["outer in", "inner in", "inner out", "outer out", "told"]
    );
}

/// Does something of its own with every kind of action.
struct Gate(
    Mutex<Vec<(Change<'static, Log>, Later<Log>)>>,
    Arc<Mutex<Option<WeakStore<Log>>>>,
);

impl Layer<Log> for Gate {
    fn name(&self) -> &'static str {
        "Gate"
    }

    fn attach(&self, store: WeakStore<Log>) {
        *self.1.lock().unwrap() = Some(store);
    }

    fn handle(&self, mut change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
        if let Some(LogAction::Write(line)) = change.as_action_mut() {
            line.insert(0, '>');
        }
        match change.as_action() {
            Some(LogAction::Add(n)) if *n > 100 => next.refuse(self, format!("{n} is too much")),
            Some(LogAction::Add(_)) => {
                self.0
                    .lock()
                    .unwrap()
                    .push((change.into_owned(), next.later()));
                Outcome::Queued
            }
            Some(LogAction::Liar) => Outcome::Failed(Failure::new("answered in its place")),
            Some(LogAction::Stamp) => {
                for (change, later) in self.0.lock().unwrap().drain(..) {
                    later.run(change);
                }
                next.run(change)
            }
            _ => next.run(change),
        }
    }
}

#[test]
fn a_layer_may_alter_refuse_delay_and_answer() {
    let attached = Arc::default();
    let trace = Trace::default();
    let store = Store::new(Log::default())
        .layer(Noting("outer", trace.clone()))
        .layer(Gate(Mutex::default(), Arc::clone(&attached)));
    let inside = attached.lock().unwrap().clone().expect("it was attached");
    assert_eq!(
        inside
            .try_snapshot()
            .map(|snapshot| snapshot.version().get()),
        Some(0)
    );

    store.dispatch(write("a"));
    assert_eq!(store.snapshot().lines, [">a"]);
    let refusal = Refusal::new("Gate", "101 is too much");
    assert_eq!(
        store.try_dispatch(LogAction::Add(101)),
        Outcome::Refused(refusal)
    );
    let refusal = Refusal::new("layer", "answered in its place");
    assert_eq!(
        store.try_dispatch(LogAction::Liar),
        Outcome::Refused(refusal)
    );

    assert_eq!(store.try_dispatch(LogAction::Add(1)), Outcome::Queued);
    assert_eq!(store.try_dispatch(LogAction::Add(2)), Outcome::Queued);
    assert_eq!(store.snapshot().total, 0);
    trace.lock().unwrap().clear();
    assert!(store.try_dispatch(LogAction::Stamp).is_done());
    assert_eq!(store.snapshot().total, 3);
    assert_eq!(
        store.snapshot().lines,
        [">a", "1 at 0", "add 1", "add 2"],
        "what was kept is queued from inside a turn"
    );
    assert_eq!(
        trace.lock().unwrap().len(),
        2,
        "what was kept passes only the layers inside"
    );
}

#[test]
fn a_layer_sees_what_a_change_is() {
    struct Sees(Arc<Mutex<Vec<String>>>);

    impl Layer<Log> for Sees {
        fn name(&self) -> &'static str {
            "Sees"
        }

        fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
            let parts: Vec<_> = change.parts().iter().map(Change::kind).collect();
            let restored = change.as_restore().map(|state| state.total);
            let version = next.snapshot().version();
            let store = next.store_name();
            let seen = format!(
                "{store} {version} {change:?} {:?} {parts:?} {restored:?}",
                change.origin()
            );
            self.0.lock().unwrap().push(seen);
            next.run(change)
        }
    }

    let seen = Trace::default();
    let store = Store::new(Log::default()).layer(Sees(Arc::clone(&seen)));
    store.dispatch(LogAction::Add(1));
    store.transaction(|t| t.dispatch(write("a")));
    let restored = Log {
        total: 9,
        ..Log::default()
    };
    assert!(store.submit(Change::restore(restored)).is_done());
    assert!(store
        .submit(Change::action(LogAction::Add(1)).from(Origin::Remote))
        .is_done());
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "Log 0 Add(1) Local [] None",
            "Log 1 [Write(\"a\")] Local [Action] None",
            "Log 2 restore Restore [] Some(9)",
            "Log 3 Add(1) Remote [] None",
        ]
    );
    assert_eq!(ChangeKind::Batch, Change::<Log>::batch([]).kind());
}

#[test]
fn a_layer_that_asks_for_a_record_gets_the_commit() {
    struct Records(Trace);

    impl Layer<Log> for Records {
        fn name(&self) -> &'static str {
            "Records"
        }

        fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
            let verdict = next.run(change.recorded());
            if let Outcome::Done(done) = &verdict {
                let commit = done.commit().expect("it was asked for");
                assert_eq!(commit.version(), done.version());
                self.0.lock().unwrap().push(format!(
                    "{:?} -> {}",
                    commit.change(),
                    commit.state().total
                ));
            }
            verdict
        }
    }

    let records = Trace::default();
    let store = Store::new(Log::default()).layer(Records(Arc::clone(&records)));
    store.dispatch(LogAction::Add(1));
    store.update(|log| log.total = 7);
    assert_eq!(*records.lock().unwrap(), ["Add(1) -> 1", "update -> 7"]);
}

#[test]
fn an_order_that_cannot_work_is_refused_when_the_store_is_built() {
    let error = Store::new(Log::default())
        .named("journal")
        .layer(LogLayer::new())
        .try_layer(LogLayer::new());
    assert_eq!(
        error.unwrap_err().to_string(),
        "layer `Log` can't be put around store `journal` inside [Log]: every change would be written down twice"
    );
}

#[test]
#[should_panic(expected = "layer `Log` can't be put around store `Log` inside [Log]")]
fn an_order_that_cannot_work_panics_where_no_error_is_asked_for() {
    drop(
        Store::new(Log::default())
            .layer(LogLayer::new())
            .layer(LogLayer::new()),
    );
}

#[test]
fn a_store_that_is_gone_says_so() {
    let test = TestEnvironment::default();
    let weak = Store::in_environment(Log::default(), test.environment()).downgrade();
    assert!(matches!(
        weak.submit(Change::action(write("a"))),
        Outcome::Disposed
    ));
    weak.submit_reporting(Change::action(write("a")));
    assert!(weak.try_snapshot().is_none() && weak.environment().is_none());
}
