//! A chart's names are bound to logic once, and what is missing is said.

mod common;

use common::compiled;
use leptos_state_chart::form::{final_state, run, state, to, when, Form};
use leptos_state_chart::{Effects, Event, Logic, Machine, Reception};

fn form() -> Form {
    Form::new("player")
        .state(state("idle").on("load", when("is_song").to("end").run("load")))
        .state(final_state("end").data("song"))
}

#[test]
fn what_the_logic_does_not_have_is_an_error() {
    let logic = Logic::<(), &str>::new()
        .guard("is_songs", |_| true)
        .action("x", |_| ());
    let unbound = Machine::new(compiled(&form()), logic).unwrap_err();
    assert_eq!(
        unbound.to_string(),
        "chart `player`: there is no guard `is_song`; did you mean `is_songs`?\n\
         chart `player`: there is no action `load`\n\
         chart `player`: there is no data `song`"
    );
    let names: Vec<_> = unbound
        .names()
        .iter()
        .map(|name| (name.kind(), name.name()))
        .collect();
    assert_eq!(
        names,
        [("guard", "is_song"), ("action", "load"), ("data", "song")]
    );
}

#[derive(Clone, Debug, PartialEq)]
enum Press {
    Load(u32),
    Stop,
}

impl Event for Press {
    const NAMES: &'static [&'static str] = &["load", "stop"];

    fn name(&self) -> &str {
        Self::NAMES[self.index().unwrap_or_default()]
    }

    fn index(&self) -> Option<usize> {
        Some(match self {
            Self::Load(_) => 0,
            Self::Stop => 1,
        })
    }
}

#[test]
fn an_event_that_is_not_among_those_of_the_type_is_an_error() {
    let form = Form::new("player").state(state("idle").on("laod", run("load")));
    let logic = Logic::<u32, Press>::new().action("load", |_| ());
    let unbound = Machine::new(compiled(&form), logic).unwrap_err();
    assert_eq!(
        unbound.to_string(),
        "chart `player`: there is no event `laod`; did you mean `load`?"
    );
}

#[test]
fn actions_see_what_an_event_carries() {
    let form = Form::new("player")
        .state(state("idle").on("load", to("on").run("load")))
        .state(state("on").on("error.load", to("idle")));
    let logic = Logic::<u32, Press>::new().action("load", |cx| match cx.event() {
        Some(Press::Load(song)) => {
            *cx.context = *song;
            Ok(())
        }
        _ => Err("no song"),
    });
    let machine = Machine::new(compiled(&form), logic).unwrap();
    let mut snapshot = machine.create(0);
    let mut effects = Effects::new();
    machine.start(&mut snapshot, &mut effects).unwrap();
    let mut send = |event| machine.send(&mut snapshot, &event, &mut effects).unwrap();
    assert_eq!(send(Press::Stop), Reception::Unhandled);
    assert_eq!(send(Press::Load(7)), Reception::Handled);
    assert_eq!(snapshot.context, 7);
}

#[test]
fn a_machine_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let logic = Logic::<String, &'static str>::new();
    let machine = Machine::new(compiled(&Form::new("a").state(state("b"))), logic).unwrap();
    shared(&machine);
    shared(&machine.create(String::new()));
}
