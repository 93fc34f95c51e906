//! `Debounce` and `Throttle` by key, on a clock that the test moves.

mod common;

use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{write, Log, LogAction};
use leptos_state_core::layers::{Debounce, Throttle, Validate};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Action, Change, Clock, Confined, Cx, Environment, Outcome, Store, Timer, Timestamp,
};

const SECOND: Duration = Duration::from_secs(1);

/// What is written to is the key; other actions have none.
fn by_first_letter(change: &Change<'_, Log>) -> Option<char> {
    match change.as_action() {
        Some(LogAction::Write(line)) => line.chars().next(),
        _ => None,
    }
}

#[test]
fn debounce_passes_the_last_of_each_key_once_it_has_been_quiet() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Debounce::new(SECOND, by_first_letter));
    assert_eq!(store.try_dispatch(write("a1")), Outcome::Queued);
    store.dispatch(write("b1"));
    test.clock.advance(SECOND / 2);
    store.dispatch(write("a2"));
    assert!(store.snapshot().lines.is_empty());
    test.clock.advance(SECOND / 2);
    assert_eq!(store.snapshot().lines, ["b1"]);
    test.clock.advance(SECOND / 2);
    assert_eq!(store.snapshot().lines, ["b1", "a2"]);
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn throttle_passes_the_first_at_once_and_then_the_last_of_each_interval() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Throttle::new(SECOND, by_first_letter));
    assert!(store.try_dispatch(write("a1")).is_done());
    assert_eq!(store.try_dispatch(write("a2")), Outcome::Queued);
    store.dispatch(write("a3"));
    store.dispatch(write("b1"));
    assert_eq!(store.snapshot().lines, ["a1", "b1"]);
    test.clock.advance(SECOND);
    assert_eq!(store.snapshot().lines, ["a1", "b1", "a3"]);
    store.dispatch(write("a4"));
    assert_eq!(
        store.snapshot().lines.len(),
        3,
        "a change that was held back begins an interval too"
    );
    test.clock.advance(SECOND);
    assert_eq!(
        store.snapshot().lines.last().map(String::as_str),
        Some("a4")
    );
    test.clock.advance(SECOND);
    assert!(
        store.try_dispatch(write("a5")).is_done(),
        "a quiet interval lets the next pass at once"
    );
}

#[test]
fn a_change_without_a_key_passes_at_once() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Debounce::new(SECOND, by_first_letter))
        .layer(Throttle::new(SECOND, by_first_letter));
    assert!(store.try_dispatch(LogAction::Add(1)).is_done());
    assert!(store.try_dispatch(LogAction::Add(2)).is_done());
    assert_eq!(store.snapshot().total, 3);
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn a_change_that_fails_when_its_time_comes_is_reported() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Debounce::new(SECOND, |change: &Change<'_, Log>| {
            Some(change.kind())
        }));
    store.dispatch(LogAction::Add(-1));
    assert!(test.reports.take().is_empty());
    test.clock.advance(SECOND);
    assert_eq!(
        test.reports.take(),
        ["store `Log`: `add` failed: the log does not take this"]
    );
}

#[test]
fn a_store_that_goes_takes_its_timers_along() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Debounce::new(SECOND, by_first_letter))
        .layer(Throttle::new(SECOND, by_first_letter));
    store.dispatch(write("a"));
    test.clock.advance(SECOND);
    store.dispatch(write("b"));
    assert_eq!(
        test.clock.pending(),
        2,
        "the throttle's interval and the debounced change"
    );
    drop(store);
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn a_closure_can_be_held_back() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Debounce::new(SECOND, |change: &Change<'_, Log>| {
            Some(change.name().into_owned())
        }));
    store.update(|log| log.total = 1);
    store.update(|log| log.total += 10);
    test.clock.advance(SECOND);
    assert_eq!(store.snapshot().total, 10);
}

/// Says something that must stay on its thread.
#[derive(Clone, Debug)]
struct Say(Rc<str>);

impl Action<Vec<Rc<str>>> for Say {
    type Reply = ();
    type Error = std::convert::Infallible;

    fn name(&self) -> &'static str {
        "say"
    }

    fn apply(self, said: &mut Vec<Rc<str>>, _: &mut Cx<Vec<Rc<str>>>) -> Result<(), Self::Error> {
        said.push(self.0);
        Ok(())
    }
}

#[test]
fn both_work_on_a_store_that_stays_on_its_thread() {
    let key = |change: &Change<'_, Vec<Rc<str>>>| Some(change.kind());
    let test = TestEnvironment::default();
    let debounced = Store::<_, Confined>::new_local(Vec::new(), test.environment())
        .layer(Debounce::new_local(SECOND, key));
    let throttled = Store::<_, Confined>::new_local(Vec::new(), test.environment())
        .layer(Throttle::new_local(SECOND, key));
    for store in [&debounced, &throttled] {
        store.dispatch(Say("one".into()));
        store.dispatch(Say("two".into()));
    }
    test.clock.advance(SECOND);
    assert_eq!(
        debounced
            .snapshot()
            .iter()
            .map(|word| &**word)
            .collect::<Vec<_>>(),
        ["two"]
    );
    assert_eq!(
        throttled
            .snapshot()
            .iter()
            .map(|word| &**word)
            .collect::<Vec<_>>(),
        ["one", "two"]
    );
    assert!(format!("{:?}", Debounce::new_local(SECOND, key)).contains("1s"));
    assert!(format!("{:?}", Throttle::new_local(SECOND, key)).contains("1s"));
}

#[test]
fn what_was_held_back_is_validated_whichever_layer_is_outside() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment())
        .layer(Validate::new(|log: &Log| {
            if log.total > 3 {
                Err("too much")
            } else {
                Ok(())
            }
        }))
        .layer(Debounce::new(SECOND, |change: &Change<'_, Log>| {
            Some(change.kind())
        }));
    store.dispatch(LogAction::Add(9));
    test.clock.advance(SECOND);
    assert_eq!(store.snapshot().total, 0);
    assert_eq!(
        test.reports.take(),
        ["store `Log`: `add` was refused by Validate: too much"]
    );
}

/// A clock whose timers can't be cancelled: they have run out already when somebody tries.
#[derive(Clone, Default)]
struct LateClock(Arc<Mutex<Vec<Run>>>);

type Run = Box<dyn FnOnce() + Send>;

impl Clock for LateClock {
    fn now(&self) -> Timestamp {
        Timestamp::default()
    }

    fn after(&self, _: Duration, run: Run) -> Timer {
        self.0.lock().unwrap().push(run);
        Timer::new(|| {})
    }
}

#[test]
fn a_timer_that_comes_too_late_to_be_cancelled_passes_nothing_on_early() {
    let clock = LateClock::default();
    let store = Store::in_environment(Log::default(), Environment::default().clock(clock.clone()))
        .layer(Debounce::new(SECOND, by_first_letter));
    store.dispatch(write("a1"));
    store.dispatch(write("a2"));
    let mut timers = std::mem::take(&mut *clock.0.lock().unwrap()).into_iter();
    timers.next().unwrap()();
    assert!(
        store.snapshot().lines.is_empty(),
        "the first timer's change was superseded"
    );
    timers.next().unwrap()();
    assert_eq!(store.snapshot().lines, ["a2"]);
}
