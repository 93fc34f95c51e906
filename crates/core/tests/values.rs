//! Identifiers, moments, versions and inputs: how they print, compare and are stored.

use std::time::Duration;

use leptos_state_core::testing::{ManualClock, TestEnvironment};
use leptos_state_core::{Clock, Environment, Id, IdSource, Origin, Store, Timestamp};

#[test]
fn an_identifier_is_a_uuid_of_version_7_that_sorts_by_its_time() {
    let early = Id::new(Timestamp::from_millis(1_000), [255; 10]);
    let late = Id::new(Timestamp::from_millis(1_001), [0; 10]);
    assert!(early < late);
    let text = early.to_string();
    assert_eq!(
        text, "00000000-03e8-7fff-bfff-ffffffffffff",
        "RFC 9562, section 5.7"
    );
    assert_eq!(text.parse(), Ok(early));
    assert_eq!(format!("{early:?}"), text);
    assert!("not an id".parse::<Id>().is_err());
    assert_eq!(Id::from_u128(early.as_u128()), early);
}

#[test]
fn values_are_stored_plainly() {
    let id = Id::from_u128(1);
    assert_eq!(
        serde_json::to_string(&id).unwrap(),
        "\"00000000-0000-0000-0000-000000000001\""
    );
    assert_eq!(
        serde_json::from_str::<Id>(&serde_json::to_string(&id).unwrap()).unwrap(),
        id
    );
    assert_eq!(
        serde_json::to_string(&Timestamp::from_millis(5)).unwrap(),
        "5"
    );
    assert_eq!(
        serde_json::to_string(&Origin::Remote).unwrap(),
        "\"remote\""
    );
    assert_eq!(
        serde_json::to_string(&Store::new(0_u8).snapshot().version()).unwrap(),
        "0"
    );
}

#[test]
fn moments_and_durations() {
    let start = Timestamp::from_millis(10);
    let later = start + Duration::from_millis(5);
    assert_eq!(later.as_millis(), 15);
    assert_eq!(later.since(start), Duration::from_millis(5));
    assert_eq!(start.since(later), Duration::ZERO);
    assert_eq!(
        (start + Duration::MAX).as_millis(),
        u64::MAX,
        "time saturates"
    );
}

#[test]
fn timers_run_at_their_moments_in_their_order() {
    let clock = ManualClock::default();
    let order = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let note = |name: &'static str| {
        let (order, clock) = (order.clone(), clock.clone());
        Box::new(move || order.lock().unwrap().push((name, clock.now().as_millis())))
    };
    let _late = clock.after(Duration::from_millis(30), note("late"));
    let _early = clock.after(Duration::from_millis(10), note("early"));
    let _tie = clock.after(Duration::from_millis(10), note("tie"));
    let cancelled = clock.after(Duration::from_millis(20), note("cancelled"));
    assert_eq!(format!("{cancelled:?}"), "Timer { .. }");
    drop(cancelled);
    clock.advance(Duration::from_millis(100));
    assert_eq!(
        *order.lock().unwrap(),
        [("early", 10), ("tie", 10), ("late", 30)]
    );
    assert_eq!(clock.now().as_millis(), 100);
}

#[test]
fn the_default_environment_is_inert() {
    let environment = Environment::default();
    assert_eq!(environment.now(), Timestamp::default());
    let timer = environment.after(Duration::ZERO, || unreachable!("time stands still"));
    drop(timer);
    assert_eq!(format!("{environment:?}"), "Environment { .. }");
    let test = TestEnvironment::default();
    assert_eq!(test.ids.id(Timestamp::default()), Id::from_u128(1));
    assert!(format!("{test:?}").contains("ManualClock"));
}
