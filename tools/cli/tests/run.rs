//! `leptos-state run`

mod common;

use common::{folder, leptos_state, RUST, SCXML};
use serde_json::{json, Value};

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn events_in_configurations_out() {
    let folder = folder(&[("door.scxml", SCXML)]);
    let run = leptos_state(
        folder.path(),
        &["run", "door.scxml"],
        "\"open\"\n\n{\"event\": \"close\", \"data\": 3}\n",
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines = lines(&run.out);
    let configurations: Vec<_> = lines.iter().map(|line| &line["configuration"]).collect();
    assert_eq!(
        configurations,
        [&json!(["closed"]), &json!(["opened"]), &json!(["closed"])]
    );
    assert_eq!(lines[1]["event"], "open");
}

#[test]
fn charts_without_their_program_ask_for_what_guards_answer() {
    let folder = folder(&[("door.rs", RUST)]);
    let input = "\"Open\"\n{\"guards\": {\"may_open\": true}}\n\"Open\"\n\"Close\"\n";
    let run = leptos_state(folder.path(), &["run", "door.rs"], input);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines = lines(&run.out);
    let configurations: Vec<_> = lines
        .iter()
        .map(|line| line["configuration"][0].as_str().unwrap())
        .collect();
    assert_eq!(configurations, ["Closed", "Closed", "Opened", "Closed"]);
    assert_eq!(lines[3]["effects"], json!([{ "action": "count" }]));
    let run = leptos_state(
        folder.path(),
        &["run", "door.rs", "--guard", "may_open=true"],
        "\"Open\"\n",
    );
    assert!(run.out.contains("\"configuration\":[\"Opened\"]"));
}

const TIMED: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <datamodel><data id="count" expr="0"/></datamodel>
  <state id="red">
    <onentry><send event="timer" delay="30s"/></onentry>
    <transition event="timer" target="green"><assign location="count" expr="count + 1"/></transition>
  </state>
  <state id="green">
    <onentry><send event="timer" delay="20s"/><log label="green" expr="count"/></onentry>
    <transition event="timer" target="end"/>
  </state>
  <final id="end"><donedata><param name="sum" expr="count"/></donedata></final>
</scxml>"#;

#[test]
fn time_is_simulated() {
    let folder = folder(&[("light.scxml", TIMED)]);
    let input = "{\"advance\": \"29s\"}\n{\"advance\": 1000}\n";
    let run = leptos_state(folder.path(), &["run", "--simulate", "light.scxml"], input);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines = lines(&run.out);
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line["time"].as_u64().unwrap(),
                line["configuration"][0].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (0, "red"),
            (29_000, "red"),
            (30_000, "green"),
            (30_000, "green"),
            (50_000, "end")
        ]
    );
    let last = &lines[4];
    assert_eq!(last["status"], "done");
    assert_eq!(last["context"], json!({ "count": 1 }));
    assert_eq!(last["output"], json!({ "sum": 1 }));
    assert_eq!(
        lines[2]["effects"],
        json!([{ "log": { "label": "green", "value": 1 } }])
    );
}

#[test]
fn time_that_may_pass_is_bounded() {
    let folder = folder(&[("light.scxml", TIMED)]);
    let run = leptos_state(
        folder.path(),
        &["run", "--simulate", "--until", "35s", "light.scxml"],
        "",
    );
    let lines = lines(&run.out);
    assert_eq!(lines.last().unwrap()["configuration"], json!(["green"]));
}

#[test]
fn work_is_begun_and_told_of() {
    let machine = r#"{ "id": "load", "initial": "loading", "context": { "n": 1 }, "states": {
        "loading": { "invoke": { "src": "fetch", "id": "fetch", "onDone": "there", "onError": "lost" } },
        "there": {}, "lost": {}
    } }"#;
    let folder = folder(&[("load.json", machine)]);
    let run = |input: &str| leptos_state(folder.path(), &["run", "load.json"], input);
    let done = run("{\"done\": \"fetch\", \"data\": 3}\n");
    let begun = &lines(&done.out)[0];
    assert_eq!(begun["effects"][0]["begin"], "fetch");
    assert_eq!(begun["context"], json!({ "n": 1 }));
    assert!(
        done.out.lines().last().unwrap().contains("load.there"),
        "{}",
        done.out
    );
    assert!(run("{\"failed\": \"fetch\"}\n").out.contains("load.lost"));
    let unknown = run("{\"done\": \"fetched\"}\n");
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown
            .err
            .contains("<stdin>:1: no work `fetched` was begun"),
        "{}",
        unknown.err
    );
}

#[test]
fn bad_lines_are_refused_at_their_place() {
    let folder = folder(&[("door.scxml", SCXML)]);
    for (line, message) in [
        ("{", "<stdin>:2: this is no JSON"),
        (
            "3",
            "<stdin>:2: a line is the name of an event, or an object",
        ),
        ("{\"evnt\": \"x\"}", "<stdin>:2: an object has one of"),
        (
            "{\"event\": \"x\", \"dta\": 1}",
            "<stdin>:2: there is no `dta` beside `event`",
        ),
        ("{\"event\": 3}", "<stdin>:2: `event` is a name"),
        (
            "{\"advance\": \"1s\"}",
            "<stdin>:2: time passes by itself without --simulate",
        ),
        ("{\"advance\": \"soon\"}", "<stdin>:2: write a time as"),
        (
            "{\"guards\": {\"x\": 1}}",
            "<stdin>:2: `x` answers `true` or `false`",
        ),
    ] {
        let run = leptos_state(
            folder.path(),
            &["run", "door.scxml"],
            &format!("\"open\"\n{line}\n"),
        );
        assert_eq!(run.code, Some(2), "{line}");
        assert!(run.err.contains(message), "{line}: {}", run.err);
        // What was done before is told.
        assert_eq!(run.out.lines().count(), 2);
    }
}
