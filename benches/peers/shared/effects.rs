//! Effects as an application has them, on an executor that is driven by hand. Every contestant compiles this file for the
//! version of Leptos's reactive system that it uses.

use std::hint::black_box;

use any_spawner::Executor;
use reactive_graph::effect::Effect;
use reactive_graph::owner::Owner;

/// An owner, in which what is made from here on lives for as long as it is kept.
pub fn owner() -> Owner {
    // It is an error to do this again, and of no consequence.
    let _ = Executor::init_futures_executor();
    let owner = Owner::new();
    owner.set();
    owner
}

/// Runs `read` now and whenever what it read has changed, and counts each run.
pub fn watch<T>(read: impl Fn() -> T + 'static) {
    Effect::new(move || {
        harness::ran();
        black_box(read());
    });
}

/// Runs every effect that is due.
pub fn settle() {
    Executor::poll_local();
}
