//! A layer can be asked to do something, in the turn of the change that asks, and lends what it keeps to those who know its type.

#[path = "common/shop.rs"]
mod shop;

use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use leptos_state_core::layers::{Debounce, Throttle};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Change, ChangeKind, Layer, Next, Origin, Outcome, State, Store, Verdict, WeakStore,
};
use shop::{tab, Cart, Counter, Shop, Tab};

/// Asks for the state from before.
#[derive(Clone)]
struct Back;

/// Goes back to the state that it was put around, and counts how often.
struct Remember<S: 'static> {
    first: OnceLock<Arc<S>>,
    /// What is asked for from outside of turns.
    times: Times,
    store: OnceLock<WeakStore<S>>,
}

#[derive(Clone, Default)]
struct Times(Arc<AtomicU32>);

impl Times {
    fn get(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

impl<S> Default for Remember<S> {
    fn default() -> Self {
        Self {
            first: OnceLock::new(),
            times: Times::default(),
            store: OnceLock::new(),
        }
    }
}

impl<S: State> Layer<S> for Remember<S> {
    fn name(&self) -> &'static str {
        "Remember"
    }

    fn attach(&self, store: WeakStore<S>) {
        let _ = self.store.set(store);
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let first = self.first.get_or_init(|| next.snapshot().state().clone());
        if change.as_instruction::<Back>().is_none() {
            return next.run(change);
        }
        self.times.0.fetch_add(1, Ordering::SeqCst);
        next.run(change.replaced_by(Change::restore_named("back", Arc::clone(first))))
    }

    fn sees_all(&self) -> bool {
        true
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        place.is_empty().then_some(&self.times)
    }
}

fn back<S: State>() -> Change<'static, S> {
    Change::instruction("back", Back)
}

#[test]
fn what_a_layer_is_asked_comes_to_the_layer_and_no_further() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(1_i32, test.environment()).layer(Remember::default());
    store.update(|n| *n = 2);
    let done = store.submit(back().recorded()).done().unwrap();
    let commit = done.commit().unwrap();
    assert_eq!(
        (*store.snapshot(), commit.change().kind(), commit.origin()),
        (1, ChangeKind::Restore, Origin::Restore)
    );
    assert_eq!(commit.change().name(), "back");
    assert_eq!(store.find_layer::<Times>().unwrap().get(), 1);
}

#[test]
fn what_no_layer_does_fails() {
    let store = Store::new(1_i32);
    let Outcome::Failed(failure) = store.submit(back()) else {
        panic!("nobody could have gone back");
    };
    assert_eq!(failure.to_string(), "no layer does that");
    assert_eq!(store.snapshot().version().get(), 0);
    assert!(store.find_layer::<Times>().is_none());
}

#[test]
fn asking_from_inside_a_turn_waits_for_the_next() {
    let store = Store::new(1_i32).layer(Remember::default());
    let outcomes = Arc::new(OnceLock::new());
    let subscription = store.subscribe({
        let (weak, outcomes) = (store.downgrade(), Arc::clone(&outcomes));
        move |commit| {
            if **commit.state() == 5 {
                let _ = outcomes.set(matches!(weak.submit(back()), Outcome::Queued));
            }
        }
    });
    store.update(|n| *n = 5);
    assert_eq!((*store.snapshot(), outcomes.get()), (1, Some(&true)));
    drop(subscription);
}

#[test]
fn a_layer_on_a_slice_is_asked_at_the_path_of_the_slice() {
    let shop = Shop {
        tabs: vec![tab(7), tab(8)],
        ..Shop::default()
    };
    let store = Store::new(shop)
        .layer(Remember::<Shop>::default())
        .layer_on(|shop| shop.cart(), Remember::<Cart>::default())
        .layer_on(|shop| shop.tabs().at(7), Remember::<Tab>::default());
    let times = |path: &Option<Times>| path.as_ref().map(Times::get);
    let (whole, cart) = (
        store.find_layer::<Times>(),
        store.cart().find_layer::<Times>(),
    );
    let (seven, eight) = (
        store.tabs().at(7).find_layer::<Times>(),
        store.tabs().at(8).find_layer::<Times>(),
    );
    store.cart().coupon().set("first".into());
    store.cart().coupon().set("second".into());
    let weak = store.cart().to_store();
    assert!(matches!(weak.submit(back()), Outcome::Done(_)));
    assert_eq!(store.snapshot().cart.coupon, "");
    assert_eq!(
        [times(&whole), times(&cart), times(&seven), times(&eight)],
        [Some(0), Some(1), Some(0), None]
    );
}

#[test]
fn what_is_put_in_the_place_of_a_slice_is_seen_by_the_layers_on_it() {
    let store = Store::new(Shop::default())
        .layer_on(|shop| shop.cart(), Remember::<Cart>::default())
        .layer_on(|shop| shop.cart(), Names::default());
    let names = store.cart().find_layer::<Names>().unwrap();
    let cart = store.cart().to_store();
    assert!(cart.submit(Change::restore(Cart::default())).is_done());
    assert!(cart.submit(back()).is_done());
    assert_eq!(*names.0.lock().unwrap(), ["restore", "back"]);
}

/// Writes down the names of changes.
#[derive(Clone, Default)]
struct Names(Arc<std::sync::Mutex<Vec<String>>>);

impl<S: State> Layer<S> for Names {
    fn name(&self) -> &'static str {
        "Names"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        self.0.lock().unwrap().push(change.name().into_owned());
        next.run(change)
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        place.is_empty().then_some(self)
    }
}

#[test]
fn nothing_delays_inside_of_a_layer_that_has_to_see_everything() {
    let late = Duration::from_millis(1);
    let whole = || Store::new(Shop::default()).layer(Remember::default());
    let error = whole()
        .try_layer(Debounce::new(late, |change| Some(change.kind())))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "layer `Debounce` can't be put around store `Shop` inside [Remember]: one of those has to see every change, and what is \
         passed on later it would not see"
    );
    assert!(whole()
        .try_layer_on(
            |shop| shop.cart(),
            Throttle::new(late, |change| Some(change.kind()))
        )
        .is_err());
    // Outside of it, it may.
    let _ = Store::new(Counter::default())
        .layer(Debounce::new(late, |change| Some(change.kind())))
        .layer(Remember::default());
}
