//! Slices, machines and stores of one thread are recorded as stores are.

mod common;

use std::time::Duration;

use common::id;
use leptos_state_chart::Running;
use leptos_state_core::layers::Undo;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::Store;
use leptos_state_devtools::{Recorder, Recording, Session};
use leptos_state_macros::{actions, chart, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Tally {
    opened: u32,
}

chart! {
    Door { context: Tally, serde }
    events { Open, Close, Lock(String) }
    initial Closed;
    Closed { on Open / count => Opened; on Lock => Locked; }
    Opened { on Close => Closed; after 10s => Closed; }
    Locked;
}

#[derive(Default)]
struct Door;

impl door::Logic for Door {
    fn count(&self, tally: &mut Tally, _: &mut door::Cx<'_>) {
        tally.opened += 1;
    }
}

use door::Event;

fn is_open(store: &Store<Running<Door>>) -> bool {
    store.snapshot().matches(door::Opened)
}

#[test]
fn a_machine_is_recorded_by_its_events_and_what_its_timers_told_it() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Running::new(Door, Tally::default()), test.environment())
        .layer(Recorder::new(10));
    let recording = Recorder::of(&store);
    store.send(Event::Open);
    test.effects.run();
    test.clock.advance(Duration::from_secs(10));
    test.effects.run();
    assert!(!is_open(&store));
    let entries = recording.entries();
    let names: Vec<&str> = entries.iter().map(|entry| entry.name()).collect();
    assert_eq!(names, ["Open", "after"]);
    recording.jump_to(id(1));
    assert!(is_open(&store));
    recording.jump_to(id(2));
    store.send(Event::Open);
    recording.toggle(id(1));
    assert!(is_open(&store));
    assert_eq!(store.snapshot().context().opened, 1);
}

#[test]
fn a_session_of_a_machine_is_read_and_replayed() {
    let store = Store::new(Running::new(Door, Tally::default())).layer(Recorder::new(10));
    store.send(Event::Open);
    store.send(Event::Close);
    store.send(Event::Lock("key".to_owned()));
    store.send(Event::Open);
    let text = Recorder::of(&store).session().unwrap().write().unwrap();
    let session = Session::<Running<Door>>::read(&text).unwrap();
    let replayed = session.replay();
    assert_eq!(replayed.differences(), []);
    assert!(replayed.states()[4].matches(door::Locked));
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Shop {
    visits: u32,
    #[state(slice)]
    cart: Cart,
}

#[actions(slices(cart: Cart))]
impl Shop {
    fn visit(&mut self) {
        self.visits += 1;
    }
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
}

#[actions]
impl Cart {
    fn add(&mut self, item: String) {
        self.items.push(item);
    }
}

#[test]
fn what_is_done_to_a_slice_is_an_entry_of_the_store() {
    let store = Store::new(Shop::default()).layer(Recorder::new(10));
    let recording = Recorder::of(&store);
    store.visit();
    store.cart().add("milk".to_owned());
    store.cart().add("bread".to_owned());
    let entries = recording.entries();
    let names: Vec<&str> = entries.iter().map(|entry| entry.name()).collect();
    assert_eq!(names, ["visit", "cart.add", "cart.add"]);
    recording.toggle(id(2));
    assert_eq!(store.snapshot().cart.items, ["bread"]);
}

#[test]
fn a_recorder_on_a_slice_records_the_slice_alone() {
    let store = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Recorder::new(10));
    let recording = Recorder::of(&store.cart());
    assert!(Recorder::<Shop>::try_of(&store).is_none());
    store.visit();
    store.cart().add("milk".to_owned());
    store.cart().items().set(vec!["tea".to_owned()]);
    store.cart().add("bread".to_owned());
    let entries = recording.entries();
    let names: Vec<&str> = entries.iter().map(|entry| entry.name()).collect();
    assert_eq!(names, ["add", "set items", "add"]);
    recording.jump_to(id(1));
    assert_eq!(store.snapshot().cart.items, ["milk"]);
    store.visit();
    recording.jump_to(id(3));
    recording.toggle(id(2));
    assert_eq!(store.snapshot().cart.items, ["milk", "bread"]);
    assert_eq!(store.snapshot().visits, 2);
    let text = recording.session().unwrap().write().unwrap();
    assert!(Session::<Cart>::read(&text)
        .unwrap()
        .replay()
        .differences()
        .is_empty());
}

#[test]
fn an_undo_inside_is_an_entry_and_one_outside_is_none_the_wiser() {
    let names = |recording: &Recording<Cart>| -> Vec<String> {
        let entries = recording.entries();
        entries
            .iter()
            .map(|entry| entry.name().to_owned())
            .collect()
    };
    let inside = Store::new(Cart::default())
        .layer(Recorder::new(10))
        .layer(Undo::limit(10));
    let outside = Store::new(Cart::default())
        .layer(Undo::limit(10))
        .layer(Recorder::new(10));
    for store in [inside, outside] {
        let (recording, undo) = (Recorder::of(&store), Undo::of(&store));
        store.add("milk".to_owned());
        store.add("bread".to_owned());
        undo.undo();
        assert_eq!(names(&recording), ["add", "add", "undo"]);
        recording.toggle(id(3));
        assert_eq!(store.snapshot().items, ["milk", "bread"]);
        recording.toggle(id(1));
        assert_eq!(store.snapshot().items, ["bread"]);
        recording.lock(true);
        undo.undo();
        assert_eq!(store.snapshot().items, ["bread"]);
    }
}
