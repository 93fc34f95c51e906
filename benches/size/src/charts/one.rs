//! A chart, for programs with one.

use leptos_state::prelude::*;

#[macro_use]
#[path = "counters.rs"]
mod macros;

counters! {
    Counter counter;
}
