//! Charts are written as XState's configurations.

#[path = "xstate/common.rs"]
mod common;

use std::time::Duration;

use common::read;
use leptos_state_chart::document::xstate;
use leptos_state_chart::form::{not, parallel, run, state, to, when, within, Form};
use serde_json::{json, Value};

/// Reading what was written makes the same form, once it is in the order of writing.
fn goes_around(config: &Value) {
    let once = xstate::write_document(&read(config)).unwrap();
    let document = read(&once);
    let written = xstate::write_document(&document).unwrap();
    let again = read(&written);
    assert_eq!(document.form(), again.form(), "{written:#}");
    assert_eq!(xstate::write_document(&again).unwrap(), written);
}

#[test]
fn what_is_written_is_read_again() {
    goes_around(&json!({
        "id": "m",
        "context": { "count": 0 },
        "initial": "a",
        "entry": "count",
        "on": { "reset": ".a", "*": { "actions": [{ "type": "note", "params": { "what": "any" } }] } },
        "states": {
            "a": {
                "type": "parallel",
                "id": "both",
                "onDone": "z",
                "on": { "go": { "target": [".l.two", ".r.two"], "guard": "yes" } },
                "states": {
                    "l": { "initial": "one", "states": {
                        "one": { "on": { "go": { "target": "two", "guard": { "type": "is", "params": { "count": 1 } } } } },
                        "two": { "after": { "100": "one", "soon": { "target": "end", "reenter": true } } },
                        "end": { "type": "final", "output": { "n": 1 } }
                    } },
                    "r": { "initial": { "target": "one", "actions": "count" }, "states": {
                        "one": { "always": { "target": "two", "guard": "no" } },
                        "two": { "on": { "over": "end" } },
                        "end": { "type": "final" },
                        "h": { "type": "history", "history": "deep", "target": "two" }
                    } },
                    "f": { "type": "final" }
                }
            },
            "w": { "invoke": { "src": "work", "id": "w", "input": { "n": [1] }, "onDone": "a", "onError": "#both.r.h" }, "tags": "t",
                "meta": { "k": "v" }, "description": "d" },
            "z": { "type": "final" }
        },
        "output": 5
    }));
}

#[test]
fn forms_are_written_with_their_names() {
    let form = Form::new("door")
        .state(
            state("closed")
                .on("open", when(not("locked")).to("opened"))
                .on(
                    "kick",
                    when(within("closed"))
                        .to("opened.wide")
                        .run(["note", "count"]),
                )
                .after(Duration::from_millis(1_500), to("opened")),
        )
        .state(
            state("opened")
                .state(state("wide"))
                .on("stay", to("wide").internal()),
        );
    let written = xstate::write(&form).unwrap();
    assert_eq!(
        written,
        json!({
            "id": "door",
            "version": "1",
            "options": { "maxIterations": 1000 },
            "initial": "closed",
            "states": {
                "closed": {
                    "on": {
                        "open": [{ "target": "#door.opened", "reenter": true,
                            "guard": { "type": "xstate.not", "params": { "guard": "locked" } } }],
                        "kick": [{ "target": "#door.opened.wide", "reenter": true, "actions": ["note", "count"],
                            "guard": { "type": "xstate.stateIn", "params": { "stateId": "#door.closed" } } }]
                    },
                    "after": { "1500": [{ "target": "#door.opened", "reenter": true }] }
                },
                "opened": {
                    "initial": "wide",
                    "on": { "stay": [{ "target": "#door.opened.wide" }] },
                    "states": { "wide": {} }
                }
            }
        })
    );
}

#[test]
fn what_xstate_can_t_say_is_named() {
    let refused = |form: Form| xstate::write(&form).unwrap_err().to_string();
    let form = Form::new("m")
        .state(state("a").on("*", to("b")).on("go", to("c")))
        .state(state("b"))
        .state(state("c"));
    assert_eq!(
        refused(form),
        "state `a`: XState can't say that `*` is looked at before `go`"
    );
    let form = Form::new("m").state(
        parallel("p")
            .state(state("a").state(state("x").on("go", to("p.b.y"))))
            .state(state("b").state(state("x")).state(state("y"))),
    );
    assert_eq!(
        refused(form),
        "state `p.a.x`: XState can't say that `p` is left on the way from one region to another"
    );
    let form = Form::new("m").on("go", run("note")).state(
        parallel("p")
            .state(state("a").on("go", run("note")))
            .state(state("b")),
    );
    assert_eq!(
        refused(form),
        "state `p`: XState can't say that regions without a transition for `go` take one from around them"
    );
    let form = Form::new("m")
        .initial("a.b")
        .state(state("a").state(state("b")));
    assert_eq!(
        refused(form),
        "outermost state: XState can't say an initial state that is not directly inside, or several"
    );
    let nested = parallel("outer").state(parallel("inner").state(state("a")));
    assert_eq!(
        refused(Form::new("m").strict_scxml().state(nested)),
        "state `outer`: XState can't say that it is left unfinished when its region `inner` finishes last"
    );
    assert!(xstate::write(&Form::new("m").strict_scxml().state(state("a"))).is_ok());
}
