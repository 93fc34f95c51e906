//! The same chart five times, each with types of its own.

use leptos_state::prelude::*;

#[macro_use]
#[path = "counters.rs"]
mod macros;

counters! {
    First first;
    Second second;
    Third third;
    Fourth fourth;
    Fifth fifth;
}
