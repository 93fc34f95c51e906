//! The cases of histories.

use super::{Case, Contestant, Library, Measured, CORE};

const ENTITIES: Contestant = Contestant::new(Library::LeptosState, "leptos-state-core, Entities");
const PATCHES: Contestant = Contestant::new(Library::LeptosState, "leptos-state-core, patches");
const ZUNDO: Contestant = Contestant::new(Library::Zundo, "zundo");
const REDUX_UNDO: Contestant = Contestant::new(Library::ReduxUndo, "redux-undo");
const TRAVELS: Contestant = Contestant::new(Library::Travels, "travels");

const CONTESTANTS: &[Contestant] = &[CORE, ENTITIES, PATCHES, ZUNDO, REDUX_UNDO, TRAVELS];

const TIMED: Measured = Measured::Time {
    contestants: CONTESTANTS,
    reference: CORE,
};

/// All of them.
pub const ALL: &[Case] = &[
    Case {
        name: "undo-push-small",
        about: "a step in a state of 10 notes of 100 bytes, when 100 are kept",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-back-small",
        about: "its undo",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-again-small",
        about: "its redo",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-push-large",
        about: "a step in a state of 100 notes of 1,000 bytes, when 100 are kept",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-back-large",
        about: "its undo",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-again-large",
        about: "its redo",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-push-rows",
        about: "a step in a state of 1,000 short rows, when 100 are kept",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-back-rows",
        about: "its undo",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-again-rows",
        about: "its redo",
        measured: TIMED,
        told: 0,
        bounds: &[],
    },
    Case {
        name: "undo-steps",
        about: "bytes kept for each of 1,000 steps in a state of 100 notes of 1,000 bytes",
        measured: Measured::Steps(CONTESTANTS),
        told: 0,
        bounds: &[],
    },
];
