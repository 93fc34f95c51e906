//! A machine goes back to where it has been: what is under way there begins anew, and what it did is not done again.

use std::time::Duration;

use leptos_state_chart::Running;
use leptos_state_core::layers::Undo;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::Store;
use leptos_state_macros::{chart, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Light {
    switched: u32,
}

chart! {
    Lamp { context: Light, serde }
    events { Switch, Dim }
    initial Off;
    Off { on Switch / count => On; }
    On {
        on Switch => Off;
        after 10s => Off;
    }
    on Dim;
}

#[derive(Default)]
struct Lamp;

impl lamp::Logic for Lamp {
    fn count(&self, light: &mut Light, _: &mut lamp::Cx<'_>) {
        light.switched += 1;
    }
}

use lamp::Event::{Dim, Switch};
use lamp::State::{Off, On};

fn lamp(test: &TestEnvironment) -> Store<Running<Lamp>> {
    Store::in_environment(Running::new(Lamp, Light::default()), test.environment())
}

fn now(lamp: &Store<Running<Lamp>>) -> lamp::State {
    lamp.snapshot().state().state()
}

#[test]
fn events_are_steps() {
    let test = TestEnvironment::default();
    let lamp = lamp(&test).layer(Undo::limit(9));
    let undo = Undo::of(&lamp);
    lamp.send(Switch);
    lamp.send(Switch);
    assert_eq!(undo.undo_label().as_deref(), Some("Switch"));
    undo.undo();
    assert_eq!((now(&lamp), lamp.context().switched().get()), (On, 1));
    undo.undo();
    assert_eq!((now(&lamp), lamp.context().switched().get()), (Off, 0));
    undo.redo_by(2);
    assert_eq!((now(&lamp), lamp.context().switched().get()), (Off, 1));
}

#[test]
fn timers_of_the_state_that_is_put_back_begin_anew() {
    let test = TestEnvironment::default();
    let lamp = lamp(&test).layer(Undo::limit(9));
    let undo = Undo::of(&lamp);
    let wait = |seconds| {
        test.effects.run();
        test.clock.advance(Duration::from_secs(seconds));
        test.effects.run();
    };
    lamp.send(Switch);
    wait(9);
    lamp.send(Switch);
    wait(60);
    undo.undo();
    assert_eq!(now(&lamp), On);
    wait(9);
    assert_eq!(now(&lamp), On);
    wait(1);
    assert_eq!(now(&lamp), Off);
    // That it ran out is a step, too.
    undo.undo_by(2);
    assert_eq!(now(&lamp), Off);
    wait(60);
    assert_eq!((now(&lamp), lamp.context().switched().get()), (Off, 0));
}

#[test]
fn what_changes_nothing_is_no_step() {
    let test = TestEnvironment::default();
    // That machines can be compared as a whole is not known of all charts: it is said.
    let same = |a: &Running<Lamp>, b: &Running<Lamp>| {
        a.context() == b.context() && a.configuration() == b.configuration()
    };
    let lamp = lamp(&test).layer(Undo::limit(9).equality(same));
    lamp.send(Dim);
    assert!(!Undo::of(&lamp).can_undo());
    lamp.send(Switch);
    assert!(Undo::of(&lamp).can_undo());
}

#[test]
fn patches_of_machines_are_of_their_stored_form() {
    let test = TestEnvironment::default();
    let lamp = lamp(&test).layer(Undo::limit(9).patches().stored());
    let undo = Undo::of(&lamp);
    lamp.send(Switch);
    undo.undo();
    assert_eq!((now(&lamp), lamp.context().switched().get()), (Off, 0));
    undo.redo();
    assert_eq!((now(&lamp), lamp.context().switched().get()), (On, 1));
    let text = undo.export().done().unwrap();
    undo.clear();
    undo.import(&text);
    undo.undo();
    assert_eq!(now(&lamp), Off);
}
