//! Sessions are written, read and taken over, or refused with the place of what is wrong.

mod common;

use std::time::Duration;

use common::{counter, id, ids, names, recorded, skipped, value, values, Counter};
use leptos_state_core::layers::Validate;
use leptos_state_core::{Failure, Outcome, Store};
use leptos_state_devtools::{Instruction, Recorder, Recording, Session, SessionError};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

/// A session with an entry of every kind.
fn session() -> String {
    let few = |counter: &Counter| (counter.value < 50).then_some(()).ok_or("too many");
    let test = leptos_state_core::testing::TestEnvironment::default();
    let store = Store::in_environment(Counter::default(), test.environment())
        .layer(Recorder::new(10).trace(|| "here".to_owned()).schema(3))
        .layer(Validate::new(few));
    test.clock.advance(Duration::from_millis(1234));
    store.increment();
    store.stamp();
    store.spend(7);
    store.add(100);
    store.note().set("a \"note\"".to_owned());
    store.transaction(|counter| {
        counter.double();
        counter.increment();
    });
    store.reset_state();
    store.increment();
    let recording = Recorder::of(&store);
    recording.toggle(id(6));
    recording.jump_to(id(5));
    write(&recording)
}

fn write(recording: &Recording<Counter>) -> String {
    recording.session().unwrap().write().unwrap()
}

#[test]
fn a_session_has_a_line_for_each_entry() {
    let known = include_str!("sessions/every_kind.json");
    let text = session();
    if std::env::var_os("WRITE").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/sessions/every_kind.json"
        );
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(text, known, "`WRITE=1` writes it anew");
}

#[test]
fn what_is_read_is_what_was_written() {
    let text = session();
    let session = Session::<Counter>::read(&text).unwrap();
    assert_eq!(session.write().unwrap(), text);
    assert_eq!(session.store_name(), Some("Counter"));
    assert_eq!((session.schema(), session.position()), (Some(3), 5));
    assert_eq!(session.skipped().collect::<Vec<_>>(), [id(6)]);
    assert_eq!(session.entries().len(), 8);
    let states: Vec<i64> = session.states().map(|state| state.value).collect();
    assert_eq!(states, [0, 1, 1, 1, 1, 1, 1, 0, 1]);
    assert!(format!("{session:?}").starts_with(
        r#"Session { store: Some("Counter"), schema: Some(3), entries: [Entry { id: 1"#
    ));
    assert_eq!(session.clone().write().unwrap(), text);
}

#[test]
fn a_session_is_taken_over_by_another_program() {
    let (store, recording, _) = recorded(Recorder::new(10).schema(3));
    store.add(77);
    recording.import(Session::read(&session()).unwrap());
    assert_eq!(
        (value(&store), store.snapshot().note.as_str()),
        (1, "a \"note\"")
    );
    assert_eq!(ids(&recording), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!((skipped(&recording), recording.position()), (vec![6], 5));
    assert_eq!(recording.problem(id(3)).unwrap(), "6 is missing");
    recording.jump_to(id(8));
    store.increment();
    assert_eq!((value(&store), ids(&recording).last()), (2, Some(&9)));
}

#[test]
fn a_session_that_is_too_long_is_folded() {
    let (store, recording, _) = recorded(Recorder::new(2).schema(3));
    recording.import(Session::read(&session()).unwrap());
    assert_eq!(ids(&recording), [7, 8]);
    assert_eq!(recording.position(), 0);
    assert_eq!(value(&store), values(&recording)[0]);
}

#[test]
fn a_session_of_another_store_or_another_shape_is_refused() {
    let (store, _, _) = counter(10);
    store.add(5);
    let session = Session::<Counter>::read(&session()).unwrap();
    let import = |recording: &Recording<Counter>| {
        recording.try_instruct(Instruction::Import(session.clone().into()))
    };
    assert_eq!(
        import(&Recorder::of(&store)),
        Outcome::Failed(Failure::new(
            "the session is of schema version 3, and this program has version 1"
        ))
    );
    let other = Store::new(Counter::default())
        .named("other")
        .layer(Recorder::new(9).schema(3));
    assert_eq!(
        import(&Recorder::of(&other)),
        Outcome::Failed(Failure::new(
            "the session is of the store `Counter`, and this is `other`"
        ))
    );
    assert_eq!(
        (value(&store), names(&Recorder::of(&store))),
        (5, vec!["add".to_owned()])
    );
}

#[test]
fn a_session_whose_state_a_layer_refuses_is_not_taken_over() {
    let store = Store::new(Counter::default())
        .layer(Recorder::new(10).schema(3))
        .layer(Validate::new(|counter: &Counter| {
            counter.note.is_empty().then_some(()).ok_or("no notes")
        }));
    let recording = Recorder::of(&store);
    store.add(5);
    let session = Session::read(&session()).unwrap();
    let outcome = recording.try_instruct(Instruction::Import(session.into()));
    assert!(matches!(outcome, Outcome::Refused(_)));
    assert_eq!(
        (value(&store), names(&recording)),
        (5, vec!["add".to_owned()])
    );
}

#[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
struct Other {
    value: i64,
}

#[actions]
impl Other {
    fn add(&mut self, by: i64) {
        self.value += by;
    }
}

/// The error of a session in which `old` was replaced by `new`.
fn error(old: &str, new: &str) -> String {
    let text = session();
    let changed = text.replacen(old, new, 1);
    assert_ne!(text, changed, "`{old}` is not there");
    Session::<Counter>::read(&changed).unwrap_err().to_string()
}

#[test]
fn what_can_t_be_read_is_an_error_with_its_place() {
    assert_eq!(
        error(r#""version": 1,"#, r#""version": 2,"#),
        "written in version 2 of the form, and this program knows version 1"
    );
    assert_eq!(
        Session::<Other>::read(&session()).unwrap_err().to_string(),
        "a session of `Counter`, and this is `Other`"
    );
    assert_eq!(
        error(r#""action":"increment""#, r#""action":"incremen""#),
        r#"entries[0].what.made.change.action: unknown variant `incremen`, did you mean `increment`?"#
    );
    assert_eq!(
        error(r#""amount":7"#, r#""amount":"7""#),
        r#"entries[2].what.failed.action.spend.amount: expected i64, found string "7""#
    );
    assert_eq!(
        error(r#""skipped":true"#, r#""skiped":true"#),
        "entries[5].skiped: unknown field `skiped`, did you mean `skipped`?"
    );
    assert_eq!(
        error(r#"{"id":2,"#, r#"{"id":1,"#),
        "entries[1].id: there are two entries 1"
    );
    assert_eq!(
        error(r#"{"id":2,"#, r#"{"id":9,"#),
        "entries[1].id: 9 is not between 1 and 9, the next number"
    );
    assert_eq!(
        error(r#""position": 5"#, r#""position": 9"#),
        "position: 9 is behind the last entry, 8"
    );
    assert_eq!(
        Session::<Counter>::read("{").unwrap_err().to_string(),
        "not a session: EOF while parsing an object at line 1 column 1"
    );
    assert_eq!(
        Session::<Counter>::read(r#"{"format": "leptos-state session"}"#)
            .unwrap_err()
            .to_string(),
        "not a session: missing field `version` at line 1 column 34"
    );
    assert!(matches!(
        Session::<Counter>::read("{}").unwrap_err(),
        SessionError::NotASession(_)
    ));
}

#[test]
fn an_empty_session_is_one_too() {
    let (_store, recording, _) = counter(10);
    let text = write(&recording);
    assert!(text.ends_with("\"entries\": []\n}\n"), "{text}");
    let session = Session::<Counter>::read(&text).unwrap();
    assert_eq!(session.entries().len(), 0);
    let nobody = Recorder::<Counter>::new(1);
    drop(nobody);
}
