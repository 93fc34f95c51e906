//! Contestant: leptos-state-chart by itself, with charts of `chart!`.

#[path = "../../shared/charts.rs"]
mod charts;

mod actors;

use std::sync::{Arc, LazyLock};

use charts::{Charted, Eventless, Flat, Guarded, Nested, Regions, Remembering};
use harness::machines::{self, Machine, Seen};
use harness::Entry;
use leptos_state_chart::{Effects, Running, Statechart};
use leptos_state_macros::chart;

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = machines::flat::<Plain<Flat>>("leptos-state-chart");
    entries.extend([
        machines::root::<Plain<Nested>>("leptos-state-chart"),
        machines::guard::<Plain<Guarded>>("leptos-state-chart"),
        machines::eventless::<Plain<Eventless>>("leptos-state-chart"),
        machines::regions::<Plain<Regions>>("leptos-state-chart"),
        machines::history::<Plain<Remembering>>("leptos-state-chart"),
        machines::idle::<Idle>("leptos-state-chart"),
        Entry::new(
            "leptos-state-chart, document",
            "actors",
            actors::come_and_go,
        ),
        Entry::new("leptos-state-chart, document", "actors-idle", actors::stay),
    ]);
    entries
}

/// A machine that does nothing. All of them share their logic, which is part of the definition.
struct Idle(#[expect(dead_code, reason = "it is there to take its place in memory")] Running<Flat>);

impl Default for Idle {
    fn default() -> Self {
        static LOGIC: LazyLock<Arc<Flat>> = LazyLock::new(|| Arc::new(Flat::LOGIC));
        Self(Running::new(Arc::clone(&LOGIC), 0))
    }
}

/// A machine as a plain value, and what it asks for.
struct Plain<L: Statechart> {
    running: Running<L>,
    effects: Effects<L::Event, L::Data>,
}

impl<L: Charted> Default for Plain<L> {
    fn default() -> Self {
        Self {
            running: Running::new(L::LOGIC, 0),
            effects: Effects::new(),
        }
    }
}

impl<L: Charted> Machine for Plain<L> {
    type Event = L::Event;
    const EVENTS: &'static [L::Event] = L::EVENTS;

    fn send(&mut self, event: L::Event) {
        let handled = self.running.send(&event, &mut self.effects);
        handled.expect("it comes to rest");
    }

    fn seen(&self) -> Seen {
        Seen {
            active: L::active(&self.running),
            count: *self.running.context(),
        }
    }
}
