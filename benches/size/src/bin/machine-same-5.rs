//! Five counters as machines of one chart: what `machine-5` is compared with.

#[path = "../charts/one.rs"]
mod one;
#[macro_use]
#[path = "../charts/stores.rs"]
mod stores;

use leptos::prelude::*;
use leptos_state::prelude::*;
use one::{counter, Counter};

five_in_stores! {
    first counter Counter(10);
    second counter Counter(20);
    third counter Counter(30);
    fourth counter Counter(40);
    fifth counter Counter(50);
}

fn main() {
    mount_to_body(App);
}
