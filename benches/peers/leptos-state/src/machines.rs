//! Machines in stores, which are sent events through handles that are `Copy`.

use std::cell::OnceCell;

use harness::machines::{self, Seen};
use harness::Entry;
use leptos_state::chart::{Running, Statechart};
use leptos_state::Store;
use reactive_graph::owner::Owner;
use reactive_graph::traits::WithUntracked;

use crate::charts::{Charted, Eventless, Flat, Guarded, Nested, Regions, Remembering};
use crate::effects::owner;

/// The cases of machines.
pub fn entries(contestant: &'static str) -> Vec<Entry> {
    let mut entries = machines::flat::<InStore<Flat>>(contestant);
    entries.extend([
        machines::root::<InStore<Nested>>(contestant),
        machines::guard::<InStore<Guarded>>(contestant),
        machines::eventless::<InStore<Eventless>>(contestant),
        machines::regions::<InStore<Regions>>(contestant),
        machines::history::<InStore<Remembering>>(contestant),
        machines::idle::<InStore<Flat>>(contestant),
    ]);
    entries
}

/// A chart whose machines can be in stores that several threads use.
trait Shared:
    Charted + Statechart<Event: Send + Sync, Data: Send + Sync, Held: Send + Sync> + Send + Sync
{
}

impl<L> Shared for L where
    L: Charted + Statechart<Event: Send + Sync, Data: Send + Sync, Held: Send + Sync> + Send + Sync
{
}

struct InStore<L: Shared>(Store<Running<L>>);

impl<L: Shared> Default for InStore<L> {
    fn default() -> Self {
        thread_local! {
            /// In which all stores live, for as long as the program runs.
            static OWNER: OnceCell<Owner> = const { OnceCell::new() };
        }
        OWNER.with(|kept| {
            kept.get_or_init(owner);
        });
        Self(Store::new(Running::new(L::LOGIC, 0)))
    }
}

impl<L: Shared> machines::Machine for InStore<L> {
    type Event = L::Event;
    const EVENTS: &'static [L::Event] = L::EVENTS;

    fn send(&mut self, event: L::Event) {
        self.0.send(event);
    }

    fn seen(&self) -> Seen {
        self.0.with_untracked(|running| Seen {
            active: L::active(running),
            count: *running.context(),
        })
    }
}
