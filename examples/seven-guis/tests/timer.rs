//! The timer, by a clock that the test moves.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use leptos_state::chart::Running;
use leptos_state::testing::TestEnvironment;
use leptos_state::ArcStore;
use seven_guis::timer::timer::{self, Event};
use seven_guis::timer::{Progress, Timer, LONGEST};

struct Test {
    environment: TestEnvironment,
    store: ArcStore<Running<Timer>>,
}

impl Test {
    fn of(seconds: u64) -> Self {
        let environment = TestEnvironment::default();
        let duration = Duration::from_secs(seconds);
        let progress = Progress {
            duration,
            ..Progress::default()
        };
        let machine = Running::new(Timer::new(environment.environment()), progress);
        let store = ArcStore::in_environment(machine, environment.environment());
        store.begin();
        environment.effects.run();
        Self { environment, store }
    }

    /// Lets the page sleep so long.
    fn pass(&self, millis: u64) {
        self.environment
            .clock
            .advance(Duration::from_millis(millis));
        self.environment.effects.run();
    }

    fn adjust(&self, seconds: u64) {
        self.store.send(Event::Adjust(Duration::from_secs(seconds)));
        self.environment.effects.run();
    }

    fn reset(&self) {
        self.store.send(Event::Reset);
        self.environment.effects.run();
    }

    fn elapsed(&self) -> u128 {
        self.store.snapshot().context().elapsed.as_millis()
    }

    fn share(&self) -> f64 {
        self.store.snapshot().context().share()
    }

    fn is_running(&self) -> bool {
        self.store.snapshot().matches(timer::Running)
    }
}

#[test]
fn it_counts_what_passes_until_the_duration_has_passed() {
    let test = Test::of(1);
    assert_eq!((test.elapsed(), test.share()), (0, 0.0));
    for step in 1..=9 {
        test.pass(100);
        assert_eq!(test.elapsed(), 100 * step);
    }
    assert!(test.is_running());
    test.pass(100);
    assert_eq!((test.elapsed(), test.share()), (1000, 1.0));
    assert!(!test.is_running());
    assert_eq!(
        test.environment.clock.pending(),
        0,
        "nothing waits for a clock any more"
    );
    test.pass(5000);
    assert_eq!(test.elapsed(), 1000);
}

#[test]
fn a_page_that_is_woken_late_counts_all_the_time() {
    let test = Test::of(10);
    test.pass(1234);
    test.pass(3000);
    assert_eq!(test.elapsed(), 4234);
    test.pass(60_000);
    assert_eq!(test.elapsed(), 10_000, "but no more than the duration");
}

#[test]
fn another_duration_counts_at_once() {
    let test = Test::of(10);
    test.pass(2000);
    assert_eq!(test.share(), 0.2);
    test.adjust(4);
    assert_eq!((test.elapsed(), test.share()), (2000, 0.5));
    assert!(test.is_running());
    test.adjust(1);
    assert_eq!((test.elapsed(), test.share()), (2000, 1.0));
    assert!(!test.is_running());
}

#[test]
fn it_goes_on_when_there_is_time_left_again() {
    let test = Test::of(1);
    test.pass(1000);
    assert!(!test.is_running());
    test.pass(9000);
    test.adjust(2);
    assert!(test.is_running());
    assert_eq!(
        test.elapsed(),
        1000,
        "the time in which it stood does not count"
    );
    test.pass(500);
    assert_eq!(test.elapsed(), 1500);
    test.pass(500);
    assert!(!test.is_running());
}

#[test]
fn a_reset_begins_anew() {
    let test = Test::of(1);
    test.pass(700);
    test.reset();
    assert_eq!(test.elapsed(), 0);
    test.pass(1000);
    assert!(!test.is_running());
    test.reset();
    assert!(test.is_running());
    test.pass(300);
    assert_eq!(test.elapsed(), 300);
}

#[test]
fn a_timer_without_time_is_over_and_none_lasts_for_ever() {
    let test = Test::of(0);
    assert_eq!(test.share(), 1.0);
    assert!(!test.is_running());
    test.adjust(u64::MAX);
    assert_eq!(test.store.snapshot().context().duration, LONGEST);
    assert!(test.is_running());
}
