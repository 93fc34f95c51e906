//! Properties of XState's configurations.

/// Those of a state.
pub const STATE: &[&str] = &[
    "id",
    "key",
    "type",
    "initial",
    "states",
    "on",
    "always",
    "after",
    "entry",
    "exit",
    "invoke",
    "onDone",
    "history",
    "target",
    "output",
    "tags",
    "meta",
    "description",
];

/// Those that only the outermost state has.
pub const MACHINE: &[&str] = &[
    "context", "version", "options", "types", "schemas", "$schema",
];

pub const TRANSITION: &[&str] = &[
    "target",
    "actions",
    "guard",
    "reenter",
    "description",
    "meta",
];

pub const INVOKE: &[&str] = &[
    "src",
    "id",
    "input",
    "systemId",
    "onDone",
    "onError",
    "onSnapshot",
    "description",
    "meta",
];

/// Those that there are no more or not yet, each with what is to be said of it.
pub const REFUSED: &[(&str, &str)] = &[
    ("cond", "it is of XState 4; now it is `guard`"),
    ("in", "it is of XState 4; now it is the guard `xstate.stateIn`"),
    (
        "internal",
        "it is of XState 4; now no transition leaves its source when its targets are inside, unless it has `reenter`",
    ),
    ("activities", "it is of XState 4; now it is `invoke`"),
    ("data", "it is of XState 4; now it is `output`, or the `input` of an invoke"),
    ("autoForward", "it is of XState 4"),
    ("strict", "it is of XState 4"),
    ("delimiter", "it is of XState 4"),
    ("predictableActionArguments", "it is of XState 4"),
    ("preserveActionOrder", "it is of XState 4"),
    ("tsTypes", "it is of XState 4"),
    ("schema", "it is of XState 4"),
    ("route", "routes are not read"),
];
