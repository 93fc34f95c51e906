//! The counter.
#![cfg(not(target_arch = "wasm32"))]

use seven_guis::counter::Counter;

#[test]
fn it_begins_at_zero_and_counts_one_by_one() {
    let mut counter = Counter::default();
    assert_eq!(counter.count, 0);
    counter.increment();
    counter.increment();
    assert_eq!(counter.count, 2);
}

#[test]
fn the_greatest_number_stays() {
    let mut counter = Counter { count: u32::MAX };
    counter.increment();
    assert_eq!(counter.count, u32::MAX);
}
