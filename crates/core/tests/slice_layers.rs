//! A layer on a slice alone stands in the store's row of layers: whichever way a change of the slice comes, the layer handles
//! it, and whatever else changes the slice, the layer checks it.

#[path = "common/shop.rs"]
mod shop;

use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_core::layers::{Debounce, Log, Throttle, Validate};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Action, Change, ChangeKind, Commit, Dispatch, Inputs, Layer, Next, Outcome, RowAction, State,
    Store, Verdict, WeakStore,
};
use leptos_state_macros::{actions, State};
use shop::{tab, Cart, CartAction, Count, Counter, Full, Screen, Shop, ShopAction, Tab, TabAction};

const SECOND: Duration = Duration::from_secs(1);

fn shop() -> Shop {
    Shop {
        tabs: vec![tab(7), tab(8)],
        screen: Screen::Editor(tab(9)),
        ..Shop::default()
    }
}

fn no_coupon(cart: &Cart) -> Result<(), String> {
    if cart.coupon.contains("free") {
        Err(format!("`{}` is no coupon", cart.coupon))
    } else {
        Ok(())
    }
}

#[test]
fn validate_checks_the_slice_whichever_way_it_changes() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.cart(), Validate::new(no_coupon));
    let redeem = || CartAction::Redeem {
        coupon: "free".into(),
    };
    let refused = |verdict: bool| assert!(verdict, "{:?}", store.snapshot().cart);

    refused(
        matches!(store.cart().try_redeem("free".into()), Outcome::Refused(why) if why.layer() == "Validate"),
    );
    refused(matches!(
        store.try_dispatch(ShopAction::Cart(redeem())),
        Outcome::Refused(_)
    ));
    refused(matches!(
        store.cart().coupon().try_set("free".into()),
        Outcome::Refused(_)
    ));
    refused(matches!(
        store.cart().try_update(|cart| cart.coupon = "free".into()),
        Outcome::Refused(_)
    ));
    refused(matches!(
        store.try_update(|shop| shop.cart.coupon = "free".into()),
        Outcome::Refused(_)
    ));
    refused(matches!(
        store.try_transaction(|t| {
            t.visit();
            t.cart().redeem("free".into());
        }),
        Outcome::Refused(_)
    ));
    let mut free = shop();
    free.cart.coupon = "free".into();
    refused(matches!(
        store.submit(Change::restore(free)),
        Outcome::Refused(_)
    ));
    assert_eq!(store.snapshot().version().get(), 0);
    assert_eq!(store.cart().try_add("pen".into()), Outcome::Done(1));
    assert_eq!(store.try_visit(), Outcome::Done(1));
}

#[test]
fn validate_checks_a_row_while_it_is_there() {
    let titled = |tab: &Tab| {
        if tab.title.is_empty() {
            Err("no title")
        } else {
            Ok(())
        }
    };
    let store = Store::new(shop())
        .layer_on(|shop| shop.tabs().at(8), Validate::new(titled))
        .layer_on(|shop| shop.screen().editor(), Validate::new(titled));
    assert!(matches!(
        store.tabs().at(8).try_rename(String::new()),
        Outcome::Refused(_)
    ));
    assert!(store.tabs().at(7).try_rename(String::new()).is_done());
    assert!(matches!(
        store.screen().editor().try_rename(String::new()),
        Outcome::Refused(_)
    ));
    store.close(8);
    assert_eq!(store.tabs().keys(), [7]);
    assert!(
        matches!(store.tabs().at(8).try_rename("x".into()), Outcome::Refused(why) if why.layer() == "slice")
    );
    store.screen().home();
    assert_eq!(store.screen().get(), Screen::Home);
}

/// Writes down what it handles, and does what it is told.
struct Tell<S: 'static> {
    seen: Arc<Mutex<Vec<String>>>,
    store: Arc<Mutex<Option<WeakStore<S>>>>,
    turn: fn(Change<'_, S>, Next<'_, S>) -> Verdict<S>,
}

impl<S: 'static> Clone for Tell<S> {
    fn clone(&self) -> Self {
        Self {
            seen: Arc::clone(&self.seen),
            store: Arc::clone(&self.store),
            turn: self.turn,
        }
    }
}

impl<S: State> Tell<S> {
    fn and(turn: fn(Change<'_, S>, Next<'_, S>) -> Verdict<S>) -> Self {
        Self {
            seen: Arc::default(),
            store: Arc::default(),
            turn,
        }
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    fn store(&self) -> WeakStore<S> {
        self.store.lock().unwrap().clone().expect("it was attached")
    }
}

impl<S: State> Layer<S> for Tell<S> {
    fn name(&self) -> &'static str {
        "Tell"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let line = format!("{}: {change:?}", change.name());
        self.seen.lock().unwrap().push(line);
        (self.turn)(change, next)
    }

    fn attach(&self, store: WeakStore<S>) {
        *self.store.lock().unwrap() = Some(store);
    }
}

#[test]
fn it_handles_what_is_of_the_slice_and_nothing_else() {
    let cart = Tell::and(|change, next| next.run(change));
    let row = Tell::and(|change, next| next.run(change));
    let store = Store::new(shop())
        .layer_on(|shop| shop.cart(), cart.clone())
        .layer_on(|shop| shop.tabs().at(8), row.clone());
    assert_eq!(store.cart().try_add("pen".into()), Outcome::Done(1));
    store.dispatch(ShopAction::Cart(CartAction::Clear));
    store.cart().coupon().set("c".into());
    assert_eq!(
        store.cart().try_update(|cart| cart.items.len()),
        Outcome::Done(0)
    );
    store.cart().set(Cart::default());
    store.visit();
    store.visits().set(3);
    store.update(|shop| shop.cart.coupon = "above".into());
    store.transaction(|t| t.cart().clear());
    store.reset_state();
    assert_eq!(
        cart.take(),
        [
            r#"add: Add { item: "pen" }"#,
            "clear: Clear",
            "set coupon: set coupon",
            "update: update",
            "set: set",
        ]
    );
    store.tabs().at(7).rename("x".into());
    store.tabs().at(8).rename("y".into());
    store.tabs().at(8).title().set("z".into());
    store.tabs().at(7).title().set("z".into());
    store.tabs().index(1).title().set("by index".into());
    assert_eq!(
        row.take(),
        [r#"rename: Rename { title: "y" }"#, "set title: set title"]
    );
    assert!(cart.take().is_empty());
}

#[test]
fn it_may_alter_replace_and_refuse() {
    let layer = Tell::<Cart>::and(|mut change, next| {
        if let Some(CartAction::Add { item }) = change.as_action_mut() {
            match item.as_str() {
                "no" => return Outcome::Refused(leptos_state_core::Refusal::new("Tell", "no")),
                "clear" => return next.run(Change::action(CartAction::Clear)),
                "coupon" => {
                    return next.run(Change::update(|cart: &mut Cart| cart.coupon = "c".into()))
                }
                "whole" => {
                    let cart = Cart {
                        coupon: "whole".into(),
                        ..Cart::default()
                    };
                    return next.run(Change::restore(cart));
                }
                "both" => {
                    let change = |item: &str| Change::action(CartAction::Add { item: item.into() });
                    return next.run(Change::batch([change("one"), change("two")]));
                }
                item => {
                    let louder = item.to_uppercase();
                    if let Some(CartAction::Add { item }) = change.as_action_mut() {
                        *item = louder;
                    }
                }
            }
        }
        next.run(change)
    });
    let below = Tell::<Shop>::and(|change, next| next.run(change));
    let store = Store::new(shop())
        .layer_on(|shop| shop.cart(), layer)
        .layer(below.clone());
    assert_eq!(store.cart().try_add("pen".into()), Outcome::Done(1));
    assert_eq!(store.cart().items().get(), ["PEN"]);
    assert!(matches!(
        store.cart().try_add("no".into()),
        Outcome::Refused(_)
    ));
    assert_eq!(
        store.cart().try_add("both".into()),
        Outcome::Queued,
        "its own reply never comes"
    );
    assert_eq!(store.cart().items().get(), ["PEN", "one", "two"]);
    assert_eq!(store.cart().try_add("x".into()), Outcome::Failed(Full));
    assert_eq!(
        store.cart().try_add("both".into()),
        Outcome::Refused(leptos_state_core::Refusal::new("layer", "the cart is full"))
    );
    store.cart().add("clear".into());
    assert!(store.cart().items().get().is_empty());
    store.cart().add("coupon".into());
    assert_eq!(store.cart().coupon().get(), "c");
    store.cart().add("whole".into());
    assert_eq!(store.cart().coupon().get(), "whole");
    assert_eq!(
        below.take(),
        [
            r#"cart.add: Cart(Add { item: "PEN" })"#,
            r#"batch: [Cart(Add { item: "one" }), Cart(Add { item: "two" })]"#,
            r#"cart.add: Cart(Add { item: "X" })"#,
            r#"batch: [Cart(Add { item: "one" }), Cart(Add { item: "two" })]"#,
            "cart.clear: Cart(Clear)",
            "update cart: update cart",
            "restore cart: restore cart",
        ]
    );
}

#[test]
fn what_a_layer_put_in_place_asks_for_effects_of_the_slice() {
    let test = TestEnvironment::default();
    let layer = Tell::<Tab>::and(|change, next| match change.as_action() {
        Some(TabAction::Rename { title }) if title == "x" => {
            next.run(Change::action(TabAction::Load))
        }
        _ => next.run(change),
    });
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.screen().editor(), layer.clone());
    store.screen().editor().rename("x".into());
    assert_eq!(test.effects.names(), ["load"]);
    test.effects.run();
    assert_eq!(
        layer.take(),
        [
            r#"rename: Rename { title: "x" }"#,
            r#"rename: Rename { title: "loaded" }"#
        ]
    );
}

#[test]
fn it_sees_the_slice_s_record_of_a_commit() {
    type Records = Mutex<Vec<Arc<Commit<Cart>>>>;
    static RECORDS: Records = Records::new(Vec::new());
    let layer = Tell::<Cart>::and(|change, next| {
        let before = next.snapshot();
        let verdict = next.run(change.recorded());
        if let Outcome::Done(done) = &verdict {
            assert_eq!(done.version().get(), before.version().get() + 1);
            RECORDS.lock().unwrap().extend(done.commit().cloned());
        }
        verdict
    });
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.cart(), layer.clone());
    store.cart().stamp_it();
    store.cart().coupon().set("c".into());
    let records = std::mem::take(&mut *RECORDS.lock().unwrap());
    assert_eq!(records.len(), 2);
    assert!(matches!(
        records[0].change().as_action(),
        Some(CartAction::StampIt)
    ));
    let stamp = records[0].state().stamp.expect("it was stamped");
    assert_eq!(records[0].inputs().ids(), [stamp.0]);
    assert_eq!(records[1].change().kind(), ChangeKind::Write);
    assert_eq!(records[1].state().coupon, "c");

    // What was recorded can be made again, by way of the layer's own store.
    store.cart().set(Cart::default());
    let slice = layer.store();
    for record in &records {
        assert!(slice
            .submit(record.replay().expect("it can be copied"))
            .is_done());
    }
    assert_eq!(store.cart().stamp().get(), Some(stamp));
    assert_eq!(store.cart().coupon().get(), "c");
    // A caller outside who wants a record has the store's.
    let change = Change::action(ShopAction::Cart(CartAction::Clear)).recorded();
    let done = store.submit(change).done().expect("it is committed");
    assert_eq!(
        done.commit().expect("it was asked for").change().name(),
        "cart.clear"
    );
}

#[test]
fn its_store_is_the_slice() {
    let test = TestEnvironment::default();
    let layer = Tell::<Cart>::and(|change, next| next.run(change));
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.cart(), layer.clone());
    let slice = layer.store();
    let add = |item: &str| Change::action(CartAction::Add { item: item.into() });
    assert!(slice.submit(add("pen")).is_done());
    let inputs = Inputs::default();
    assert!(slice.submit(add("ink").with_inputs(inputs)).is_done());
    assert_eq!(
        slice.try_snapshot().expect("it is there").items,
        ["pen", "ink"]
    );
    assert_eq!(
        slice.environment().expect("it is there").now(),
        test.environment().now()
    );
    slice.submit_reporting(Change::batch([add("cup"), add("too much")]));
    assert_eq!(
        test.reports.take(),
        ["store `Shop`: `batch` failed: the cart is full"]
    );
    assert!(slice.submit(Change::restore(Cart::default())).is_done());
    assert!(store.cart().items().get().is_empty());
    let weak = slice.clone();
    drop(store);
    assert!(weak.try_snapshot().is_none());
    assert!(matches!(weak.submit(add("pen")), Outcome::Disposed));
}

#[test]
fn debounce_holds_back_actions_and_writes_of_the_slice() {
    let test = TestEnvironment::default();
    let by_name = |change: &Change<'_, Cart>| Some(change.name().into_owned());
    let below = Tell::<Shop>::and(|change, next| next.run(change));
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.cart(), Debounce::new(SECOND, by_name))
        .layer(below.clone());
    assert_eq!(store.cart().try_redeem("a".into()), Outcome::Queued);
    assert_eq!(store.cart().try_redeem("b".into()), Outcome::Queued);
    assert_eq!(store.cart().coupon().try_set("c".into()), Outcome::Queued);
    assert_eq!(store.cart().coupon().try_set("d".into()), Outcome::Queued);
    store
        .cart()
        .items()
        .update(|items| items.push("pen".into()));
    store.visit();
    assert_eq!(store.snapshot().visits, 1, "what is not the slice's passes");
    test.clock.advance(SECOND);
    let mut seen = below.take();
    seen.sort();
    assert_eq!(
        seen,
        [
            r#"cart.redeem: Cart(Redeem { coupon: "b" })"#,
            "set cart.coupon: set cart.coupon",
            "update cart.items: update cart.items",
            "visit: Visit",
        ]
    );
    assert_eq!(store.cart().items().get(), ["pen"]);
    assert!(["b", "d"].contains(&store.cart().coupon().get().as_str()));
}

#[test]
fn a_write_that_was_held_back_changes_nothing_else() {
    let test = TestEnvironment::default();
    let all = |_: &Change<'_, Tab>| Some(());
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.tabs().at(8), Debounce::new(SECOND, all));
    store.tabs().at(8).title().set("late".into());
    store.tabs().at(8).id().set(8);
    store.tabs().at(8).title().set("later".into());
    store.tabs().at(7).rename("now".into());
    store.tabs().update(|tabs| tabs.reverse());
    test.clock.advance(SECOND);
    assert_eq!(store.tabs().keys(), [8, 7]);
    assert_eq!(store.tabs().at(8).title().get().as_deref(), Some("later"));
    assert_eq!(store.tabs().at(7).title().get().as_deref(), Some("now"));

    store.tabs().at(8).title().set("too late".into());
    store.close(8);
    test.clock.advance(SECOND);
    assert_eq!(
        test.reports.take(),
        ["store `Shop`: `set tabs[8].title` failed: there is nothing at `tabs[8]` any more, so nothing was written"]
    );
}

#[test]
fn throttle_lets_one_change_of_the_slice_through_at_a_time() {
    let test = TestEnvironment::default();
    let all = |_: &Change<'_, Counter>| Some(());
    let store = Store::in_environment(shop(), test.environment())
        .layer_on(|shop| shop.counter(), Throttle::new(SECOND, all));
    assert_eq!(
        Dispatch::try_dispatch(&store.counter(), Count(1)),
        Outcome::Done(1)
    );
    assert_eq!(
        Dispatch::try_dispatch(&store.counter(), Count(2)),
        Outcome::Queued
    );
    assert_eq!(
        Dispatch::try_dispatch(&store.counter(), Count(3)),
        Outcome::Queued
    );
    test.clock.advance(SECOND);
    assert_eq!(store.snapshot().counter.0, 4);
}

/// Where a subscriber writes.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn log_writes_down_the_slice_s_changes() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .without_time()
        .with_ansi(false)
        .with_target(false)
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let store = Store::new(shop()).layer_on(|shop| shop.cart(), Log::new());
        store.cart().clear();
        store.cart().coupon().set("c".into());
        store.visit();
    });
    let written = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let written: Vec<&str> = written.lines().map(str::trim).collect();
    assert_eq!(
        written,
        [
            r#"INFO done store="Shop" change="Clear" origin=Local version=1"#,
            r#"INFO done store="Shop" change="set coupon" origin=Local version=2"#,
        ]
    );
}

#[test]
fn an_order_that_can_t_work_is_refused() {
    let store = Store::new(shop()).layer(Log::new());
    let error = store
        .try_layer_on(|shop| shop.cart(), Log::new())
        .expect_err("every change would be written down twice");
    assert!(error.to_string().contains("written down twice"), "{error}");
    let two = Store::new(shop())
        .layer_on(|shop| shop.cart(), Log::new())
        .layer_on(|shop| shop.screen(), Log::new());
    two.visit();
}

#[test]
fn layers_on_slices_of_slices_stand_in_their_row() {
    let screen = Tell::<Screen>::and(|change, next| next.run(change));
    let editor = Tell::<Tab>::and(|mut change, next| {
        if let Some(TabAction::Rename { title }) = change.as_action_mut() {
            title.push('!');
        }
        next.run(change)
    });
    let store = Store::new(shop())
        .layer_on(|shop| shop.screen(), screen.clone())
        .layer_on(|shop| shop.screen().editor(), editor.clone())
        .layer_on(|shop| shop.screen(), screen.clone());
    let replaced = store.screen().editor().try_rename("x".into());
    assert_eq!(replaced, Outcome::Done("tab 9".to_owned()));
    assert_eq!(editor.take(), [r#"rename: Rename { title: "x" }"#]);
    assert_eq!(
        screen.take(),
        [
            r#"editor.rename: Editor(Rename { title: "x" })"#,
            r#"editor.rename: Editor(Rename { title: "x!" })"#,
        ]
    );
    let action = TabAction::Load;
    assert_eq!(Action::<Tab>::name(&action), "load");
    let far = ShopAction::Tabs(RowAction { key: 7, action });
    assert_eq!(far.full_name().as_deref(), Some("tabs[7].load"));
}

#[derive(Clone, Default, State)]
struct Page {
    #[state(slice)]
    part: Part,
}

#[actions(no_serde, local, slices(part: Part))]
impl Page {}

#[derive(Clone, Default, State)]
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
fn a_local_store_takes_layers_on_slices_too() {
    let test = TestEnvironment::default();
    let all = |change: &Change<'_, Part>| Some(change.kind());
    let short = |part: &Part| {
        if part.text.len() < 9 {
            Ok(())
        } else {
            Err("too long")
        }
    };
    let store = Store::new_local(Page::default(), test.environment())
        .layer_on(|page| page.part(), Debounce::new_local(SECOND, all))
        .layer_on(|page| page.part(), Validate::new(short));
    store.part().say("first".into());
    store.part().say("second".into());
    test.clock.advance(SECOND);
    assert_eq!(&*store.part().text().get(), "second");
    store.part().text().set("written".into());
    test.clock.advance(SECOND);
    assert_eq!(&*store.part().text().get(), "written");
    store.part().say("much too long".into());
    test.clock.advance(SECOND);
    assert_eq!(&*store.part().text().get(), "written");
    assert_eq!(test.reports.take().len(), 1);
}
