//! The cases of machines.

use super::{Case, Measured};
use crate::bench::contestant::{Contestant, Library};
use crate::bench::quantity::Quantity;

const CHART: Contestant = Contestant::new(Library::Chart, "leptos-state-chart");
const DOCUMENT: Contestant = Contestant::new(Library::Chart, "leptos-state-chart, document");
const CHART_IN_WASM: Contestant = Contestant::new(Library::ChartInWasm, "leptos-state-chart");
const IN_STORE: Contestant = Contestant::new(Library::LeptosState, "leptos-state, in a store");
const MATCH: Contestant = Contestant::new(Library::ByHand, "match");
const STATIG: Contestant = Contestant::new(Library::Statig, "statig");
const SMLANG: Contestant = Contestant::new(Library::Smlang, "smlang");
const RUST_FSM: Contestant = Contestant::new(Library::RustFsm, "rust-fsm");
const BEFORE: Contestant = Contestant::new(Library::LeptosStateBefore, "leptos-state");
const XSTATE: Contestant = Contestant::new(Library::Xstate, "xstate");
const XSTATE_NEXT: Contestant = Contestant::new(Library::XstateNext, "xstate, next");

/// Those who have states that lead to each other, and something to do on the way: all of them.
const FLAT_CONTESTANTS: &[Contestant] = &[
    CHART,
    IN_STORE,
    MATCH,
    STATIG,
    SMLANG,
    RUST_FSM,
    BEFORE,
    XSTATE,
    XSTATE_NEXT,
];

/// Those who have everything that a statechart has.
const CHART_CONTESTANTS: &[Contestant] = &[CHART, IN_STORE, MATCH, XSTATE, XSTATE_NEXT];

/// All there are, in the order in which they run.
pub const ALL: &[Case] = &[
    Case {
        name: "machine-flat",
        about: "an event of a flat machine, in an order that repeats itself",
        measured: Measured::Time {
            contestants: FLAT_CONTESTANTS,
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Ratio, 4.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-flat-random",
        about: "an event of a flat machine, in an order that can't be foreseen",
        measured: Measured::Time {
            contestants: FLAT_CONTESTANTS,
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Ratio, 2.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-root",
        about: "a transition of the outermost state from three levels down, with four actions",
        measured: Measured::Time {
            contestants: &[CHART, IN_STORE, MATCH, STATIG, XSTATE, XSTATE_NEXT],
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Median, 10.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-guard",
        about: "a guard that reads the context, and an action that changes it",
        measured: Measured::Time {
            contestants: &[
                CHART,
                IN_STORE,
                MATCH,
                STATIG,
                SMLANG,
                BEFORE,
                XSTATE,
                XSTATE_NEXT,
            ],
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Median, 5.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-eventless",
        about: "an event, and a transition without one after it",
        measured: Measured::Time {
            contestants: CHART_CONTESTANTS,
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Median, 10.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-regions",
        about: "an event on which three regions move",
        measured: Measured::Time {
            contestants: &[CHART, IN_STORE, MATCH, BEFORE, XSTATE, XSTATE_NEXT],
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Median, 20.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-history",
        about: "an event that leaves two regions, which a deep history remembers",
        measured: Measured::Time {
            contestants: CHART_CONTESTANTS,
            reference: MATCH,
        },
        told: 0,
        bounds: &[(Quantity::Median, 100.0), (Quantity::Allocations, 0.0)],
    },
    Case {
        name: "machine-idle",
        about: "bytes that a machine takes which does nothing, beside its context",
        measured: Measured::Machines(FLAT_CONTESTANTS),
        told: 0,
        bounds: &[(Quantity::Machine, 64.0)],
    },
    Case {
        name: "actors",
        about: "10,000 machines are started by another, told something and stopped",
        measured: Measured::Time {
            contestants: &[DOCUMENT, XSTATE],
            reference: XSTATE,
        },
        told: 0,
        bounds: &[(Quantity::Ratio, 1.0)],
    },
    Case {
        name: "actors-idle",
        about: "bytes that an actor takes which does nothing",
        measured: Measured::Machines(&[DOCUMENT, XSTATE]),
        told: 0,
        bounds: &[],
    },
    Case {
        name: "machine-wasm",
        about: "the same in WebAssembly, against native",
        measured: Measured::Wasm {
            wasm: CHART_IN_WASM,
            native: CHART,
            cases: &[
                "machine-flat",
                "machine-flat-random",
                "machine-root",
                "machine-regions",
                "machine-history",
            ],
        },
        told: 0,
        bounds: &[(Quantity::Ratio, 2.0)],
    },
    Case {
        name: "compile-chart",
        about: "the time that a chart of 50 states and 100 transitions adds to checking a crate",
        measured: Measured::Check(CHART),
        told: 0,
        bounds: &[(Quantity::Difference, 2e9)],
    },
];
