//! A patch makes one value of another, and the other way, and says where it can't.

use leptos_state_core::patch::{Operation, Patch, Segment};
use serde_json::{json, Value};

/// Makes and takes back what differs.
#[track_caller]
fn both_ways(before: &Value, after: &Value) -> Patch {
    let patch = Patch::between(before, after);
    let mut value = before.clone();
    patch.apply(&mut value).unwrap();
    assert_eq!(&value, after, "{patch}");
    patch.take_back(&mut value).unwrap();
    assert_eq!(&value, before, "{patch}");
    patch
        .clone()
        .inverted()
        .apply(&mut { after.clone() })
        .unwrap();
    let text = serde_json::to_string(&patch).unwrap();
    assert_eq!(serde_json::from_str::<Patch>(&text).unwrap(), patch);
    patch
}

#[track_caller]
fn lines(before: Value, after: Value) -> Vec<String> {
    let patch = both_ways(&before, &after).to_string();
    patch.lines().map(str::to_owned).collect()
}

#[test]
fn fields_are_added_removed_and_replaced() {
    assert_eq!(
        lines(
            json!({"a": 1, "b": {"c": true}, "d": null}),
            json!({"b": {"c": false}, "d": null, "e": []})
        ),
        ["remove a: 1", "replace b.c: true with false", "add e: []"]
    );
    assert_eq!(lines(json!(1), json!({})), ["replace the whole: 1 with {}"]);
    assert!(both_ways(&json!({"a": [1]}), &json!({"a": [1]})).is_empty());
}

#[test]
fn rows_are_known_by_what_identifies_them() {
    let row = |id: u32| json!({"id": id, "title": "?"});
    let rows = |ids: &[u32]| json!({"rows": ids.iter().map(|id| row(*id)).collect::<Vec<_>>()});
    assert_eq!(
        lines(rows(&[1, 2, 3]), rows(&[1, 2, 9, 3])),
        [r#"insert rows[id=9] behind id=2: {"id":9,"title":"?"}"#]
    );
    assert_eq!(
        lines(rows(&[1, 2, 3]), rows(&[1, 3])),
        [r#"take rows[id=2]: {"id":2,"title":"?"}"#]
    );
    assert_eq!(
        lines(rows(&[1, 2, 3, 4]), rows(&[4, 1, 2, 3])),
        ["move rows[id=4] to the beginning"]
    );
    assert_eq!(
        lines(rows(&[1, 2, 3, 4]), rows(&[2, 3, 1, 4])),
        ["move rows[id=1] behind id=3"]
    );
    assert_eq!(
        lines(
            json!([{"key": "a", "n": 1}, {"key": "b", "n": [1, 2]}]),
            json!([{"key": "b", "n": [1, 3]}, {"key": "a", "n": 1}])
        ),
        [
            "move [key=a] behind key=b",
            "replace [key=b].n[1]: 2 with 3"
        ]
    );
}

#[test]
fn rows_may_be_known_by_another_field() {
    let before = json!([{"uuid": "a", "n": 1}, {"uuid": "b", "n": 1}]);
    let after = json!([{"uuid": "b", "n": 1}]);
    let patch = Patch::identified_by(&["uuid"], &before, &after);
    assert_eq!(patch.operations().len(), 1);
    assert_eq!(patch.operations()[0].place().to_string(), "[uuid=a]");
    let Segment::Row(key) = &patch.operations()[0].place().segments()[0] else {
        panic!("a row was taken");
    };
    assert_eq!((key.field(), key.value()), ("uuid", &json!("a")));
    // Two rows of one identifier are not told apart by it.
    let twice = json!([{"id": 1}, {"id": 1}]);
    assert!(matches!(
        Patch::between(&twice, &json!([{"id": 1}])).operations(),
        [Operation::Splice { .. }]
    ));
}

#[test]
fn of_other_arrays_the_beginning_and_the_end_are_left_alone() {
    assert_eq!(
        lines(json!([1, 2, 3, 4, 5]), json!([1, 2, 9, 8, 7, 5])),
        ["replace the whole from 2 on: [3,4] with [9,8,7]"]
    );
    assert_eq!(
        lines(json!([1, 1]), json!([1, 1, 1])),
        ["replace the whole from 2 on: [] with [1]"]
    );
    assert_eq!(
        lines(json!([1, [2], 3]), json!([1, [4], 3])),
        ["replace [1][0]: 2 with 4"]
    );
}

#[test]
fn where_somebody_else_was_it_is_a_conflict_and_nothing_is_made() {
    let before =
        json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "n": 1, "tags": [1, 2]});
    let after = json!({"rows": [{"id": 3}, {"id": 1, "t": "x"}], "m": 1, "tags": [1, 2, 3]});
    let patch = Patch::between(&before, &after);
    for (value, place) in [
        (
            json!({"rows": [{"id": 1, "t": "other"}, {"id": 2, "t": "b"}], "n": 1, "tags": [1, 2]}),
            "rows[id=1].t",
        ),
        (
            json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "c"}], "n": 1, "tags": [1, 2]}),
            "rows[id=2]",
        ),
        (
            json!({"rows": [{"id": 3}, {"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "n": 1, "tags": [1, 2]}),
            "rows[id=3]",
        ),
        (
            json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "n": 2, "tags": [1, 2]}),
            "n",
        ),
        (
            json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "tags": [1, 2]}),
            "n",
        ),
        (
            json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "n": 1, "m": 0, "tags": [1, 2]}),
            "m",
        ),
        (
            json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "n": 1, "tags": [1]}),
            "tags",
        ),
        (json!({"rows": {}, "n": 1, "tags": [1, 2]}), "rows[id=2]"),
        (
            json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}], "n": 1, "tags": 3}),
            "tags",
        ),
    ] {
        let mut changed = value.clone();
        let conflict = patch.apply(&mut changed).unwrap_err();
        assert_eq!(conflict.place().to_string(), place);
        assert_eq!(
            conflict.to_string(),
            format!("{place} is another than it was")
        );
        assert_eq!(changed, value);
    }
}

#[test]
fn what_others_did_elsewhere_stays() {
    let before =
        json!({"rows": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}, {"id": 3, "t": "c"}], "n": 1});
    let after = json!({"rows": [{"id": 1, "t": "a"}, {"id": 3, "t": "x"}], "n": 1});
    let patch = Patch::between(&before, &after);
    // Somebody has added a row, taken the one before, and written elsewhere.
    let mut value = json!({"rows": [{"id": 9}, {"id": 3, "t": "x"}], "n": 2});
    patch.take_back(&mut value).unwrap();
    assert_eq!(
        value,
        json!({"rows": [{"id": 9}, {"id": 3, "t": "c"}, {"id": 2, "t": "b"}], "n": 2})
    );
}

#[test]
fn its_stored_form_stays_as_it_is() {
    let before =
        json!({"rows": [{"id": 1, "t": "a"}, {"id": 2}, {"id": 4}], "n": 1, "tags": ["a", "b"]});
    let after = json!({"rows": [{"id": 4}, {"id": 3}, {"id": 1, "t": "b"}], "m": null, "tags": ["a", "c", "d"]});
    let text = r#"{"version":1,"operations":[{"op":"remove","path":["n"],"old":1},{"op":"take","path":["rows",{"id":2}],"after":{"id":1},"old":{"id":2}},{"op":"insert","path":["rows",{"id":3}],"after":{"id":4},"value":{"id":3}},{"op":"move","path":["rows",{"id":1}],"from":null,"after":{"id":3}},{"op":"replace","path":["rows",{"id":1},"t"],"old":"a","value":"b"},{"op":"splice","path":["tags"],"index":1,"old":["b"],"value":["c","d"]},{"op":"add","path":["m"],"value":null}]}"#;
    let patch = both_ways(&before, &after);
    assert_eq!(serde_json::to_string(&patch).unwrap(), text);
    let index = Patch::between(&json!([1, 2]), &json!([1, 3]));
    assert!(serde_json::to_string(&index)
        .unwrap()
        .contains(r#""path":[1]"#));
}

#[test]
fn what_can_not_be_read_is_an_error() {
    let read = |text: &str| serde_json::from_str::<Patch>(text).unwrap_err().to_string();
    assert!(
        read(r#"{"version":2,"operations":[]}"#).contains("a patch of version 2, where 1 is known")
    );
    assert!(read(r#"{"version":1,"operations":[{"op":"grow"}]}"#).contains("grow"));
    assert!(
        read(r#"{"version":1,"operations":[{"op":"add","path":[{"a":1,"b":2}],"value":1}]}"#)
            .contains("Segment")
    );
    assert!(read(r#"{"version":1,"operations":[],"more":1}"#).contains("more"));
}

#[test]
fn it_knows_about_how_large_it_is() {
    let small = Patch::between(&json!({"a": "x"}), &json!({"a": "y"}));
    let large = Patch::between(&json!({"a": "x"}), &json!({"a": "y".repeat(1000)}));
    assert!(large.size() >= small.size() + 999);
    let all = Patch::between(
        &json!({"rows": [{"id": "a"}, {"id": "b"}, {"id": "c", "n": [1, {"x": null}]}], "t": [1], "gone": true}),
        &json!({"rows": [{"id": "b"}, {"id": "a"}, {"id": "d", "n": 2.5}], "t": [1, "x"], "new": [[]], "i": [0]}),
    );
    assert!(all.size() > 7 * size_of::<Operation>());
}

/// A value at random: rows, lists, fields.
fn value(random: &mut fastrand::Rng, depth: u32) -> Value {
    match random.u32(0..if depth == 0 { 3 } else { 6 }) {
        0 => json!(random.u8(0..4)),
        1 => json!(["a", "b", "c"][random.usize(0..3)]),
        2 => Value::Null,
        3 => (0..random.usize(0..5))
            .map(|_| value(random, depth - 1))
            .collect(),
        4 => {
            let mut ids: Vec<u32> = (0..8).collect();
            random.shuffle(&mut ids);
            ids.truncate(random.usize(0..8));
            let row = |id: u32| json!({"id": id, "v": value(random, depth - 1)});
            ids.into_iter().map(row).collect()
        }
        _ => {
            let names = ["a", "b", "c", "d"].map(str::to_owned);
            let names = names
                .into_iter()
                .filter(|_| random.bool())
                .collect::<Vec<_>>();
            let field = |name| (name, value(random, depth - 1));
            names.into_iter().map(field).collect()
        }
    }
}

#[test]
fn any_value_is_made_of_any_other() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..3_000 {
        let (before, after) = (value(&mut random, 3), value(&mut random, 3));
        both_ways(&before, &after);
    }
    for _ in 0..300 {
        let mut ids: Vec<u32> = (0..40).collect();
        random.shuffle(&mut ids);
        let before: Value = ids.iter().map(|id| json!({"id": id})).collect();
        random.shuffle(&mut ids);
        ids.truncate(random.usize(0..40));
        let after: Value = ids.iter().map(|id| json!({"id": id})).collect();
        both_ways(&before, &after);
    }
}
