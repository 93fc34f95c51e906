//! Five counters of one chart, without stores, in one signal: what `charts-5` is compared with.

#[path = "../charts/one.rs"]
mod one;
#[macro_use]
#[path = "../charts/signal.rs"]
mod signal;

use leptos::prelude::*;
use leptos_state::chart::{Effects, Running};
use one::{counter, Counter};

five_in_a_signal! {
    (Running::new(Counter(10), 0), Running::new(Counter(20), 0), Running::new(Counter(30), 0), Running::new(Counter(40), 0), Running::new(Counter(50), 0)),
    .0 counter .1 counter .2 counter .3 counter .4 counter
}

fn main() {
    mount_to_body(App);
}
