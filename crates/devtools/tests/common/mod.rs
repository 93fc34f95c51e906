//! A counter with every kind of change, and what looks at its recording.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::cell::Cell;

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Cx, Id, Store};
use leptos_state_devtools::{EntryId, Recorder, Recording};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

thread_local! {
    /// How often an action was applied on this thread, in whichever store.
    static APPLIED: Cell<u32> = const { Cell::new(0) };
}

/// How often an action was applied on this thread, in whichever store.
pub fn applied() -> u32 {
    APPLIED.get()
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Counter {
    pub value: i64,
    pub note: String,
    pub stamps: Vec<(Id, u64)>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is missing")]
pub struct Short(i64);

#[actions]
impl Counter {
    pub fn increment(&mut self) {
        APPLIED.set(APPLIED.get() + 1);
        self.value += 1;
    }

    pub fn decrement(&mut self) {
        self.value -= 1;
    }

    pub fn double(&mut self) {
        self.value *= 2;
    }

    pub fn add(&mut self, by: i64) {
        self.value += by;
    }

    pub fn spend(&mut self, amount: i64) -> Result<(), Short> {
        self.value -= amount;
        if self.value < 0 {
            return Err(Short(-self.value));
        }
        Ok(())
    }

    /// Panics at one value.
    pub fn avoid(&mut self, value: i64) {
        assert_ne!(self.value, value, "that is to be avoided");
        self.value += 100;
    }

    pub fn stamp(&mut self, cx: &mut Cx<Self>) {
        let id = cx.id();
        self.stamps.push((id, cx.now().as_millis()));
    }

    /// Takes an identifier where it succeeds.
    pub fn buy(&mut self, cx: &mut Cx<Self>, price: i64) -> Result<(), Short> {
        self.spend(price)?;
        self.stamp(cx);
        Ok(())
    }

    pub fn remember(&mut self, cx: &mut Cx<Self>) {
        cx.effect("remember", |counter| async move { counter.increment() });
    }
}

/// A counter with a recorder of so many entries.
pub fn counter(limit: usize) -> (Store<Counter>, Recording<Counter>, TestEnvironment) {
    recorded(Recorder::new(limit))
}

/// A counter with this recorder.
pub fn recorded(
    recorder: Recorder<Counter>,
) -> (Store<Counter>, Recording<Counter>, TestEnvironment) {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Counter::default(), test.environment()).layer(recorder);
    let recording = Recorder::of(&store);
    (store, recording, test)
}

pub fn value(store: &Store<Counter>) -> i64 {
    store.snapshot().value
}

/// The values of the counter in all states of a recording.
pub fn values(recording: &Recording<Counter>) -> Vec<i64> {
    let states = recording.states();
    states.iter().map(|state| state.value).collect()
}

/// The names of the entries.
pub fn names(recording: &Recording<Counter>) -> Vec<String> {
    let entries = recording.entries();
    entries
        .iter()
        .map(|entry| entry.name().to_owned())
        .collect()
}

/// The numbers of the entries, in their order.
pub fn ids(recording: &Recording<Counter>) -> Vec<u32> {
    let entries = recording.entries();
    entries.iter().map(|entry| entry.id().get()).collect()
}

/// The numbers of the entries that are left out.
pub fn skipped(recording: &Recording<Counter>) -> Vec<u32> {
    recording.skipped().into_iter().map(EntryId::get).collect()
}

pub fn id(number: u32) -> EntryId {
    EntryId::new(number)
}
