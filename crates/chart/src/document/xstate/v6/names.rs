//! Properties of XState 6's `MachineJSON`.

/// Those of a state.
pub const STATE: &[&str] = &[
    "id",
    "key",
    "type",
    "initial",
    "states",
    "on",
    "onError",
    "after",
    "always",
    "choice",
    "route",
    "invoke",
    "entry",
    "exit",
    "meta",
    "description",
    "tags",
    "timeout",
    "onTimeout",
    "history",
    "target",
    "output",
];

/// Those that only the outermost state has.
pub const MACHINE: &[&str] = &[
    "@exprLang",
    "context",
    "version",
    "actions",
    "guards",
    "actors",
    "delays",
    "schemas",
    "$schema",
];

pub const TRANSITION: &[&str] = &[
    "target",
    "matches",
    "context",
    "actions",
    "guard",
    "description",
    "reenter",
    "meta",
];

pub const BRANCH: &[&str] = &[
    "when",
    "target",
    "context",
    "description",
    "reenter",
    "meta",
];

pub const ROUTE: &[&str] = &["description", "reenter", "meta", "guard"];

pub const INVOKE: &[&str] = &[
    "id",
    "registryKey",
    "src",
    "input",
    "onDone",
    "onError",
    "onSnapshot",
    "timeout",
    "onTimeout",
];

/// Those that are not read, each with what is to be said of it.
pub const REFUSED: &[(&str, &str)] = &[
    ("input", "inputs of states are not read"),
    ("context", "only a machine and a transition have one"),
    (
        "onDone",
        "write `on` with `xstate.done.state.` and the identifier of the state",
    ),
    ("systemId", "it is of XState 5; now it is `registryKey`"),
    ("options", "it is of XState 5"),
    ("types", "it is of XState 5; now it is `schemas`"),
];
