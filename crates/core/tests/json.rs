//! JSON is read strictly: what is not known is an error with its place, or is kept and written back.

use std::collections::BTreeMap;
use std::fmt::Debug;

use leptos_state_core::json::{self, Kept, ReadProblem};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Settings {
    volume: u8,
    #[serde(default)]
    theme: Theme,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
    #[serde(default)]
    history: Vec<Profile>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Theme {
    #[serde(default, alias = "color")]
    colour: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Profile {
    name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Louder,
    Set { volume: u8 },
    Inner(Box<Act>),
}

fn refused<T: DeserializeOwned + Debug>(text: &str) -> String {
    json::read::<T>(text).expect_err(text).to_string()
}

/// That a value is read back as it is written.
fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let text = json::write(&value).unwrap();
    assert_eq!(json::read::<T>(&text).as_ref(), Ok(&value), "{text}");
}

#[test]
fn values_are_read_back_exactly() {
    round((u64::MAX, i64::MIN, u128::MAX, i128::MIN));
    for number in [0.1, 1e300, -0.0, 5e-324, f64::MAX, 123_456_789.123_456_79] {
        round(number);
    }
    round(('\u{0}', "\u{1F600}\\\"/".to_owned(), true, ()));
    round(vec![Some(1), None]);
    round(BTreeMap::from([
        (-1_i8, "a".to_owned()),
        (7, String::new()),
    ]));
    round(BTreeMap::from([(true, 'x')]));
    round(BTreeMap::from([('k', [1, 2])]));
    round((Act::Louder, Act::Inner(Box::new(Act::Set { volume: 1 }))));
    round(Settings::default());
}

#[test]
fn a_field_that_is_not_known_is_an_error_with_its_place_and_what_was_meant() {
    assert_eq!(
        refused::<Settings>(r#"{"volume":1,"theme":{"coluor":"red"}}"#),
        "theme.coluor: unknown field `coluor`, did you mean `colour`?"
    );
    assert_eq!(
        refused::<Settings>(r#"{"volume":1,"profiles":{"ada":{"name":"Ada","age":9}}}"#),
        "profiles.ada.age: unknown field `age`, expected `name`"
    );
    assert_eq!(
        refused::<Vec<Settings>>(r#"[{"volume":1},{"volume":1,"history":[{"nam":"x"}]}]"#),
        "[1].history[0].nam: unknown field `nam`, did you mean `name`?"
    );
    let error = json::read::<Settings>(r#"{"volum":1}"#).unwrap_err();
    assert_eq!(error.path(), "volum");
    assert!(
        matches!(error.problem(), ReadProblem::UnknownField { name, known }
            if name == "volum" && known.contains(&"volume")),
        "{error:?}"
    );
    // An alias is known.
    let read: Settings = json::read(r#"{"volume":1,"theme":{"color":"red"}}"#).unwrap();
    assert_eq!(read.theme.colour.as_deref(), Some("red"));
}

#[test]
fn a_struct_without_fields_and_a_field_that_is_passed_over() {
    #[derive(Debug, Deserialize)]
    struct Empty {}
    assert_eq!(
        refused::<Empty>(r#"{"a":1}"#),
        "a: unknown field `a`, expected none"
    );

    #[derive(Debug, Deserialize)]
    struct Passing {
        #[serde(rename = "any")]
        _any: IgnoredAny,
    }
    json::read::<Passing>(r#"{"any":{"what":[1]}}"#).expect("the field is known");
}

#[test]
fn a_map_takes_any_name_and_flattened_fields_are_a_map() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Open {
        volume: u8,
        #[serde(flatten)]
        others: BTreeMap<String, u8>,
    }
    let open: Open = json::read(r#"{"volume":1,"balance":2}"#).unwrap();
    assert_eq!(open.others, BTreeMap::from([("balance".into(), 2)]));
}

#[test]
fn what_has_the_wrong_type_is_an_error_with_its_place() {
    assert_eq!(
        refused::<Settings>(r#"{"volume":256}"#),
        "volume: expected u8, found integer `256`"
    );
    assert_eq!(
        refused::<Settings>(r#"{"volume":null}"#),
        "volume: expected u8, found null"
    );
    assert_eq!(
        refused::<Settings>(r#"[1]"#),
        "expected struct Settings, found a list",
        "fields go by names, not by their order"
    );
    assert_eq!(
        refused::<Settings>("1e2"),
        "expected struct Settings, found 1e2"
    );
    assert_eq!(
        refused::<(u8, u8)>("[1]"),
        "expected a tuple of size 2, found 1 elements"
    );
    assert_eq!(
        refused::<BTreeMap<u8, u8>>(r#"{"300":1}"#),
        "300: expected u8, found string \"300\""
    );
    assert_eq!(
        refused::<Act>(r#"{"inner":{"set":{"volume":"x"}}}"#),
        "inner.set.volume: expected u8, found string \"x\""
    );
    assert_eq!(
        refused::<String>(r#""\ud800""#),
        "not JSON: unexpected end of hex escape at line 1 column 8"
    );
}

#[test]
fn fields_that_are_not_known_are_kept_and_written_back_in_their_places() {
    let text = r#"{
        "volume": 1,
        "balance": { "left": 0.50,  "right": 1e0 },
        "theme": {"font": "serif", "colour": null},
        "profiles": {"ada": {"name": "Ada", "born": 18151210000000000000000}, "bob": {"name": "Bob", "x": 1}}
    }"#;
    let (mut settings, unknown) = json::read_keeping::<Settings>(text).unwrap();
    assert_eq!(
        unknown.fields().collect::<Vec<_>>(),
        [
            ("balance".to_owned(), r#"{ "left": 0.50,  "right": 1e0 }"#),
            ("theme.font".to_owned(), r#""serif""#),
            ("profiles.ada.born".to_owned(), "18151210000000000000000"),
            ("profiles.bob.x".to_owned(), "1"),
        ]
    );
    settings.volume = 2;
    settings.profiles.remove("bob");
    assert_eq!(
        unknown.write(&settings).unwrap(),
        concat!(
            r#"{"volume":2,"theme":{"colour":null,"font":"serif"},"#,
            r#""profiles":{"ada":{"name":"Ada","born":18151210000000000000000}},"history":[],"#,
            r#""balance":{ "left": 0.50,  "right": 1e0 }}"#
        )
    );

    let (settings, unknown) = json::read_keeping::<Settings>(r#"{"volume":1}"#).unwrap();
    assert!(unknown.is_empty());
    assert_eq!(unknown.write(&settings), json::write(&settings));
}

#[test]
fn keeping_refuses_what_could_not_be_put_back() {
    let refused = |text: &str| {
        json::read_keeping::<Settings>(text)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(r#"{"volume":1,"history":[{"name":"x","age":2}]}"#),
        "history[0].age: unknown field `age`, expected `name`"
    );
    assert_eq!(
        refused(r#"{"volume":1,"theme":7}"#),
        "theme: expected struct Theme, found 7"
    );
    assert_eq!(
        json::read_keeping::<Act>(r#""softer""#)
            .unwrap_err()
            .to_string(),
        "unknown variant `softer`, expected `louder`, `set`, `inner`"
    );
}

#[test]
fn an_action_that_is_not_known_is_kept_as_it_was_written() {
    let text = r#"["louder",{"fade" : {"seconds": 1.50}},{"set":{"volume":3}},{"set":{"volume":3,"by":"ada"}},{"inner":"softer"}]"#;
    let actions: Vec<Kept<Act>> = json::read(text).unwrap();
    assert_eq!(json::write(&actions).unwrap(), text);
    let known: Vec<_> = actions.into_iter().map(Kept::known).collect();
    assert_eq!(
        known,
        [
            Some(Act::Louder),
            None,
            Some(Act::Set { volume: 3 }),
            None,
            None
        ]
    );
    assert_eq!(
        refused::<Vec<Kept<Act>>>(r#"["louder",{"set":{"volume":"x"}}]"#),
        "[1].set.volume: expected u8, found string \"x\"",
        "known and malformed"
    );
    assert_eq!(
        refused::<Kept<Act>>("[1]"),
        "expected enum Act, found a list"
    );
    // Elsewhere than in this reader it is what it holds.
    let known: Kept<Act> = serde_json::from_str(r#"{"set":{"volume":3}}"#).unwrap();
    assert_eq!(known, Kept::Known(Act::Set { volume: 3 }));
    assert!(serde_json::from_str::<Kept<Act>>(r#""softer""#).is_err());
}

#[test]
fn what_json_has_not_can_not_be_written() {
    let map = BTreeMap::from([((1, 2), 3)]);
    let error = json::write(&map).unwrap_err();
    assert_eq!(error.to_string(), "key must be a string");
}
