//! The handle to a history is `Copy` and read like a signal.

mod common;

use common::{owner, watch};
use leptos::prelude::*;
use leptos_state::layers::{SharedUndo, SharedUndoHandle, Undo, UndoHandle};
use leptos_state::prelude::*;
use leptos_state::{Change, Confined};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
    note: String,
}

#[actions]
impl Cart {
    fn add(&mut self, item: String) {
        self.items.push(item);
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
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

#[test]
fn an_effect_runs_again_when_what_it_asked_is_another_and_for_nothing_else() {
    let _owner = owner();
    let cart = Store::new(Cart::default()).layer(Undo::limit(100));
    let undo = Undo::of(cart);
    let can_undo = watch(move || undo.can_undo());
    let can_redo = watch(move || undo.can_redo());
    let label = watch(move || undo.undo_label());
    let steps = watch(move || undo.steps().len());
    let taken = move || [&can_undo, &can_redo, &label, &steps].map(|count| count.take());
    assert_eq!(taken(), [1; 4]);
    cart.add("tea".into());
    assert_eq!(taken(), [1, 0, 1, 1]);
    cart.add("milk".into());
    assert_eq!(taken(), [0, 0, 0, 1]);
    cart.note().set("soon".into());
    assert_eq!(taken(), [0, 0, 1, 1]);
    undo.undo();
    assert_eq!(taken(), [0, 1, 1, 1]);
    undo.undo_by(2);
    assert_eq!(taken(), [1, 0, 1, 1]);
    undo.redo_by(3);
    assert_eq!(taken(), [1, 1, 1, 1]);
    assert_eq!(cart.note().get_untracked(), "soon");
}

#[test]
fn readers_of_the_store_wake_when_their_value_is_put_back() {
    let _owner = owner();
    let cart = Store::new(Cart::default()).layer(Undo::limit(100));
    let undo = Undo::of(cart);
    cart.add("tea".into());
    let items = watch(move || cart.items().with(Vec::len));
    let note = watch(move || cart.note().get());
    assert_eq!((items.take(), note.take()), (1, 1));
    undo.undo();
    assert_eq!((items.take(), note.take()), (1, 0));
}

#[test]
fn it_says_all_that_is_shown() {
    let _owner = owner();
    let cart = Store::new(Cart::default()).layer(Undo::limit(100));
    let undo: UndoHandle = Undo::of(&cart);
    cart.add("tea".into());
    cart.add("milk".into());
    let first = undo.steps()[1].id();
    assert!(undo.try_jump(first).is_done());
    undo.jump(first);
    assert_eq!((undo.undos(), undo.redos(), undo.bytes()), (1, 1, 0));
    assert_eq!(undo.redo_label().as_deref(), Some("add"));
    assert_eq!(undo.position(), first);
    assert!(undo.try_redo().is_done() && undo.try_undo().is_done());
    undo.pause();
    assert!(undo.is_paused());
    cart.add("bread".into());
    undo.resume();
    undo.end_run();
    undo.redo();
    assert_eq!(undo.undos(), 2);
    undo.clear();
    assert!(!undo.can_undo() && !undo.is_paused());
    assert_eq!(Some(undo), Undo::try_of(cart).map(|_| undo));
    assert_eq!(format!("{undo:?}"), r#"Lent { store: "Cart", .. }"#);
}

#[test]
fn a_slice_has_a_history_of_its_own() {
    let _owner = owner();
    let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Undo::limit(9));
    let undo = Undo::of(shop.cart());
    let can_undo = watch(move || undo.can_undo());
    shop.visit();
    assert_eq!(can_undo.take(), 1);
    assert!(Undo::try_of(shop).is_none());
    shop.cart().add("tea".into());
    assert_eq!(can_undo.take(), 1);
    undo.undo();
    assert_eq!(
        (shop.cart().items().with(Vec::len), shop.visits().get()),
        (0, 1)
    );
    let slice = shop.cart();
    let missing = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Undo::of(shop)));
    assert!(missing.is_err());
    assert_eq!(leptos_state::Layered::layered_name(&slice), "Shop.cart");
}

#[test]
fn a_store_that_stays_on_its_thread_has_one_too() {
    let _owner = owner();
    let cart: Store<Cart, Confined> =
        Store::new_local(Cart::default()).layer(Undo::limit(9).local());
    let undo = Undo::of(cart);
    cart.add("tea".into());
    undo.undo();
    assert_eq!(cart.items().with(Vec::len), 0);
}

#[test]
fn a_history_can_be_stored_and_taken_over() {
    let _owner = owner();
    let cart = Store::new(Cart::default()).layer(Undo::limit(9).stored());
    let undo = Undo::of(cart);
    cart.add("tea".into());
    let Outcome::Done(text) = undo.export() else {
        panic!("it is stored");
    };
    undo.clear();
    undo.import(&text);
    assert!(undo.can_undo());
    assert!(!undo.try_import("{}").is_done());
}

#[test]
fn each_of_those_who_share_a_store_has_one() {
    let _owner = owner();
    let author = |change: &Change<'_, Cart>| Some(change.as_action()?.author());
    let cart = Store::new(Cart::default()).layer(SharedUndo::limit(9, author));
    let undo: SharedUndoHandle = SharedUndo::of(cart);
    let (ann, bob) = (undo.author("ann"), undo.author("bob"));
    let [can_ann, can_bob] = [ann, bob].map(|undo| watch(move || undo.can_undo()));
    assert_eq!((can_ann.take(), can_bob.take()), (1, 1));
    cart.add("ann's tea".into());
    assert_eq!((can_ann.take(), can_bob.take()), (1, 0));
    cart.note().set("both's".into());
    cart.add("bob's milk".into());
    ann.undo();
    assert_eq!(cart.items().get(), ["bob's milk"]);
    assert_eq!((can_ann.take(), can_bob.take()), (1, 1));
}

impl CartAction {
    fn author(&self) -> String {
        let Self::Add { item } = self;
        item.split('\'').next().unwrap_or_default().to_owned()
    }
}

#[test]
fn when_its_owner_is_gone_it_says_so() {
    let outer = owner();
    let inner = Owner::new();
    let (cart, undo) = inner.with(|| {
        let cart = Store::new(Cart::default()).layer(Undo::limit(9));
        (cart, Undo::of(cart))
    });
    assert!(!undo.is_disposed());
    drop(inner);
    assert!(undo.is_disposed() && Undo::try_of(cart).is_none());
    assert!(matches!(undo.try_undo(), Outcome::Disposed));
    assert!(matches!(undo.try_redo(), Outcome::Disposed));
    undo.undo();
    undo.redo();
    undo.clear();
    undo.pause();
    undo.resume();
    undo.end_run();
    undo.import("{}");
    assert!(matches!(undo.export(), Outcome::Disposed));
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| undo.can_undo()));
    let panic = read.unwrap_err();
    assert!(panic
        .downcast_ref::<String>()
        .unwrap()
        .contains("disposed of"));
    assert!(undo.defined_at().is_some());
    drop(outer);
}
