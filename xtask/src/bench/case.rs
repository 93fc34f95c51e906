//! What is measured, of whom, and which bounds it has.

mod histories;
mod machines;

use super::contestant::{Contestant, Library};
use super::quantity::Quantity;

/// One kind of operation.
pub struct Case {
    /// What it is called on the command line, in the contestants' programs and in the page.
    pub name: &'static str,
    pub about: &'static str,
    pub measured: Measured,
    /// How many watchers have to run at each operation, of whichever contestant. Fewer would mean that somebody was not told.
    pub told: u64,
    /// The most that the library of the first contestant may take.
    pub bounds: &'static [(Quantity, f64)],
}

/// What is measured of the contestants. Ours come first.
pub enum Measured {
    /// The time of an operation, as a ratio to the reference's.
    Time {
        contestants: &'static [Contestant],
        reference: Contestant,
    },
    /// The time that an operation takes longer with something than without.
    Difference(&'static [(Contestant, Contestant)]),
    /// The bytes kept when many of something have come and gone.
    Cycles(&'static [Contestant]),
    /// The bytes kept after many actions; each contestant with the case of which the action is.
    Actions(&'static [(Contestant, &'static str)]),
    /// The bytes that a machine takes which does nothing.
    Machines(&'static [Contestant]),
    /// The bytes that a step in a history takes.
    Steps(&'static [Contestant]),
    /// The time of an operation in WebAssembly, as a ratio to that of the native program, in each of these cases.
    Wasm {
        wasm: Contestant,
        native: Contestant,
        cases: &'static [&'static str],
    },
    /// The time that checking a crate takes longer with a chart than without.
    Check(Contestant),
}

impl Measured {
    pub fn contestants(&self) -> Vec<Contestant> {
        match self {
            Self::Time { contestants, .. }
            | Self::Cycles(contestants)
            | Self::Machines(contestants)
            | Self::Steps(contestants) => contestants.to_vec(),
            Self::Difference(pairs) => pairs
                .iter()
                .flat_map(|(with, without)| [*with, *without])
                .collect(),
            Self::Actions(contestants) => contestants
                .iter()
                .map(|(contestant, _)| *contestant)
                .collect(),
            Self::Wasm { wasm, native, .. } => vec![*wasm, *native],
            // It is checked, not run.
            Self::Check(_) => Vec::new(),
        }
    }
}

const CORE: Contestant = Contestant::new(Library::LeptosState, "leptos-state-core");
const HANDLES: Contestant = Contestant::new(Library::LeptosState, "leptos-state");
const LAYERED: Contestant = Contestant::new(Library::LeptosState, "leptos-state-core, no-op layer");
const RECORDED: Contestant = Contestant::new(Library::LeptosState, "leptos-state-core, Recorder");
const SHOWN: Contestant = Contestant::new(Library::LeptosState, "leptos-state-core, DevTools");
const ARC_RW_SIGNAL: Contestant = Contestant::new(Library::Signals, "ArcRwSignal");
const RW_SIGNAL: Contestant = Contestant::new(Library::Signals, "RwSignal");
const SIGNAL_PAIR: Contestant = Contestant::new(Library::Signals, "signal()");
const SIGNAL_IN_EACH_ROW: Contestant = Contestant::new(Library::Signals, "ArcRwSignal in each row");
const ARC_TRIGGER: Contestant = Contestant::new(Library::Signals, "ArcTrigger");
const STORES: Contestant = Contestant::new(Library::ReactiveStores, "reactive_stores");
const NEXT_STORES: Contestant =
    Contestant::new(Library::ReactiveStoresCandidate, "reactive_stores");
const LEPTOS_STORE: Contestant = Contestant::new(Library::LeptosStore, "leptos-store");
const LEPTOS_STORE_MIDDLEWARE: Contestant =
    Contestant::new(Library::LeptosStore, "leptos-store, middleware");
const ZUSTAND: Contestant = Contestant::new(Library::Zustand, "zustand");
const XSTATE_STORE: Contestant = Contestant::new(Library::XstateStore, "@xstate/store");

/// Those who can have the rows of a table watched one by one.
const ROW_CONTESTANTS: &[Contestant] = &[CORE, HANDLES, STORES, NEXT_STORES, SIGNAL_IN_EACH_ROW];

/// All there are, in the order in which they run.
pub fn all() -> impl Iterator<Item = &'static Case> {
    OF_STORES.iter().chain(histories::ALL).chain(machines::ALL)
}

/// Those of stores.
const OF_STORES: &[Case] = &[
    Case {
        name: "action",
        about: "an action of a store that nobody watches",
        measured: Measured::Time {
            contestants: &[CORE, ARC_RW_SIGNAL, ZUSTAND, XSTATE_STORE],
            reference: ARC_RW_SIGNAL,
        },
        told: 0,
        bounds: &[
            (Quantity::Ratio, 1.0),
            (Quantity::Allocations, 0.0),
            (Quantity::Watchers, 0.0),
        ],
    },
    Case {
        name: "action-copy",
        about: "the same through a handle that is Copy",
        measured: Measured::Time {
            contestants: &[HANDLES, RW_SIGNAL, STORES, NEXT_STORES, LEPTOS_STORE],
            reference: RW_SIGNAL,
        },
        told: 0,
        bounds: &[
            (Quantity::Ratio, 1.0),
            (Quantity::Allocations, 0.0),
            (Quantity::Watchers, 0.0),
        ],
    },
    Case {
        name: "no-op-layer",
        about: "what a layer that does nothing adds to an action",
        measured: Measured::Difference(&[(LAYERED, CORE), (LEPTOS_STORE_MIDDLEWARE, LEPTOS_STORE)]),
        told: 0,
        bounds: &[(Quantity::Difference, 5.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "watchers",
        about: "a change of a field that 1,000 effects read, until all have run",
        measured: Measured::Time {
            contestants: &[
                HANDLES,
                SIGNAL_PAIR,
                ARC_TRIGGER,
                RW_SIGNAL,
                STORES,
                NEXT_STORES,
            ],
            reference: SIGNAL_PAIR,
        },
        told: 1_000,
        bounds: &[(Quantity::Ratio, 1.3), (Quantity::Watchers, 1_000.0)],
    },
    Case {
        name: "listeners",
        about: "a change of a field that 1,000 plain functions listen to",
        measured: Measured::Time {
            contestants: &[CORE, ZUSTAND, XSTATE_STORE],
            reference: CORE,
        },
        told: 1_000,
        bounds: &[(Quantity::Watchers, 1_000.0)],
    },
    Case {
        name: "rename",
        about: "another label for one of 1,000 watched rows, wherever it is",
        measured: Measured::Time {
            contestants: &[
                CORE,
                HANDLES,
                STORES,
                NEXT_STORES,
                SIGNAL_IN_EACH_ROW,
                ZUSTAND,
                XSTATE_STORE,
            ],
            reference: HANDLES,
        },
        told: 1,
        bounds: &[(Quantity::Median, 5_000.0), (Quantity::Watchers, 1.0)],
    },
    Case {
        name: "push",
        about: "one row more at 1,000 watched ones",
        measured: Measured::Time {
            contestants: ROW_CONTESTANTS,
            reference: HANDLES,
        },
        told: 1,
        bounds: &[(Quantity::Median, 20_000.0), (Quantity::Watchers, 2.0)],
    },
    Case {
        name: "swap",
        about: "two of 1,000 watched rows change places",
        measured: Measured::Time {
            contestants: ROW_CONTESTANTS,
            reference: HANDLES,
        },
        told: 1,
        bounds: &[(Quantity::Median, 20_000.0), (Quantity::Watchers, 2.0)],
    },
    Case {
        name: "remove",
        about: "one of 1,000 watched rows goes",
        measured: Measured::Time {
            contestants: ROW_CONTESTANTS,
            reference: HANDLES,
        },
        told: 1,
        bounds: &[(Quantity::Median, 20_000.0), (Quantity::Watchers, 2.0)],
    },
    Case {
        name: "entity-rename",
        about: "another label for one of 1,000 watched entities among 100,000, while a snapshot is held",
        measured: Measured::Time {
            contestants: &[CORE, HANDLES],
            reference: HANDLES,
        },
        told: 1,
        bounds: &[(Quantity::Median, 5_000.0), (Quantity::Watchers, 1.0)],
    },
    Case {
        name: "entity-push",
        about: "one entity more than 100,000, of which 1,000 are watched, while a snapshot is held",
        measured: Measured::Time {
            contestants: &[CORE, HANDLES],
            reference: HANDLES,
        },
        told: 1,
        bounds: &[(Quantity::Median, 20_000.0), (Quantity::Watchers, 1.0)],
    },
    Case {
        name: "other-field",
        about: "a change of another field while 10,000 rows are watched",
        measured: Measured::Time {
            contestants: &[
                CORE,
                HANDLES,
                STORES,
                NEXT_STORES,
                SIGNAL_IN_EACH_ROW,
                ZUSTAND,
                XSTATE_STORE,
            ],
            reference: HANDLES,
        },
        told: 0,
        bounds: &[
            (Quantity::Median, 100.0),
            (Quantity::Watchers, 0.0),
            (Quantity::Allocations, 0.0),
        ],
    },
    Case {
        name: "rows",
        about: "bytes kept when 10,000 watched rows have come and gone",
        measured: Measured::Cycles(ROW_CONTESTANTS),
        told: 0,
        bounds: &[(Quantity::Growth, 0.0)],
    },
    Case {
        name: "stores",
        about: "bytes kept when 10,000 stores have come and gone",
        measured: Measured::Cycles(&[CORE, HANDLES, STORES, NEXT_STORES]),
        told: 0,
        bounds: &[(Quantity::Growth, 0.0)],
    },
    Case {
        name: "recorder",
        about: "what a recorder adds to an action",
        measured: Measured::Difference(&[(RECORDED, CORE), (SHOWN, CORE)]),
        told: 0,
        bounds: &[],
    },
    Case {
        name: "recorder-steps",
        about: "bytes that 1,000 recorded actions take",
        measured: Measured::Cycles(&[RECORDED, CORE]),
        told: 0,
        bounds: &[(Quantity::Growth, 0.0)],
    },
    Case {
        name: "actions",
        about: "bytes kept after many actions",
        measured: Measured::Actions(&[(CORE, "action"), (HANDLES, "action-copy")]),
        told: 0,
        bounds: &[(Quantity::Kept, 0.0), (Quantity::Allocations, 0.0)],
    },
];
