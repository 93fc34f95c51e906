//! A state for the tests.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use leptos::prelude::*;
use leptos_state::prelude::*;

/// A form with a part that is a state itself.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Form {
    /// A text.
    pub name: String,
    /// A number.
    pub age: u32,
    /// A truth.
    pub agreed: bool,
    /// A part.
    pub address: Address,
}

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Address {
    /// A text.
    pub city: String,
}

#[actions]
impl Form {
    /// Makes it a year older.
    pub fn birthday(&mut self) -> u32 {
        self.age += 1;
        self.age
    }

    /// Fails for an empty name.
    pub fn rename(&mut self, name: String) -> Result<(), String> {
        if name.is_empty() {
            return Err("a name is not empty".to_owned());
        }
        self.name = name;
        Ok(())
    }
}

/// A reactive owner for the length of a test.
pub fn owner() -> Owner {
    let owner = Owner::new();
    owner.set();
    owner
}

/// How often something ran.
#[derive(Clone, Default)]
pub struct Count(Arc<AtomicUsize>);

impl Count {
    /// Counts one.
    pub fn up(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// The count since the last call.
    pub fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

/// Runs `read` now and whenever what it read changes, and counts.
pub fn watch<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Count {
    let count = Count::default();
    let counted = count.clone();
    ImmediateEffect::new_scoped(move || {
        counted.up();
        read();
    });
    count
}
