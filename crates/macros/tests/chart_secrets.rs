//! What is secret in a machine never leaves the process: in its context, in its events, in what its states hold and hand over, and in the
//! machines inside.

mod told;

use leptos_state_chart::{Children, Emitter, Input, MachineAction, Running, Statechart};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::Action;
use leptos_state_macros::{chart, State};
use serde::{Deserialize, Serialize};

use told::{assert_told_nothing, key, secret, telling, written, Key, SECRET};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Session {
    user: String,
    key: Key,
}

chart! {
    Gate { context: Session, serde }
    events { Enter(String, #[secret] String), With { key: Key, #[secret] code: String }, Plain(u32), Leave }
    emits { Let(#[secret] String, u32), In { name: String, #[secret] code: String }, Nobody }

    on With / with;
    Shut {
        on Enter(user, code) / enter(user, code) => Open(kept(code));
        on Leave => Gone;
    }
    Open(kept: Key) {
        invoke ask -> Result<Key, String> next Key {
            next(key) / hear(key);
            done(key) / hear(key) => Shut;
            error => Shut;
        }
        on Leave => Shut;
    }
    final Gone = last -> Key;
}

#[derive(Clone, Default)]
struct Gate;

impl gate::Logic for Gate {
    fn with(&self, session: &mut Session, cx: &mut gate::Cx<'_>) {
        session.user.push('+');
        cx.emit(gate::Emitted::Let(secret("emitted"), 1));
        cx.emit(gate::Emitted::In {
            name: "b".into(),
            code: secret("emitted too"),
        });
        cx.emit(gate::Emitted::Nobody);
    }

    fn enter(&self, session: &mut Session, user: &String, code: &String, _: &mut gate::Cx<'_>) {
        session.user.clone_from(user);
        session.key = key(code);
        session.key.name = "session".into();
    }

    fn kept(&self, _: &Session, code: &String) -> Key {
        Key {
            name: "kept".into(),
            value: code.clone(),
        }
    }

    async fn ask(&self, _: Session, next: Emitter<Key>) -> Result<Key, String> {
        next.emit(key("on the way"));
        Ok(key("answered"))
    }

    fn hear(&self, session: &mut Session, heard: &Key, _: &mut gate::Cx<'_>) {
        session.key = heard.clone();
    }

    fn last(&self, session: &Session) -> Key {
        session.key.clone()
    }
}

use gate::Event;

fn with() -> Event {
    Event::With {
        key: key("with"),
        code: secret("code"),
    }
}

#[test]
fn a_machine_does_not_tell_what_is_secret_in_its_context_its_events_and_its_states() {
    let test = TestEnvironment::default();
    let session = Session {
        user: String::new(),
        key: key("first"),
    };
    let (gate, told, listener) = telling(Running::new(Gate, session), &test);
    gate.begin();
    gate.send(with());
    gate.send(Event::Enter("Ada".into(), secret("entered")));
    assert_told_nothing(&written(&gate));
    assert_eq!(
        gate.context().key().value().get(),
        format!("{SECRET}-{}", secret("entered"))
    );
    test.effects.run();
    assert!(gate.active(gate::Shut).get());
    assert_eq!(gate.context().key().get(), key("answered"));
    gate.send(Event::Leave);
    assert!(gate.snapshot().output().is_some());
    assert_told_nothing(&written(&gate));
    let told = told.take();
    assert_told_nothing(&told);
    for there in [
        r#"{"event":{"Enter":["Ada",""]}}"#,
        "on the way",
        "answered",
        "with",
    ] {
        assert!(told.contains(there), "{there}: {told}");
    }
    assert_told_nothing(&format!("{:?}", test.reports.take()));
    drop(listener);
}

#[test]
fn events_and_what_is_emitted_show_no_secret() {
    let event = Event::With {
        key: Key::default(),
        code: secret("code"),
    };
    let shown = format!(
        "{event:?} {:?} {:?} {:?}",
        Event::Enter("Ada".into(), secret("entered")),
        Event::Plain(3),
        [
            gate::Emitted::Let(secret("let"), 1),
            gate::Emitted::In {
                name: "a".into(),
                code: secret("in")
            },
            gate::Emitted::Nobody,
        ],
    );
    assert_eq!(
        shown,
        r#"With { key: Key { name: "", value: "" }, code: … } Enter("Ada", …) Plain(3) [Let(…, 1), In { name: "a", code: … }, Nobody]"#
    );
}

chart! {
    House { context: (), serde }
    events { Add(u8), All }

    on Add(key) / add(gates, key);
    spawn gates: Gate by u8 { next(key, told) / heard(told); done(key, last) / done(last); }
    Inside { invoke gate: Gate { next(told) / heard(told); done(last) / done(last); } }
}

#[derive(Clone, Default)]
struct House;

impl house::Logic for House {
    fn gate(&self, _: &()) -> Running<Gate> {
        let session = Session {
            user: "inside".into(),
            key: key("inside"),
        };
        Running::new(Gate, session)
    }

    fn add(&self, (): &mut (), gates: &mut Children<u8, Gate>, of: &u8, _: &mut house::Cx<'_>) {
        let session = Session {
            user: "many".into(),
            key: key("many"),
        };
        gates.spawn(*of, Running::new(Gate, session));
    }

    fn heard(&self, (): &mut (), _: &gate::Emitted, _: &mut house::Cx<'_>) {}

    fn done(&self, (): &mut (), _: &Key, _: &mut house::Cx<'_>) {}
}

#[test]
fn machines_inside_tell_nothing_either() {
    let test = TestEnvironment::default();
    let (house, told, listener) = telling(Running::new(House, ()), &test);
    house.begin();
    house.send(house::Event::Add(1));
    let one = house.inside(house::gate).some();
    one.send(Event::Enter("Ada".into(), secret("one")));
    one.send(with());
    house.inside(house::gates).at(1).send(with());
    house
        .inside(house::gates)
        .at(1)
        .send(Event::Enter("Bob".into(), secret("many")));
    assert_told_nothing(&written(&house));
    test.effects.run();
    house.inside(house::gates).at(1).send(Event::Leave);
    let told = told.take();
    assert_told_nothing(&told);
    for there in ["Ada", "Bob", "answered"] {
        assert!(
            told.contains(there) || written(&house).contains(there),
            "{there}: {told}"
        );
    }
    drop(listener);
}

#[test]
fn what_machines_are_told_and_hand_over_is_cleared() {
    let key_of = |text: &str| -> MachineAction<Gate> { serde_json::from_str(text).unwrap() };
    let slot = r#"{"done":{"slot":"Open:ask","turn":1,"data":{"Ask":{"name":"n","value":"v"}}}}"#;
    let mut done = key_of(slot);
    done.redact();
    let MachineAction::Input(Input::Done(_, gate::Data::Ask(shown))) = &done else {
        panic!("{done:?}");
    };
    assert_eq!((&*shown.name, &*shown.value), ("n", ""));
    let mut begin = MachineAction::<Gate>::Begin;
    begin.redact();
    assert_eq!(format!("{begin:?}"), "Begin");
    // What is emitted is looked into where a machine around hands it over.
    let mut told = house::Data::GateNext(gate::Emitted::Let(secret("let"), 1));
    <House as Statechart>::redact_data(&mut told);
    let house::Data::GateNext(gate::Emitted::Let(text, 1)) = &told else {
        panic!("{told:?}");
    };
    assert_eq!(text, "");
}
