//! An action is shown by its name and its arguments, and what is shown is read back as the action that it was.

use leptos_state_devtools::shown::{shown, unshown};
use serde_json::{json, Value};

#[track_caller]
fn both_ways(name: &str, action: Value, wanted: Value) {
    let seen = shown(name, &action);
    assert_eq!(seen, wanted);
    let read = unshown(&seen).unwrap();
    let found = [Some(read.action), read.event];
    assert!(found.contains(&Some(action)), "{found:?}");
}

#[test]
fn actions_of_every_shape_are_shown_and_read_back() {
    both_ways("clear", json!("clear"), json!({"type": "clear"}));
    both_ways(
        "add",
        json!({"add": "milk"}),
        json!({"type": "add", "payload": "milk"}),
    );
    both_ways(
        "pair",
        json!({"pair": [1, "a"]}),
        json!({"type": "pair", "payload": [1, "a"]}),
    );
    both_ways(
        "set",
        json!({"set": {"id": 7, "title": "t"}}),
        json!({"type": "set", "payload": {"id": 7, "title": "t"}}),
    );
    both_ways(
        "set",
        json!({"set": null}),
        json!({"type": "set", "payload": null}),
    );
    // Arguments with the names of what is shown.
    both_ways(
        "set",
        json!({"set": {"payload": 1}}),
        json!({"type": "set", "payload": {"payload": 1}}),
    );
    both_ways(
        "set",
        json!({"set": {"type": "x", "action": "y"}}),
        json!({"type": "set", "payload": {"type": "x", "action": "y"}}),
    );
}

#[test]
fn actions_of_slices_have_the_way_to_them_in_their_type() {
    both_ways(
        "cart.add",
        json!({"cart": {"add": {"title": "milk"}}}),
        json!({"type": "cart.add", "payload": {"title": "milk"}}),
    );
    both_ways(
        "cart.clear",
        json!({"cart": "clear"}),
        json!({"type": "cart.clear"}),
    );
    both_ways(
        "shop.cart.add",
        json!({"shop": {"cart": {"add": 1}}}),
        json!({"type": "shop.cart.add", "payload": 1}),
    );
    both_ways(
        "tabs.close",
        json!({"tabs": {"key": 7, "action": "close"}}),
        json!({"type": "tabs[7].close"}),
    );
    both_ways(
        "tabs.rows.set",
        json!({"tabs": {"key": "a.b]\"", "action": {"rows": {"key": [1, 2], "action": {"set": 3}}}}}),
        json!({"type": r#"tabs["a.b]\""].rows[[1,2]].set"#, "payload": 3}),
    );
    // An argument that only looks like a slice's.
    both_ways(
        "cart",
        json!({"cart": {"add": 1}}),
        json!({"type": "cart", "payload": {"add": 1}}),
    );
}

#[test]
fn events_of_machines_are_shown_by_their_names() {
    both_ways(
        "Load",
        json!({"event": {"Load": "song"}}),
        json!({"type": "Load", "payload": "song"}),
    );
    both_ways("Stop", json!({"event": "Stop"}), json!({"type": "Stop"}));
    both_ways(
        "player.Load",
        json!({"player": {"event": {"Load": "song"}}}),
        json!({"type": "player.Load", "payload": "song"}),
    );
    both_ways(
        "tabs.Stop",
        json!({"tabs": {"key": 1, "action": {"event": "Stop"}}}),
        json!({"type": "tabs[1].Stop"}),
    );
    // What only is called as their tag.
    both_ways(
        "event",
        json!({"event": {"Load": 1}}),
        json!({"type": "event", "payload": {"Load": 1}}),
    );
    both_ways("begin", json!("begin"), json!({"type": "begin"}));
}

#[test]
fn odd_names_and_shapes_are_kept() {
    // A tag that is not the name, as serde can be told to write it.
    both_ways(
        "add",
        json!({"ADD": 1}),
        json!({"type": "ADD", "payload": 1}),
    );
    both_ways(
        "a.b",
        json!({"a.b": 1}),
        json!({"type": r#""a.b""#, "payload": 1}),
    );
    both_ways("", json!({"": 1}), json!({"type": r#""""#, "payload": 1}));
    // Tagged otherwise.
    for action in [
        json!({"kind": "add", "title": "milk"}),
        json!(["add", 1]),
        json!(7),
        json!({}),
        json!(null),
    ] {
        let wanted = json!({"type": "add", "@@action": action});
        both_ways("add", action, wanted);
    }
}

#[test]
fn what_people_type_is_read() {
    let read = |typed: Value| unshown(&typed).unwrap().action;
    let add = json!({"add": {"title": "milk"}});
    assert_eq!(read(json!({"type": "add", "title": "milk"})), add);
    assert_eq!(read(add.clone()), add);
    assert_eq!(read(json!("clear")), json!("clear"));
}

#[test]
fn what_is_no_action_is_refused_with_a_reason() {
    for (typed, wanted) in [
        (json!(7), "expected an action, found 7"),
        (json!({}), "an action has a `type`, which says what to do"),
        (
            json!({"a": 1, "b": 2}),
            "an action has a `type`, which says what to do",
        ),
        (json!({"type": 7}), "type: expected a text, found 7"),
        (
            json!({"type": "add", "payload": 1, "title": "milk"}),
            "there are a `payload` and a field `title`; put it into the payload",
        ),
        (
            json!({"type": ""}),
            "type: `` can't be read: a name is missing",
        ),
        (
            json!({"type": "a..b"}),
            "type: `a..b` can't be read: a name is missing",
        ),
        (
            json!({"type": "a]"}),
            "type: `a]` can't be read: a `.` is missing",
        ),
        (
            json!({"type": "a[1"}),
            "type: `a[1` can't be read: a `]` is missing",
        ),
        (
            json!({"type": "a[x].b"}),
            "type: `a[x].b` can't be read: a key must be JSON, such as `7` or `\"a\"`",
        ),
        (
            json!({"type": "\"a"}),
            "type: `\"a` can't be read: a key must be JSON, such as `7` or `\"a\"`",
        ),
    ] {
        assert_eq!(unshown(&typed).unwrap_err(), wanted);
    }
}
