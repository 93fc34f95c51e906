//! Machines are states of stores like any other.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_chart::{MachineAction, Reception, Running};
use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Layer, Next, Outcome, Store, Verdict};
use leptos_state_macros::{actions, chart, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Order {
    item: String,
    tries: u32,
}

chart! {
    Checkout { context: Order, serde }
    events { Choose(String), Pay, Cancel, Remind }
    initial Choosing;
    Choosing {
        entry hurry;
        on Choose(item) / choose(item);
        on Pay if has_item => Paying;
        after 1min => GaveUp;
    }
    Paying {
        entry count;
        invoke charge -> Result<u32, String> {
            done => Paid;
            error => Choosing;
        }
        on Cancel => Choosing;
    }
    on Remind / remind;
    final Paid;
    final GaveUp;
}

#[derive(Default)]
struct Checkout {
    bank: Mutex<Vec<Result<u32, String>>>,
}

impl checkout::Logic for Checkout {
    fn hurry(&self, _: &mut Order, cx: &mut checkout::Cx<'_>) {
        cx.send_after(Duration::from_secs(10), "remind", Event::Remind);
    }

    fn choose(&self, order: &mut Order, item: &String, cx: &mut checkout::Cx<'_>) {
        order.item.clone_from(item);
        cx.cancel("remind");
    }

    fn has_item(&self, order: &Order) -> bool {
        !order.item.is_empty()
    }

    fn count(&self, order: &mut Order, _: &mut checkout::Cx<'_>) {
        order.tries += 1;
    }

    fn remind(&self, order: &mut Order, _: &mut checkout::Cx<'_>) {
        order.item.push('?');
    }

    async fn charge(&self, _: Order) -> Result<u32, String> {
        let answer = self.bank.lock().unwrap().pop();
        match answer {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}

use checkout::{Event, State as Now};

fn choose(item: &str) -> Event {
    Event::Choose(item.to_owned())
}

fn store(test: &TestEnvironment) -> Store<Running<Checkout>> {
    let machine = Running::new(Checkout::default(), Order::default());
    Store::in_environment(machine, test.environment())
}

fn bank(store: &Store<Running<Checkout>>, answer: Result<u32, String>) {
    let snapshot = store.snapshot();
    let bank = &snapshot.state().logic().bank;
    bank.lock().unwrap().push(answer);
}

fn now(store: &Store<Running<Checkout>>) -> Now {
    store.snapshot().state().state()
}

#[test]
fn events_are_actions_with_names() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let listener = checkout.subscribe(move |commit| {
        told.lock()
            .unwrap()
            .push(commit.change().name().into_owned())
    });
    checkout.send(choose("tea"));
    assert_eq!(
        checkout.try_send(Event::Pay),
        Outcome::Done(Reception::Handled)
    );
    assert_eq!(now(&checkout), Now::Paying);
    assert_eq!(checkout.context().tries().get(), 1);
    assert_eq!(*seen.lock().unwrap(), ["Choose", "Pay"]);
    drop(listener);
}

#[test]
fn watchers_of_a_state_wake_only_when_it_is_left_or_entered() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    let count = Arc::new(Mutex::new(Vec::new()));
    let (paying, item) = (Arc::clone(&count), Arc::clone(&count));
    let watchers = (
        checkout
            .active(checkout::Paying)
            .watch(move |is_active| paying.lock().unwrap().push(is_active.to_string())),
        checkout
            .context()
            .item()
            .watch(move |new| item.lock().unwrap().push(new.clone())),
    );
    checkout.send(choose("tea"));
    checkout.send(choose("tea"));
    checkout.send(Event::Pay);
    checkout.send(Event::Cancel);
    assert_eq!(*count.lock().unwrap(), ["tea", "true", "false"]);
    assert!(!checkout.active(checkout::Paying).get());
    drop(watchers);
}

#[test]
fn work_is_done_after_the_commit_and_its_result_comes_back() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    checkout.send(choose("tea"));
    bank(&checkout, Err("broke".to_owned()));
    checkout.send(Event::Pay);
    assert_eq!(now(&checkout), Now::Paying);
    test.effects.run();
    assert_eq!(now(&checkout), Now::Choosing);
    bank(&checkout, Ok(3));
    checkout.send(Event::Pay);
    test.effects.run();
    assert_eq!(now(&checkout), Now::Paid);
    assert_eq!(
        checkout.try_send(Event::Pay),
        Outcome::Done(Reception::Finished)
    );
}

#[test]
fn leaving_a_state_ends_its_work() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    checkout.send(choose("tea"));
    checkout.send(Event::Pay);
    test.effects.run();
    assert!(test.effects.names().contains(&"charge"));
    checkout.send(Event::Cancel);
    test.effects.run();
    assert!(
        !test.effects.names().contains(&"charge"),
        "{:?}",
        test.effects.names()
    );
    assert_eq!(now(&checkout), Now::Choosing);
}

#[test]
fn timers_begin_with_the_machine_and_end_with_their_state() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    checkout.begin();
    test.effects.run();
    test.clock.advance(Duration::from_secs(10));
    test.effects.run();
    assert_eq!(
        checkout.context().item().get(),
        "?",
        "what was sent with a delay"
    );
    test.clock.advance(Duration::from_secs(50));
    test.effects.run();
    assert_eq!(now(&checkout), Now::GaveUp);

    let checkout = store(&test);
    checkout.send(choose("tea"));
    checkout.send(Event::Pay);
    test.effects.run();
    test.clock.advance(Duration::from_secs(600));
    test.effects.run();
    assert_eq!(now(&checkout), Now::Paying);
    assert_eq!(
        checkout.context().item().get(),
        "tea",
        "what was to be sent is called off"
    );
}

#[test]
fn a_machine_that_goes_leaves_nothing_behind() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    checkout.begin();
    checkout.send(choose("tea"));
    checkout.send(Event::Pay);
    test.effects.run();
    drop(checkout);
    test.effects.run();
    assert_eq!((test.effects.names().len(), test.clock.pending()), (0, 0));
}

#[test]
fn layers_see_events_and_refuse_them() {
    let test = TestEnvironment::default();
    let checkout = store(&test).layer(Validate::new(|machine: &Running<Checkout>| {
        match machine.context().item.as_str() {
            "whisky" => Err("not for minors".to_owned()),
            _ => Ok(()),
        }
    }));
    checkout.send(choose("whisky"));
    assert_eq!(checkout.context().item().get(), "");
    assert_eq!(test.reports.take().len(), 1);
    checkout.send(choose("tea"));
    assert_eq!(checkout.context().item().get(), "tea");
}

/// Notes what became of each event.
struct Witness(Arc<Mutex<Vec<String>>>);

impl<S: leptos_state_core::State> Layer<S> for Witness {
    fn name(&self) -> &'static str {
        "Witness"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let verdict = next.run(change);
        if let Outcome::Done(done) = &verdict {
            let became = done.remark().unwrap_or_default().to_owned();
            self.0.lock().unwrap().push(became);
        }
        verdict
    }
}

#[test]
fn layers_and_subscribers_see_what_became_of_an_event() {
    let test = TestEnvironment::default();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let checkout = store(&test).layer(Witness(Arc::clone(&seen)));
    checkout.send(Event::Cancel);
    checkout.send(choose("tea"));
    let shop = Shop {
        open: true,
        checkout: Running::new(Checkout::default(), Order::default()),
    };
    let shop = Store::in_environment(shop, test.environment()).layer(Witness(Arc::clone(&seen)));
    let told = Arc::clone(&seen);
    let listener = shop.subscribe(move |commit| {
        let became = Reception::named(commit.remark().unwrap_or_default());
        told.lock().unwrap().push(format!("{became:?}"));
    });
    shop.checkout().send(Event::Cancel);
    shop.close();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "unhandled",
            "handled",
            "unhandled",
            "Some(Unhandled)",
            "",
            "None"
        ]
    );
    drop(listener);
}

#[test]
fn what_nobody_handles_is_told_in_debug_builds() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    assert_eq!(
        checkout.try_send(Event::Cancel),
        Outcome::Done(Reception::Unhandled)
    );
    test.effects.run();
    let expected = "store `Checkout`: `Cancel` failed: no active state has a transition for it";
    assert_eq!(test.reports.take(), [expected]);
}

chart! {
    Fetching;
    Busy { invoke fetch -> Result<u8, String>; }
}

struct Fetching;

impl fetching::Logic for Fetching {
    async fn fetch(&self) -> Result<u8, String> {
        Err("no line".to_owned())
    }
}

#[test]
fn work_that_fails_unexpectedly_is_told_once() {
    let test = TestEnvironment::default();
    let machine = Running::new(Fetching, ());
    let fetching = Store::in_environment(machine, test.environment());
    fetching.begin();
    test.effects.run();
    test.effects.run();
    let expected = "store `Fetching`: `error.invoke.fetch` failed: no transition is for it";
    assert_eq!(test.reports.take(), [expected]);
}

#[derive(Clone, State)]
struct Shop {
    open: bool,
    #[state(slice)]
    checkout: Running<Checkout>,
}

#[actions(slices(checkout: Running<Checkout>))]
impl Shop {
    pub fn close(&mut self) {
        self.open = false;
    }
}

#[test]
fn a_machine_is_a_slice_of_a_store() {
    let test = TestEnvironment::default();
    let shop = Shop {
        open: true,
        checkout: Running::new(Checkout::default(), Order::default()),
    };
    let shop = Store::in_environment(shop, test.environment());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let listener = shop.subscribe(move |commit| {
        told.lock()
            .unwrap()
            .push(commit.change().name().into_owned())
    });
    shop.checkout().send(choose("tea"));
    shop.checkout().send(Event::Pay);
    shop.close();
    assert!(shop.checkout().active(checkout::Paying).get());
    assert_eq!(shop.checkout().context().tries().get(), 1);
    shop.checkout().send(Event::Cancel);
    test.effects.run();
    test.clock.advance(Duration::from_secs(60));
    test.effects.run();
    assert!(
        shop.checkout().active(checkout::GaveUp).get(),
        "its timers know the way back"
    );
    let names = seen.lock().unwrap().clone();
    assert_eq!(
        &names[..4],
        [
            "checkout.Choose",
            "checkout.Pay",
            "close",
            "checkout.Cancel"
        ]
    );
    drop(listener);
}

#[test]
fn actions_are_stored_by_names() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    let stored = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&stored);
    let listener = checkout.subscribe(move |commit| {
        let action = commit
            .change()
            .as_action()
            .cloned()
            .expect("it is an action");
        told.lock()
            .unwrap()
            .push(serde_json::to_string(&action).unwrap());
    });
    checkout.begin();
    checkout.send(choose("tea"));
    bank(&checkout, Ok(3));
    checkout.send(Event::Pay);
    test.effects.run();
    let stored = stored.lock().unwrap().clone();
    assert_eq!(
        stored,
        [
            r#""begin""#,
            r#"{"event":{"Choose":"tea"}}"#,
            r#"{"event":"Pay"}"#,
            r#"{"done":{"slot":"Paying:charge","turn":1,"data":{"Charge":3}}}"#,
        ]
    );
    // Done again elsewhere, they lead to the same.
    let again = store(&test);
    for text in &stored {
        let action: MachineAction<Checkout> = serde_json::from_str(text).unwrap();
        assert!(again.try_dispatch(action).is_done());
    }
    assert_eq!(now(&again), Now::Paid);
    let other = r#"{"after":{"slot":"Paying:after.9s","turn":1}}"#;
    let refused = serde_json::from_str::<MachineAction<Checkout>>(other).unwrap_err();
    let why = refused.to_string();
    assert!(
        why.contains("chart `Checkout` has no timer or invoke `Paying:after.9s`"),
        "{why}"
    );
    drop(listener);
}

#[test]
fn a_machine_that_was_stored_goes_on() {
    let test = TestEnvironment::default();
    let checkout = store(&test);
    checkout.send(choose("tea"));
    checkout.send(Event::Pay);
    let text = serde_json::to_string(&**checkout.snapshot().state()).unwrap();
    let machine: Running<Checkout> = serde_json::from_str(&text).unwrap();
    let again = Store::in_environment(machine, test.environment());
    assert_eq!(again.context().get(), checkout.context().get());
    bank(&again, Ok(3));
    again.begin();
    test.effects.run();
    assert_eq!(now(&again), Now::Paid, "its work began anew");
    assert_eq!(
        again.context().tries().get(),
        1,
        "nothing was entered again"
    );
}
