//! Five counters as machines, each with a chart of its own.

#[path = "../charts/five.rs"]
mod five;
#[macro_use]
#[path = "../charts/stores.rs"]
mod stores;

use five::{fifth, first, fourth, second, third, Fifth, First, Fourth, Second, Third};
use leptos::prelude::*;
use leptos_state::prelude::*;

five_in_stores! {
    first first First(10);
    second second Second(20);
    third third Third(30);
    fourth fourth Fourth(40);
    fifth fifth Fifth(50);
}

fn main() {
    mount_to_body(App);
}
