//! The handle to a recording is `Copy` and read like a signal.

mod common;

use common::{owner, watch};
use leptos::prelude::*;
use leptos_state::devtools::{EntryId, Instruction, Session};
use leptos_state::layers::{DevTools, Recorder, Recording};
use leptos_state::prelude::*;
use leptos_state::Confined;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
}

#[actions]
impl Cart {
    fn add(&mut self, item: String) {
        self.items.push(item);
    }

    fn fail(&mut self) -> Result<(), String> {
        Err("on purpose".into())
    }
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

fn cart() -> (Store<Cart>, Recording<Cart>) {
    let cart = Store::new(Cart::default()).layer(Recorder::new(100));
    (cart, Recorder::of(cart))
}

#[test]
fn what_reads_a_recording_runs_again_when_it_is_another() {
    let _owner = owner();
    let (cart, recording) = cart();
    let read = watch(move || recording.len());
    assert_eq!(read.take(), 1);
    cart.add("tea".into());
    assert_eq!(read.take(), 1);
    cart.fail();
    assert_eq!(read.take(), 1);
    recording.jump_to_index(0);
    assert_eq!(read.take(), 1);
    recording.jump_to_index(7);
    assert_eq!(read.take(), 0);
}

#[test]
fn all_of_it_is_there_for_components() {
    let _owner = owner();
    let (cart, recording) = cart();
    assert!(recording.is_empty());
    cart.add("tea".into());
    cart.fail();
    cart.add("milk".into());
    let id = EntryId::new;
    let entries = recording.entries();
    assert_eq!(entries[1].id(), id(2));
    assert_eq!(recording.problem(id(2)).as_deref(), Some("on purpose"));
    assert_eq!(recording.states().len(), 4);
    recording.jump_to(id(1));
    assert_eq!((recording.position(), cart.items().get().len()), (1, 1));
    recording.jump_to(id(3));
    recording.toggle(id(1));
    assert_eq!(cart.items().get(), ["milk"]);
    assert_eq!(recording.skipped(), [id(1)]);
    recording.set_active(1..2, true);
    recording.reorder(id(3), id(1));
    assert_eq!(cart.items().get(), ["milk", "tea"]);
    let session = recording.session().unwrap().write().unwrap();
    recording.toggle(id(2));
    recording.sweep();
    assert_eq!(recording.len(), 2);
    recording.lock(true);
    assert!(recording.is_locked());
    cart.add("nothing".into());
    recording.lock(false);
    recording.pause(true);
    assert!(recording.is_paused());
    recording.pause(false);
    recording.commit();
    cart.add("bread".into());
    recording.rollback();
    assert_eq!(cart.items().get().len(), 2);
    recording.reset();
    assert!(cart.items().get().is_empty());
    recording.import(Session::read(&session).unwrap());
    assert_eq!((recording.len(), cart.items().get().len()), (3, 2));
}

#[test]
fn slices_and_stores_of_one_thread_have_recordings_too() {
    let _owner = owner();
    let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Recorder::new(10));
    let recording = Recorder::of(shop.cart());
    shop.cart().add("tea".into());
    shop.visit();
    recording.jump_to_index(0);
    assert!(shop.cart().items().get().is_empty());
    assert_eq!(shop.visits().get(), 1);
    let local: Store<Cart, Confined> =
        Store::new_local(Cart::default()).layer(DevTools::named("cart"));
    local.add("tea".into());
    assert_eq!(Recorder::of(local).len(), 1);
}

#[test]
fn it_goes_with_its_owner() {
    let outer = owner();
    let (cart, _) = cart();
    let inner = outer.child();
    let recording = inner.with(|| Recorder::of(cart));
    cart.add("tea".into());
    inner.cleanup();
    assert!(recording.is_disposed());
    recording.jump_to_index(0);
    let outcome = recording.try_instruct(Instruction::Commit);
    assert_eq!(outcome, Outcome::Disposed);
    assert_eq!(cart.items().get().len(), 1);
}
