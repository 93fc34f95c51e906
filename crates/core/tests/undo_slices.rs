//! A slice, a row and a part of a shop have histories of their own, which are part of the shop's turns.

#[path = "common/shop.rs"]
mod shop;

use leptos_state_core::layers::Undo;
use leptos_state_core::{Layered, Outcome, Store};
use shop::{tab, Cart, Shop};

#[test]
fn a_slice_is_put_back_and_the_rest_stays() {
    let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Undo::limit(9));
    let undo = Undo::of(shop.cart());
    shop.cart().add("tea".into());
    shop.visit();
    shop.cart().coupon().set("half".into());
    assert_eq!(undo.undos(), 2);
    assert_eq!(undo.undo_label().as_deref(), Some("set coupon"));
    undo.undo_by(2);
    let state = shop.snapshot();
    assert_eq!((&state.cart, state.visits), (&Cart::default(), 1));
    undo.redo();
    assert_eq!(shop.snapshot().cart.items, ["tea"]);
    assert!(Undo::try_of(&shop).is_none());
    assert_eq!(shop.cart().layered_name(), "Shop.cart");
}

#[test]
fn what_changes_more_than_the_slice_is_no_step_of_it() {
    let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Undo::limit(9));
    let undo = Undo::of(&shop.cart());
    shop.cart().add("tea".into());
    shop.update(|shop| shop.cart.items.push("milk".into()));
    assert_eq!(undo.undos(), 1);
    undo.undo();
    assert!(shop.snapshot().cart.items.is_empty());
    undo.redo();
    assert_eq!(shop.snapshot().cart.items, ["tea", "milk"]);
}

#[test]
fn the_store_around_a_slice_tells_what_happened() {
    let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Undo::limit(9));
    let undo = Undo::of(shop.cart());
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let subscription = shop.subscribe({
        let told = std::sync::Arc::clone(&told);
        move |commit| {
            told.lock()
                .unwrap()
                .push(commit.change().name().into_owned())
        }
    });
    shop.cart().add("tea".into());
    undo.undo();
    assert_eq!(*told.lock().unwrap(), ["cart.add", "undo cart"]);
    drop(subscription);
}

#[test]
fn rows_have_histories_of_their_own() {
    let shop = Shop {
        tabs: vec![tab(7), tab(8)],
        ..Shop::default()
    };
    let shop = Store::new(shop)
        .layer_on(|shop| shop.tabs().at(7), Undo::limit(9))
        .layer_on(|shop| shop.tabs().at(8), Undo::limit(9));
    let (seven, eight) = (Undo::of(shop.tabs().at(7)), Undo::of(shop.tabs().at(8)));
    shop.tabs().at(7).title().set("a".into());
    shop.tabs().at(8).title().set("b".into());
    assert_eq!((seven.undos(), eight.undos()), (1, 1));
    seven.undo();
    let titles = |shop: &Store<Shop>| {
        let titles = shop
            .snapshot()
            .tabs
            .iter()
            .map(|tab| tab.title.clone())
            .collect::<Vec<_>>();
        titles
    };
    assert_eq!(titles(&shop)[1], "b");
    assert_ne!(titles(&shop)[0], "a");
    // A row that is gone can't be put back.
    shop.close(8);
    assert!(!matches!(eight.try_undo(), Outcome::Done(_)));
    assert_eq!(eight.undos(), 1);
}

#[test]
fn the_whole_and_a_slice_can_not_both_be_remembered() {
    let error = Store::new(Shop::default())
        .layer(Undo::limit(9))
        .try_layer_on(|shop| shop.cart(), Undo::limit(9))
        .unwrap_err();
    assert!(error.to_string().contains("remembers the same changes"));
}

#[test]
fn the_whole_takes_back_what_its_slices_did() {
    let shop = Store::new(Shop::default()).layer(Undo::limit(9));
    let undo = Undo::of(&shop);
    shop.cart().add("tea".into());
    shop.counter().to_store();
    assert_eq!(undo.undo_label().as_deref(), Some("cart.add"));
    undo.undo();
    assert_eq!(**shop.snapshot().state(), Shop::default());
}
