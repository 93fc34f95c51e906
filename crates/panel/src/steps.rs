//! What a machine did last, and what it would do next.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use leptos_state::chart::{Input, MachineAction, Running, Statechart};
use leptos_state::{State, Store};

/// Transitions, each by the path of its state and its place among those of that.
pub type Transitions = BTreeSet<(String, usize)>;

/// What happened last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Last {
    /// What it was: an event, a timer, a result.
    pub name: String,
    /// The transitions that were taken.
    pub taken: Transitions,
}

/// Follows a machine. What each change took is found out by letting the machine as it was before handle the same once more,
/// which performs nothing.
pub fn last<L>(machine: Store<Running<L>>) -> ReadSignal<Last>
where
    L: Statechart<Context: State + Send + Sync, Event: Send + Sync> + Send + Sync,
    L: Statechart<Data: Send + Sync, Held: Send + Sync, Inner: Send + Sync>,
{
    let (last, set_last) = signal(Last::default());
    let before = Mutex::new(
        machine
            .try_snapshot()
            .map(|snapshot| Arc::clone(snapshot.state())),
    );
    let subscription = machine.subscribe(move |commit| {
        let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
        let was = before.replace(Arc::clone(commit.state()));
        let steps = match commit.change().as_action() {
            Some(MachineAction::Input(input)) => was.and_then(|was| was.microsteps(input).ok()),
            _ => None,
        };
        let taken = steps.into_iter().flatten().flat_map(|step| step.taken);
        set_last.set(Last {
            name: commit.change().name().into_owned(),
            taken: taken.collect(),
        });
    });
    on_cleanup(move || drop(subscription));
    last
}

/// The transitions that an event would take now.
pub fn enabled<L: Statechart>(machine: &Running<L>, event: &L::Event) -> Transitions
where
    L::Event: Clone,
{
    let steps = machine.microsteps(&Input::Event(event.clone()));
    let steps = steps.into_iter().flatten();
    steps.flat_map(|step| step.taken).collect()
}
