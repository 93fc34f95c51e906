//! Five counters, each with a chart of its own, without stores, in one signal.

#[path = "../charts/five.rs"]
mod five;
#[macro_use]
#[path = "../charts/signal.rs"]
mod signal;

use five::{fifth, first, fourth, second, third, Fifth, First, Fourth, Second, Third};
use leptos::prelude::*;
use leptos_state::chart::{Effects, Running};

five_in_a_signal! {
    (Running::new(First(10), 0), Running::new(Second(20), 0), Running::new(Third(30), 0), Running::new(Fourth(40), 0), Running::new(Fifth(50), 0)),
    .0 first .1 second .2 third .3 fourth .4 fifth
}

fn main() {
    mount_to_body(App);
}
