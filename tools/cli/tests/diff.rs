//! `leptos-state diff`

mod common;

use common::{folder, leptos_state, RUST, SCXML};
use serde_json::Value;

#[test]
fn versions_are_compared_and_what_was_stored_is_thought_of() {
    let new = SCXML.replace("\"locked\"", "\"bolted\"");
    let folder = folder(&[("old.scxml", SCXML), ("new.scxml", &new)]);
    let diff = leptos_state(folder.path(), &["diff", "old.scxml", "new.scxml"], "");
    assert_eq!(
        diff.out,
        "~ state `locked` is called `bolted`

some stored snapshots can't be restored, and the version is the same: count it up and add a migration
  in `locked`: active: there is no state `locked`; it may be `bolted` now

Migrations::new().from(1, |saved| {
    saved.rename_state(\"locked\", \"bolted\");
})
"
    );
    assert_eq!(diff.code, Some(1));
    let same = leptos_state(folder.path(), &["diff", "old.scxml", "old.scxml"], "");
    assert_eq!(
        (same.out.as_str(), same.code),
        ("nothing differs\n", Some(0))
    );
    let json = leptos_state(
        folder.path(),
        &["diff", "--json", "old.scxml", "new.scxml"],
        "",
    );
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["changes"][0]["change"], "state-renamed");
    assert_eq!(json["restoring"]["consequences"][0]["state"], "locked");
}

#[test]
fn one_of_several_charts_is_named() {
    let two = format!("{RUST}\nchart! {{ Lamp; events {{ Switch }} Off {{ on Switch => On; }} On {{ on Switch => Off; }} }}");
    let folder = folder(&[("two.rs", &two), ("one.rs", RUST)]);
    let diff = |arguments: &[&str]| leptos_state(folder.path(), arguments, RUST);
    let unnamed = diff(&["diff", "two.rs", "one.rs"]);
    assert_eq!(unnamed.code, Some(2));
    assert!(
        unnamed
            .err
            .contains("two.rs has several charts, Door, Lamp: say which one by --chart"),
        "{}",
        unnamed.err
    );
    let unknown = diff(&["diff", "two.rs", "one.rs", "--chart", "Dor"]);
    assert!(
        unknown
            .err
            .contains("two.rs has no chart `Dor`; it has Door, Lamp"),
        "{}",
        unknown.err
    );
    let named = diff(&["diff", "--format", "rust", "-", "two.rs", "--chart", "Door"]);
    assert_eq!(
        (named.out.as_str(), named.code),
        ("nothing differs\n", Some(0))
    );
}
