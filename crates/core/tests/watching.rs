//! Who is told of what: every commit, the value at a path, the result of a selector.

mod common;

use std::sync::{Arc, Mutex};

use common::{write, Log, LogAction};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Origin, Root, Store, Subscription, Wake};

type Seen<T> = Arc<Mutex<Vec<T>>>;

fn push<T>(seen: &Seen<T>) -> impl Fn(T) + Send + Sync + 'static
where
    T: Send + 'static,
{
    let seen = Arc::clone(seen);
    move |value| seen.lock().unwrap().push(value)
}

#[test]
fn a_subscriber_is_told_of_every_commit_with_its_particulars() {
    let test = TestEnvironment::default();
    test.clock.advance(std::time::Duration::from_millis(7));
    let store = Store::in_environment(Log::default(), test.environment());
    let seen = Seen::default();
    let push = push(&seen);
    let subscription = store.subscribe(move |commit| {
        let (version, at) = (commit.version(), commit.at().as_millis());
        push(format!(
            "{version} {:?} {:?} at {at}: {}",
            commit.origin(),
            commit.change(),
            commit.state().total
        ));
    });
    store.dispatch(LogAction::Add(1));
    drop(store.submit(Change::action(LogAction::Add(2)).from(Origin::Remote)));
    drop(store.submit(Change::set(Root, Log::default())));
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "1 Local Add(1) at 7: 1",
            "2 Remote Add(2) at 7: 3",
            "3 Local set at 7: 0"
        ]
    );
    drop(subscription);
    store.dispatch(LogAction::Add(1));
    assert_eq!(
        seen.lock().unwrap().len(),
        3,
        "a dropped subscription hears nothing"
    );
    assert_eq!(store.listener_count(), 0);
}

#[test]
fn a_selector_s_watcher_is_told_when_the_result_is_another() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let push = push(&seen);
    let _subscription =
        store.watch_selected(|log: &Log| log.total % 2 == 0, move |even| push(*even));
    for n in [2, 2, 1, 2, 1] {
        store.dispatch(LogAction::Add(n));
    }
    store.dispatch(write("nothing of interest"));
    assert_eq!(*seen.lock().unwrap(), [false, true]);
}

#[test]
fn a_failed_change_wakes_nobody() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let push = push(&seen);
    let _subscription = store.watch(Root, move |log: &Log| push(log.total));
    store.dispatch(LogAction::Add(-1));
    assert!(seen.lock().unwrap().is_empty());
}

#[test]
fn a_transaction_wakes_a_watcher_once_with_its_end() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let push = push(&seen);
    let _subscription = store.watch_selected(|log: &Log| log.total, move |total| push(*total));
    store.transaction(|t| {
        for n in 1..=10 {
            t.dispatch(LogAction::Add(n));
        }
    });
    store.transaction(|t| {
        t.dispatch(LogAction::Add(5));
        t.dispatch(LogAction::Add(-5));
    });
    assert_eq!(
        *seen.lock().unwrap(),
        [55],
        "the second left the total as it was"
    );
}

#[test]
fn listeners_are_told_in_the_order_in_which_they_came() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let listeners: Vec<Subscription> = (0..5)
        .map(|n| {
            let push = push(&seen);
            store.watch(Root, move |_: &Log| push(n))
        })
        .collect();
    store.dispatch(write("a"));
    assert_eq!(*seen.lock().unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(store.listener_count(), 5);
    drop(listeners);
    assert_eq!(store.listener_count(), 0, "nothing stays behind");
}

#[test]
fn a_listener_may_remove_another_which_is_then_not_told() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let second = Arc::new(Mutex::new(None));
    let removed = Arc::clone(&second);
    let _first = store.subscribe(move |_| drop(removed.lock().unwrap().take()));
    let push = push(&seen);
    *second.lock().unwrap() = Some(store.subscribe(move |_| push(())));
    store.dispatch(write("a"));
    assert!(seen.lock().unwrap().is_empty());
    assert_eq!(store.listener_count(), 1);
}

#[test]
fn a_listener_that_is_added_while_others_are_told_hears_of_the_next_commit() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let added = Arc::new(Mutex::new(None));
    let (kept, inside, tell) = (Arc::clone(&added), store.clone(), Arc::clone(&seen));
    let first = store.subscribe(move |_| {
        let push = push(&tell);
        kept.lock()
            .unwrap()
            .get_or_insert_with(|| inside.subscribe(move |commit| push(commit.version().get())));
    });
    store.dispatch(write("a"));
    store.dispatch(write("b"));
    assert_eq!(*seen.lock().unwrap(), [2]);
    drop(first);
}

#[test]
fn a_forgotten_subscription_stays_as_long_as_its_store() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let push = push(&seen);
    let subscription = store.subscribe(move |_| push(()));
    assert_eq!(format!("{subscription:?}"), "Subscription { .. }");
    subscription.forget();
    store.dispatch(write("a"));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[test]
fn a_subscription_may_outlive_its_store() {
    let store = Store::new(Log::default());
    let subscription = store.subscribe(|_| {});
    drop(store);
    drop(subscription);
}

/// What an adapter brings.
struct Tell(Box<dyn Fn() + Send + Sync>);

impl Wake for Tell {
    fn wake(&self) {
        (self.0)();
    }
}

#[test]
fn adapters_share_one_watcher_of_a_path() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let any = push(&seen);
    let first = store.watcher(&Root, || Tell(Box::new(move || any(-1))));
    let second = store.watcher(&Root, || -> Tell { unreachable!("there is one") });
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(store.listener_count(), 1);
    let total = push(&seen);
    let _total = store.on_selected(|log: &Log| log.total, move |value| total(*value));
    store.dispatch(write("a"));
    store.dispatch(LogAction::Add(3));
    assert_eq!(*seen.lock().unwrap(), [-1, -1, 3]);

    drop(first);
    store.dispatch(write("b"));
    assert_eq!(seen.lock().unwrap().len(), 4, "somebody still holds it");
    drop(second);
    store.dispatch(write("c"));
    assert_eq!(seen.lock().unwrap().len(), 4);
    assert_eq!(store.listener_count(), 1);
}

#[test]
fn an_adapter_s_watcher_of_the_whole_state_is_told_of_every_commit_that_may_have_touched_it() {
    let store = Store::new(Log::default());
    let seen = Seen::default();
    let push = push(&seen);
    store.whole_watcher(|| Tell(Box::new(move || push(()))));
    store.whole_watcher(|| -> Tell { unreachable!("there is one") });
    assert_eq!(store.listener_count(), 0, "it is no listener that goes");
    let told = || std::mem::take(&mut *seen.lock().unwrap()).len();

    store.dispatch(LogAction::Add(1));
    store.dispatch(LogAction::Add(0));
    assert_eq!(told(), 2, "states are not compared");
    store.transaction(|t| {
        t.dispatch(LogAction::Add(1));
        t.dispatch(LogAction::Add(1));
    });
    assert_eq!(told(), 1, "a batch is one change");
    store.dispatch(LogAction::Add(-9));
    let same = Arc::clone(store.snapshot().state());
    assert!(store.submit(Change::restore(same)).is_done());
    assert_eq!(told(), 0, "a failure, and a restore of what is there");
}
