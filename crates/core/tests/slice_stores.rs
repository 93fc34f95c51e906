//! A slice can be had as a store of its own, for what takes one: the two are the same whenever nothing is going on.

#[path = "common/shop.rs"]
mod shop;

use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Outcome, Store};
use leptos_state_macros::{actions, State};
use shop::{tab, Cart, CartAction, Full, Shop};

fn shop() -> Shop {
    Shop {
        tabs: vec![tab(7), tab(8)],
        ..Shop::default()
    }
}

#[test]
fn what_is_done_here_is_done_there() {
    let test = TestEnvironment::default();
    let names = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&names);
    let store = Store::in_environment(shop(), test.environment());
    let _subscription = store.subscribe(move |commit| {
        let name = commit.change().name().into_owned();
        seen.lock().unwrap().push(name);
    });
    let cart = store.cart().to_store();
    assert_eq!(cart.try_add("pen".into()), Outcome::Done(1));
    cart.coupon().set("c".into());
    assert_eq!(cart.try_update(|cart| cart.items.len()), Outcome::Done(1));
    cart.transaction(|t| {
        t.add("ink".into());
        t.coupon().set("d".into());
    });
    assert!(cart
        .try_transaction(|t| {
            t.add("cup".into());
            t.add("too much".into());
        })
        .failed()
        .is_some());
    assert_eq!(
        cart.try_dispatch(CartAction::Clear).map(|_| ()).done(),
        Some(())
    );
    cart.add("a".into());
    cart.add("b".into());
    cart.add("c".into());
    assert_eq!(cart.try_add("d".into()), Outcome::Failed(Full));
    cart.stamp_it();
    assert!(cart.stamp().get().is_some());
    assert_eq!(store.snapshot().cart, **cart.snapshot().state());
    cart.reset_state();
    assert_eq!(store.snapshot().cart, Cart::default());
    assert_eq!(*cart.snapshot().state(), Arc::new(Cart::default()));
    assert_eq!(
        *names.lock().unwrap(),
        [
            "cart.add",
            "set cart.coupon",
            "set cart",
            "batch",
            "cart.clear",
            "cart.add",
            "cart.add",
            "cart.add",
            "cart.stamp_it",
            "reset cart",
        ]
    );
}

#[test]
fn what_is_done_there_is_seen_here_by_those_whose_value_differs() {
    let store = Store::new(shop());
    let cart = store.cart().to_store();
    let count = |woken: &Arc<AtomicUsize>| woken.swap(0, Ordering::SeqCst);
    let (items, coupons) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (items_too, coupons_too) = (Arc::clone(&items), Arc::clone(&coupons));
    let _items = cart.items().watch(move |_| {
        items_too.fetch_add(1, Ordering::SeqCst);
    });
    let _coupons = cart.coupon().watch(move |_| {
        coupons_too.fetch_add(1, Ordering::SeqCst);
    });
    store.cart().add("pen".into());
    assert_eq!((count(&items), count(&coupons)), (1, 0));
    assert_eq!(cart.items().get(), ["pen"]);
    cart.redeem("c".into());
    assert_eq!((count(&items), count(&coupons)), (0, 1));
    store.visit();
    store.tabs().at(7).rename("x".into());
    assert_eq!((count(&items), count(&coupons)), (0, 0));
    let version = cart.snapshot().version();
    store.update(|shop| shop.cart.items.clear());
    assert_eq!((count(&items), count(&coupons)), (1, 0));
    assert_eq!(cart.snapshot().version().get(), version.get() + 1);
    store.reset_state();
    assert_eq!((count(&items), count(&coupons)), (0, 1));
}

#[test]
fn layers_errors_and_effects_are_the_store_s() {
    let test = TestEnvironment::default();
    let free = |cart: &Cart| {
        if cart.coupon == "free" {
            Err("no")
        } else {
            Ok(())
        }
    };
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.cart(), Validate::new(free));
    let cart = store.cart().to_store();
    assert!(
        matches!(cart.try_redeem("free".into()), Outcome::Refused(why) if why.layer() == "Validate")
    );
    assert_eq!(cart.coupon().get(), "");
    cart.redeem("free".into());
    assert_eq!(
        test.reports.take(),
        ["store `Cart`: `redeem` was refused by Validate: no"]
    );
    cart.add("pen".into());
    cart.ask();
    assert_eq!(test.effects.names(), ["coupon"]);
    test.effects.run();
    assert_eq!(cart.coupon().get(), "1 items");
}

#[test]
fn a_row_can_be_had_too_while_it_is_there() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    assert!(store.tabs().at(9).to_store().is_none());
    let row = store.tabs().at(8).to_store().expect("it is there");
    assert_eq!(
        row.try_rename("x".into()),
        Outcome::Done("tab 8".to_owned())
    );
    store.tabs().update(|tabs| tabs.reverse());
    assert_eq!(row.title().get(), "x");
    store.close(8);
    assert_eq!(row.title().get(), "x", "what was seen last");
    assert!(matches!(row.try_rename("y".into()), Outcome::Refused(why) if why.layer() == "slice"));
    row.title().set("y".into());
    assert_eq!(row.title().get(), "x");
    assert_eq!(test.reports.take().len(), 1);
    store.tabs().update(|tabs| tabs.push(tab(8)));
    assert_eq!(row.title().get(), "tab 8", "it came back");
}

#[test]
fn it_does_not_keep_the_store_alive() {
    let store = Store::new(shop());
    let cart = store.cart().to_store();
    let count = store.listener_count();
    let other = store.cart().to_store();
    assert_eq!(store.listener_count(), count + 1);
    drop(other);
    assert_eq!(store.listener_count(), count);
    drop(store);
    assert!(matches!(cart.try_add("pen".into()), Outcome::Disposed));
    assert!(cart.items().get().is_empty());
}

#[test]
fn it_settles_before_a_change_from_inside_a_turn_is_over() {
    let store = Store::new(shop());
    let cart = store.cart().to_store();
    let inside = cart.clone();
    let outcome = Arc::new(Mutex::new(None));
    let told = Arc::clone(&outcome);
    let _watching = store.visits().watch(move |_| {
        *told.lock().unwrap() = Some(inside.try_add("pen".into()));
    });
    store.visit();
    assert_eq!(*outcome.lock().unwrap(), Some(Outcome::Queued));
    assert_eq!(cart.items().get(), ["pen"]);
    assert_eq!(store.cart().items().get(), ["pen"]);
}

#[test]
fn threads_lose_nothing_on_either_side() {
    let store = Store::new(Sums::default());
    let sum = store.sum().to_store();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (store, sum) = (store.clone(), sum.clone());
            scope.spawn(move || {
                for _ in 0..100 {
                    sum.add(1);
                    store.sum().add(1);
                }
            });
        }
    });
    assert_eq!(store.snapshot().sum.value, 800);
    assert_eq!(sum.value().get(), 800);
    // What one of them can't do at once, it leaves to the other.
    assert!(store
        .submit(Change::update(|sums: &mut Sums| sums.sum.value = 1))
        .is_done());
    assert_eq!(sum.value().get(), 1);
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Sums {
    #[state(slice)]
    sum: Sum,
}

#[actions(slices(sum: Sum))]
impl Sums {}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Sum {
    value: u32,
}

#[actions]
impl Sum {
    fn add(&mut self, value: u32) {
        self.value += value;
    }
}

#[derive(Clone, Default, State)]
struct Page {
    #[state(slice)]
    part: Part,
}

#[actions(no_serde, local, slices(part: Part))]
impl Page {}

#[derive(Clone, Default, PartialEq, State)]
struct Part {
    text: Rc<str>,
}

#[actions(no_serde)]
impl Part {
    fn say(&mut self, text: Rc<str>) {
        self.text = text;
    }
}

#[test]
fn a_local_store_s_slices_can_be_had_too() {
    let store = Store::new_local(Page::default(), TestEnvironment::default().environment());
    let part = store.part().to_store();
    part.say("here".into());
    assert_eq!(&*store.part().text().get(), "here");
    store.part().say("there".into());
    assert_eq!(&*part.text().get(), "there");
}
