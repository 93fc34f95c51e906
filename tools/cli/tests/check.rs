//! `leptos-state check`

mod common;

use common::{folder, leptos_state, RUST, SCXML};
use serde_json::Value;

#[test]
fn findings_are_shown_where_they_are() {
    let folder = folder(&[
        ("door.scxml", SCXML),
        ("src/door.rs", RUST),
        ("src/other.rs", "fn main() {}"),
    ]);
    let checked = leptos_state(folder.path(), &["check"], "");
    assert_eq!(
        checked.out,
        "warning[dead-end]: state `locked`: nothing leads out of it, and nothing happens in it; if it is the end, make it `final`
 --> door.scxml:9:3
  |
9 |   <state id=\"locked\"/>
  |   ^^^^^^

warning[dead-end]: state `Locked`: nothing leads out of it, and nothing happens in it; if it is the end, make it `final`
  --> src/door.rs:13:9
   |
13 |         Locked;
   |         ^^^^^^

"
    );
    assert_eq!(checked.err, "2 charts in 2 files: 2 warnings\n");
    assert_eq!(checked.code, Some(1));
}

#[test]
fn rules_are_allowed_and_severities_chosen() {
    let folder = folder(&[("door.scxml", SCXML)]);
    let allowed = leptos_state(folder.path(), &["check", "--allow", "dead-end"], "");
    assert_eq!((allowed.out.as_str(), allowed.code), ("", Some(0)));
    assert_eq!(allowed.err, "1 chart in 1 file: nothing found\n");
    let errors = leptos_state(folder.path(), &["check", "--fail-on", "error"], "");
    assert_eq!(errors.code, Some(0));
    let unknown = leptos_state(folder.path(), &["check", "--allow", "dead"], "");
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.err.contains("there are mistake, unreachable"),
        "{}",
        unknown.err
    );
    let rules = leptos_state(folder.path(), &["check", "--rules"], "");
    assert!(
        rules
            .out
            .contains("dead-end             warning  nothing leads out of the state"),
        "{}",
        rules.out
    );
}

#[test]
fn json_has_all_that_is_shown_and_what_happens_on_events() {
    let folder = folder(&[("door.rs", RUST)]);
    let checked = leptos_state(
        folder.path(),
        &["check", "--json", "--matrix", "door.rs"],
        "",
    );
    let report: Value = serde_json::from_str(&checked.out).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "dead-end");
    assert_eq!(finding["severity"], "warning");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&13.into(), &9.into())
    );
    assert_eq!(finding["state"], "Locked");
    let chart = &report["charts"][0];
    assert_eq!(chart["chart"], "Door");
    assert_eq!(
        chart["handling"]["states"][0],
        serde_json::json!(["Closed", ["unhandled", "handled", "guarded"]])
    );
    assert_eq!(checked.code, Some(1));
}

#[test]
fn sarif_has_rules_results_and_places() {
    let folder = folder(&[("a door.scxml", SCXML)]);
    let checked = leptos_state(folder.path(), &["check", "--sarif", "."], "");
    let log: Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    assert_eq!(result["level"], "warning");
    assert_eq!(
        result["locations"][0]["physicalLocation"],
        serde_json::json!({
            "artifactLocation": { "uri": "a%20door.scxml" },
            "region": { "startLine": 9, "startColumn": 3 },
        })
    );
}

#[test]
fn what_happens_on_events_is_a_table() {
    let folder = folder(&[("door.rs", RUST)]);
    let checked = leptos_state(
        folder.path(),
        &["check", "--matrix", "--allow", "dead-end", "door.rs"],
        "",
    );
    let table = "Door in door.rs
        Close  Lock  Open
Closed    ·     ●     ◐ \u{20}
Opened    ●     ·     · \u{20}
Locked    ·     ·     · \u{20}
● handled   ◐ handled if a guard holds   · unhandled

";
    assert_eq!(checked.out, table);
}

#[test]
fn what_can_not_be_read_is_shown_where_it_is() {
    let broken = SCXML.replace("target=\"opened\"", "target=\"opend\"");
    let charts = "chart! { Lamp; events { Switch } Off { on Switch => Onn; } On; }";
    let json = "{ \"leptos-state-chart\": 1, \"name\": \"x\",\n  \"root\": { \"stats\": [] } }";
    let folder = folder(&[
        ("broken.scxml", &broken),
        ("lamp.rs", charts),
        ("x.json", json),
        ("no.rs", "fn chart!( {"),
    ]);
    let checked = leptos_state(folder.path(), &["check"], "");
    for expected in [
        "error[unreadable]: there is no state `opend`; did you mean `opened`?\n --> broken.scxml:3:5",
        "error[unreadable]: there is no state `Onn`; did you mean `On`?\n --> lamp.rs:1:53",
        "error[unreadable]: unknown field `stats`",
        "--> x.json:2:19",
        "error[unreadable]: this is no Rust",
    ] {
        assert!(checked.out.contains(expected), "{expected}\n{}", checked.out);
    }
    assert_eq!(checked.code, Some(1));
}

#[test]
fn nothing_to_check_is_no_success() {
    let folder = folder(&[
        ("main.rs", "fn main() {}"),
        ("package.json", "{ \"name\": \"x\" }"),
    ]);
    let checked = leptos_state(folder.path(), &["check"], "");
    assert_eq!(checked.code, Some(2));
    assert!(checked.err.contains("there is no chart"), "{}", checked.err);
    let missing = leptos_state(folder.path(), &["check", "nowhere.scxml"], "");
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.err.contains("could not read nowhere.scxml"),
        "{}",
        missing.err
    );
}

#[test]
fn configurations_of_xstate_are_found_among_other_json() {
    let machine = r#"{ "id": "door", "initial": "shut", "states": {
        "shut": { "after": { "patience": "wide" } },
        "wide": {}
    } }"#;
    let folder = folder(&[
        ("door.json", machine),
        ("tsconfig.json", "{ \"states\": 3 }"),
    ]);
    let checked = leptos_state(folder.path(), &["check"], "");
    let message =
        "there is no delay `patience`; say how long it is by --delay NAME=TIME\n --> door.json:2:";
    assert!(checked.out.contains(message), "{}", checked.out);
    let checked = leptos_state(
        folder.path(),
        &["check", "--delay", "patience=5s", "--allow", "dead-end"],
        "",
    );
    assert_eq!((checked.out.as_str(), checked.code), ("", Some(0)));
}
