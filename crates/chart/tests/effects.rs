//! What actions ask for is data, in the order in which it was asked for.

mod common;

use std::time::Duration;

use common::compiled;
use leptos_state_chart::form::{run, state, to, Form};
use leptos_state_chart::{Effect, Effects, Input, Logic, Machine, Reception};

fn machine() -> Machine<(), &'static str, u8> {
    let form = Form::new("chart")
        .state(
            state("a")
                .exit("cancel")
                .on("go", run(["send", "later", "elsewhere", "spawn", "stop"]))
                .on("leave", to("b")),
        )
        .state(state("b"));
    let logic = Logic::<(), &'static str, u8>::new()
        .action("send", |cx| cx.send("now"))
        .action("later", |cx| {
            cx.send_after(Duration::from_secs(1), "timeout", "late")
        })
        .action("elsewhere", |cx| cx.send_to("parent", "hello"))
        .action("spawn", |cx| cx.spawn("worker 1", "worker", 8))
        .action("stop", |cx| cx.stop("worker 0"))
        .action("cancel", |cx| cx.cancel("timeout"));
    Machine::new(compiled(&form), logic).unwrap()
}

fn send(
    event: &'static str,
    to: Option<&str>,
    delay: u64,
    id: Option<&str>,
) -> Effect<&'static str, u8> {
    Effect::Send {
        event,
        to: to.map(str::to_owned),
        delay: Duration::from_secs(delay),
        id: id.map(str::to_owned),
    }
}

#[test]
fn effects_come_in_order() {
    let machine = machine();
    let started = machine.initial(()).unwrap();
    assert!(started.effects.is_empty());
    let gone = machine
        .transition(&started.snapshot, &Input::Event("go"))
        .unwrap();
    let spawn = Effect::Spawn {
        id: "worker 1".to_owned(),
        source: "worker".to_owned(),
        input: 8,
    };
    assert_eq!(
        gone.effects,
        [
            send("now", None, 0, None),
            send("late", None, 1, Some("timeout")),
            send("hello", Some("parent"), 0, None),
            spawn,
            Effect::StopActor("worker 0".to_owned()),
        ]
    );
    let left = machine
        .transition(&gone.snapshot, &Input::Event("leave"))
        .unwrap();
    assert_eq!(left.effects, [Effect::Cancel("timeout".to_owned())]);
}

#[test]
fn they_are_kept_until_they_are_taken_out() {
    let machine = machine();
    let mut snapshot = machine.create(());
    let mut effects = Effects::default();
    machine.start(&mut snapshot, &mut effects).unwrap();
    for count in 1..=2 {
        assert_eq!(
            machine.send(&mut snapshot, &"go", &mut effects),
            Ok(Reception::Handled)
        );
        assert_eq!(effects.as_slice().len(), 5 * count);
    }
    assert_eq!(effects.drain().count(), 10);
    assert!(effects.as_slice().is_empty());
    machine.send(&mut snapshot, &"go", &mut effects).unwrap();
    effects.clear();
    assert!(effects.as_slice().is_empty());
}
