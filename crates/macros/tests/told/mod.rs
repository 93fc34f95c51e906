//! All that stores tell of themselves, and a secret to be looked for in it.

use std::fmt;
use std::sync::{Arc, Mutex};

use leptos_state_core::json::Schema;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    redacted, Action, Actions, Change, Layer, Next, Record, State, Store, Subscription, Verdict,
};
use leptos_state_macros::State;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Part of every secret, and of nothing else.
pub const SECRET: &str = "d6f0c3";

pub fn secret(of: &str) -> String {
    format!("{SECRET}-{of}")
}

#[track_caller]
pub fn assert_told_nothing(text: &str) {
    assert!(!text.contains(SECRET), "it is told: {text}");
    assert!(!text.is_empty());
}

/// Whatever a store writes down and prints, in a text.
#[derive(Clone, Default)]
pub struct Told(Arc<Mutex<String>>);

impl Told {
    pub fn add(&self, text: &str) {
        self.0.lock().unwrap().push_str(text);
    }

    pub fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A store of which everything is told: each change before it is made, each commit and its record.
pub fn telling<S>(state: S, test: &TestEnvironment) -> (Store<S>, Told, Subscription)
where
    S: Actions<Action: Serialize + Send + Sync> + Serialize + fmt::Debug + Send + Sync,
{
    let told = Told::default();
    let store = Store::in_environment(state, test.environment());
    let store = store.layer(Tell(told.clone()));
    let all = told.clone();
    let listener = store.subscribe(move |commit| {
        let record = Record::of(commit);
        all.add(&serde_json::to_string(&record).unwrap());
        all.add(&format!("{commit:?} {:?}", commit.change()));
    });
    (store, told, listener)
}

pub struct Tell(pub Told);

impl<S: Actions<Action: Serialize> + fmt::Debug> Layer<S> for Tell {
    fn name(&self) -> &'static str {
        "Tell"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        self.0.add(&format!("{change:?} {}", change.name()));
        if let Some(action) = change.as_action() {
            let mut shown = action.clone();
            shown.redact();
            self.0.add(&serde_json::to_string(&shown).unwrap());
            self.0.add(&format!("{shown:?}"));
        }
        let verdict = next.run(change);
        self.0.add(&format!("{verdict:?}"));
        verdict
    }
}

/// What a store's state is written down and printed as.
pub fn written<S>(store: &Store<S>) -> String
where
    S: State + Serialize + DeserializeOwned + fmt::Debug,
{
    let snapshot = store.snapshot();
    let stored = serde_json::to_string(&snapshot).unwrap();
    let sent = Schema::version(1).write(&snapshot).unwrap();
    let shown = redacted(&**snapshot.state());
    format!("{stored} {sent} {snapshot:?} {store:?} {shown:?}")
}

#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, State, Serialize, Deserialize,
)]
pub struct Key {
    pub name: String,
    #[state(secret)]
    pub value: String,
}

pub fn key(of: &str) -> Key {
    Key {
        name: of.to_owned(),
        value: secret(of),
    }
}
