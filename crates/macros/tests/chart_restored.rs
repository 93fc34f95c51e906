//! A machine in a store that goes back to an older state goes on from there, as one that was stored and read does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_chart::{Children, MachineAction, Running};
use leptos_state_core::entities::Entities;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Origin, Outcome, State, Store};
use leptos_state_macros::{actions, chart, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Log {
    lines: Vec<String>,
}

// Asks a bank when it is told to; what it does on the way is noted.
chart! {
    Payment { context: Log, serde }
    events { Pay, Back, Note(String), Remind, Later }
    initial Asking;
    on Note(text) / note(text);
    on Remind / remind;
    on Later / later;
    Asking { entry entered; on Pay => Paying; after 10s => Given; }
    Paying {
        entry entered;
        exit left;
        invoke charge -> Result<u32, String> { done(sum) / keep(sum) => Paid; error => Asking; }
        on Back => Asking;
    }
    final Paid;
    final Given;
}

/// Answers of the bank, and for how many it was asked.
#[derive(Clone, Default)]
struct Payment {
    answers: Arc<Mutex<Vec<u32>>>,
    asked: Arc<Mutex<u32>>,
}

impl payment::Logic for Payment {
    fn note(&self, log: &mut Log, text: &String, _: &mut payment::Cx<'_>) {
        log.lines.push(text.clone());
    }

    fn remind(&self, log: &mut Log, _: &mut payment::Cx<'_>) {
        log.lines.push("reminded".into());
    }

    fn later(&self, _: &mut Log, cx: &mut payment::Cx<'_>) {
        cx.send_after(Duration::from_secs(5), "remind", Event::Remind);
    }

    fn entered(&self, log: &mut Log, _: &mut payment::Cx<'_>) {
        log.lines.push("entered".into());
    }

    fn left(&self, log: &mut Log, _: &mut payment::Cx<'_>) {
        log.lines.push("left".into());
    }

    fn keep(&self, log: &mut Log, sum: &u32, _: &mut payment::Cx<'_>) {
        log.lines.push(sum.to_string());
    }

    async fn charge(&self, _: Log) -> Result<u32, String> {
        *self.asked.lock().unwrap() += 1;
        std::future::poll_fn(|_| match self.answers.lock().unwrap().pop() {
            Some(answer) => std::task::Poll::Ready(Ok(answer)),
            None => std::task::Poll::Pending,
        })
        .await
    }
}

use payment::Event;

fn payment(test: &TestEnvironment) -> (Payment, Store<Running<Payment>>) {
    let bank = Payment::default();
    let machine = Running::new(bank.clone(), Log::default());
    let store = Store::in_environment(machine, test.environment());
    store.begin();
    test.effects.run();
    (bank, store)
}

fn wait(test: &TestEnvironment, seconds: u64) {
    test.clock.advance(Duration::from_secs(seconds));
    test.effects.run();
}

fn back<S: State + Send + Sync>(test: &TestEnvironment, store: &Store<S>, state: &Arc<S>) {
    assert!(store.submit(Change::restore(Arc::clone(state))).is_done());
    test.effects.run();
}

fn lines(store: &Store<Running<Payment>>) -> Vec<String> {
    store.context().lines().get()
}

#[test]
fn a_clock_of_the_state_runs_again_with_its_whole_time() {
    let test = TestEnvironment::default();
    let (_, store) = payment(&test);
    let asking = Arc::clone(store.snapshot().state());
    wait(&test, 9);
    store.send(Event::Pay);
    test.effects.run();
    assert_eq!(test.clock.pending(), 0);
    back(&test, &store, &asking);
    assert_eq!(lines(&store), ["entered"], "nothing is entered again");
    wait(&test, 9);
    assert!(store.active(payment::Asking).get());
    wait(&test, 1);
    assert!(store.active(payment::Given).get());
}

#[test]
fn work_of_the_state_begins_again_and_that_of_the_other_ends() {
    let test = TestEnvironment::default();
    let (bank, store) = payment(&test);
    store.send(Event::Pay);
    test.effects.run();
    let paying = Arc::clone(store.snapshot().state());
    store.send(Event::Back);
    test.effects.run();
    assert_eq!((*bank.asked.lock().unwrap(), test.clock.pending()), (1, 1));
    back(&test, &store, &paying);
    assert_eq!(*bank.asked.lock().unwrap(), 2);
    assert_eq!(test.clock.pending(), 0, "the clock of `Asking` is over");
    assert_eq!(lines(&store), ["entered", "entered"]);
    bank.answers.lock().unwrap().push(7);
    // What the first work would say is not wanted, and the second is what is asked.
    store.send(Event::Back);
    store.send(Event::Pay);
    test.effects.run();
    assert!(store.active(payment::Paid).get());
    assert_eq!(lines(&store).last().unwrap(), "7");
}

#[test]
fn what_was_under_way_ends_with_the_state_that_goes() {
    let test = TestEnvironment::default();
    let (bank, store) = payment(&test);
    let asking = Arc::clone(store.snapshot().state());
    store.send(Event::Pay);
    test.effects.run();
    let paying = store.snapshot();
    assert!(test.effects.names().contains(&"charge"));
    back(&test, &store, &asking);
    assert!(
        !test.effects.names().contains(&"charge"),
        "though it is kept"
    );
    bank.answers.lock().unwrap().push(7);
    test.effects.run();
    assert!(store.active(payment::Asking).get());
    drop(paying);
}

#[test]
fn a_machine_that_asked_for_nothing_in_between_goes_on_undisturbed() {
    let test = TestEnvironment::default();
    let (bank, store) = payment(&test);
    wait(&test, 4);
    let before = Arc::clone(store.snapshot().state());
    store.send(Event::Note("a".into()));
    back(&test, &store, &before);
    assert_eq!(lines(&store), ["entered"]);
    wait(&test, 6);
    assert!(store.active(payment::Given).get(), "its clock went on");

    let (other, store) = payment(&test);
    store.send(Event::Pay);
    test.effects.run();
    let before = Arc::clone(store.snapshot().state());
    store.send(Event::Note("b".into()));
    back(&test, &store, &before);
    back(&test, &store, store.snapshot().state());
    assert_eq!(*other.asked.lock().unwrap(), 1, "nobody pays twice");
    other.answers.lock().unwrap().push(3);
    store.send(Event::Note("c".into()));
    assert_eq!(*bank.asked.lock().unwrap(), 0);
}

#[test]
fn what_was_sent_with_a_delay_is_not_sent_again() {
    let test = TestEnvironment::default();
    let (_, store) = payment(&test);
    let first = Arc::clone(store.snapshot().state());
    store.send(Event::Later);
    test.effects.run();
    let sent = Arc::clone(store.snapshot().state());
    back(&test, &store, &first);
    wait(&test, 6);
    assert_eq!(lines(&store), ["entered"], "it was called off");
    back(&test, &store, &sent);
    wait(&test, 6);
    assert_eq!(lines(&store), ["entered"], "and is not sent again");
    store.reset_state();
    test.effects.run();
    wait(&test, 10);
    assert!(store.active(payment::Given).get());
}

#[test]
fn redone_after_another_way_it_has_work_of_its_own() {
    let test = TestEnvironment::default();
    let (bank, store) = payment(&test);
    let asking = Arc::clone(store.snapshot().state());
    store.send(Event::Pay);
    test.effects.run();
    let one = Arc::clone(store.snapshot().state());
    back(&test, &store, &asking);
    store.send(Event::Note("another".into()));
    store.send(Event::Pay);
    test.effects.run();
    assert_eq!(*bank.asked.lock().unwrap(), 2);
    // It is at the same turn, and is another run all the same.
    back(&test, &store, &one);
    assert_eq!(*bank.asked.lock().unwrap(), 3);
    let work = test.effects.names();
    assert_eq!(work.iter().filter(|name| **name == "charge").count(), 1);
}

#[test]
fn one_that_was_never_begun_begins_with_all_that_it_asked_for() {
    let test = TestEnvironment::default();
    let (_, store) = payment(&test);
    let new = Running::new(Payment::default(), Log::default());
    assert!(store.submit(Change::restore(new)).is_done());
    test.effects.run();
    assert_eq!(test.clock.pending(), 1);
    wait(&test, 10);
    assert!(store.active(payment::Given).get());
}

#[test]
fn a_state_that_was_stored_begins_where_it_is_put() {
    let test = TestEnvironment::default();
    let (_, store) = payment(&test);
    let text = serde_json::to_string(&**store.snapshot().state()).unwrap();
    store.send(Event::Pay);
    test.effects.run();
    let read: Running<Payment> = serde_json::from_str(&text).unwrap();
    back(&test, &store, &Arc::new(read));
    assert_eq!(test.clock.pending(), 1);
}

#[test]
fn what_is_hydrated_or_replayed_does_not_begin() {
    let test = TestEnvironment::default();
    let (bank, store) = payment(&test);
    store.send(Event::Pay);
    test.effects.run();
    let text = serde_json::to_string(&**store.snapshot().state()).unwrap();
    let read = || Arc::new(serde_json::from_str::<Running<Payment>>(&text).unwrap());
    let new = || {
        let machine = Running::new(bank.clone(), Log::default());
        Store::in_environment(machine, test.environment())
    };
    let hydrated = new();
    assert!(hydrated.submit(Change::hydrate(read())).is_done());
    assert!(
        test.effects
            .names()
            .iter()
            .filter(|name| **name == "charge")
            .count()
            == 1
    );
    hydrated.begin();
    assert!(
        test.effects
            .names()
            .iter()
            .filter(|name| **name == "charge")
            .count()
            == 2
    );

    let replayed = new();
    let change = Change::restore(read()).from(Origin::Replay);
    let batch = Change::batch([Change::restore(read())]).from(Origin::Replay);
    assert!(replayed.submit(change).is_done());
    assert!(replayed.submit(batch).is_done());
    assert!(
        test.effects
            .names()
            .iter()
            .filter(|name| **name == "charge")
            .count()
            == 2
    );
}

#[test]
fn a_refused_restore_leaves_everything_as_it_is() {
    use leptos_state_core::layers::Validate;
    let test = TestEnvironment::default();
    let (bank, store) = payment(&test);
    let store = store.layer(Validate::new(|machine: &Running<Payment>| {
        match machine.matches(payment::Asking) && machine.context().lines.len() == 1 {
            true => Err("not back to the beginning"),
            false => Ok(()),
        }
    }));
    let asking = Arc::clone(store.snapshot().state());
    store.send(Event::Pay);
    test.effects.run();
    let refused = store.submit(Change::restore(asking));
    assert!(matches!(refused, Outcome::Refused(_)));
    test.effects.run();
    bank.answers.lock().unwrap().push(7);
    assert!(test.effects.names().contains(&"charge"));
    assert!(store.active(payment::Paying).get());
}

#[derive(Clone, State)]
struct Shop {
    title: String,
    #[state(slice)]
    payment: Running<Payment>,
    #[state(slice)]
    gift: Option<Running<Payment>>,
    #[state(slice)]
    by_name: BTreeMap<String, Running<Payment>>,
    #[state(slice)]
    orders: Entities<Order>,
}

#[derive(Clone, State)]
struct Order {
    #[state(id)]
    id: u32,
    #[state(slice)]
    payment: Running<Payment>,
}

#[actions(slices(payment: Running<Payment>))]
impl Order {}

#[actions(slices(
    payment: Running<Payment>, gift: Option<Running<Payment>>, by_name: BTreeMap<String, Running<Payment>>,
    orders: Entities<Order>
))]
impl Shop {
    pub fn rename(&mut self, title: String) {
        self.title = title;
    }

    pub fn close(&mut self) {
        self.gift = None;
        self.by_name.clear();
        self.orders.remove_all();
    }
}

fn shop(test: &TestEnvironment) -> (Payment, Store<Shop>) {
    let bank = Payment::default();
    let machine = || Running::new(bank.clone(), Log::default());
    let mut orders = Entities::new();
    for id in 0..3 {
        let payment = machine();
        orders.add(Order { id, payment });
    }
    let shop = Shop {
        title: String::new(),
        payment: machine(),
        gift: Some(machine()),
        by_name: BTreeMap::from([("a".to_owned(), machine())]),
        orders,
    };
    let shop = Store::in_environment(shop, test.environment());
    shop.payment().begin();
    shop.gift().some().begin();
    shop.by_name().at("a".to_owned()).begin();
    for id in 0..3 {
        shop.orders().at(id).payment().begin();
    }
    test.effects.run();
    (bank, shop)
}

#[test]
fn machines_that_are_slices_go_on_each_for_itself() {
    let test = TestEnvironment::default();
    let (bank, shop) = shop(&test);
    assert_eq!(test.clock.pending(), 6);
    wait(&test, 4);
    let before = Arc::clone(shop.snapshot().state());
    shop.rename("A".into());
    shop.payment().send(Event::Pay);
    shop.gift().some().send(Event::Pay);
    shop.orders().at(1).payment().send(Event::Pay);
    test.effects.run();
    assert_eq!((*bank.asked.lock().unwrap(), test.clock.pending()), (3, 3));
    back(&test, &shop, &before);
    assert_eq!(test.clock.pending(), 6);
    wait(&test, 6);
    // Those that nothing was sent to went on; the others have begun anew.
    assert!(shop
        .by_name()
        .at("a".into())
        .active(payment::Given)
        .get()
        .unwrap());
    assert!(shop
        .orders()
        .at(0)
        .payment()
        .active(payment::Given)
        .get()
        .unwrap());
    assert!(shop
        .orders()
        .at(1)
        .payment()
        .active(payment::Asking)
        .get()
        .unwrap());
    wait(&test, 4);
    assert!(shop.payment().active(payment::Given).get());
    assert!(shop.gift().some().active(payment::Given).get().unwrap());
    assert!(shop
        .orders()
        .at(1)
        .payment()
        .active(payment::Given)
        .get()
        .unwrap());
}

#[test]
fn rows_that_come_back_go_on_and_rows_that_go_end() {
    let test = TestEnvironment::default();
    let (_, shop) = shop(&test);
    let full = Arc::clone(shop.snapshot().state());
    shop.close();
    test.effects.run();
    let empty = Arc::clone(shop.snapshot().state());
    back(&test, &shop, &full);
    assert_eq!(test.clock.pending(), 6, "one for each, and none twice");
    let again = Arc::clone(shop.snapshot().state());
    back(&test, &shop, &empty);
    assert_eq!(test.clock.pending(), 1);
    back(&test, &shop, &again);
    wait(&test, 10);
    assert!(shop
        .orders()
        .at(2)
        .payment()
        .active(payment::Given)
        .get()
        .unwrap());
    assert!(test.reports.take().is_empty());
}

#[test]
fn a_slice_alone_is_restored_too() {
    let test = TestEnvironment::default();
    let (bank, shop) = shop(&test);
    let one = shop.payment().to_store();
    let before = Arc::clone(one.snapshot().state());
    one.send(Event::Pay);
    test.effects.run();
    assert_eq!((*bank.asked.lock().unwrap(), test.clock.pending()), (1, 5));
    assert!(one.submit(Change::restore(before)).is_done());
    test.effects.run();
    // Once in the store that has it, and not once more in the one that follows.
    assert_eq!(test.clock.pending(), 6);
    assert!(!test.effects.names().contains(&"charge"));
    wait(&test, 10);
    assert!(one.active(payment::Given).get());
}

chart! {
    Till { context: Log, serde }
    events { Open, Close, More(u8), Less(u8) }

    on More(key) / more(extra, key);
    on Less(key) / less(extra, key);
    spawn extra: Payment by u8;
    Closed { on Open => Opened; }
    Opened { invoke payment: Payment; on Close => Closed; }
}

#[derive(Clone, Default)]
struct Till(Payment);

impl till::Logic for Till {
    fn payment(&self, _: &Log) -> Running<Payment> {
        Running::new(self.0.clone(), Log::default())
    }

    fn more(&self, _: &mut Log, extra: &mut Children<u8, Payment>, key: &u8, _: &mut till::Cx<'_>) {
        extra.spawn(*key, Running::new(self.0.clone(), Log::default()));
    }

    fn less(&self, _: &mut Log, extra: &mut Children<u8, Payment>, key: &u8, _: &mut till::Cx<'_>) {
        extra.stop(key);
    }
}

#[test]
fn machines_inside_go_on_too() {
    let test = TestEnvironment::default();
    let till = Till::default();
    let machine = Running::new(till.clone(), Log::default());
    let store = Store::in_environment(machine, test.environment());
    store.begin();
    store.send(till::Event::Open);
    store.send(till::Event::More(1));
    store.send(till::Event::More(2));
    test.effects.run();
    assert_eq!(test.clock.pending(), 3);
    wait(&test, 4);
    let before = Arc::clone(store.snapshot().state());
    store.inside(till::payment).some().send(Event::Pay);
    store.send(till::Event::Less(1));
    test.effects.run();
    assert_eq!(test.clock.pending(), 1);
    back(&test, &store, &before);
    assert_eq!(test.clock.pending(), 3);
    assert!(!test.effects.names().contains(&"charge"));
    wait(&test, 6);
    let extra = |key| {
        store
            .inside(till::extra)
            .at(key)
            .active(payment::Given)
            .get()
    };
    assert_eq!(
        (extra(1), extra(2)),
        (Some(false), None),
        "the second one went on, and is done"
    );
    let inside = store.inside(till::payment).some();
    assert!(inside.active(payment::Asking).get().unwrap());
    wait(&test, 4);
    assert!(inside.active(payment::Given).get().unwrap());

    // Left and gone back to; gone back to where it is not.
    let given = Arc::clone(store.snapshot().state());
    store.send(till::Event::Close);
    store.send(till::Event::More(3));
    test.effects.run();
    assert_eq!(test.clock.pending(), 1);
    back(&test, &store, &given);
    assert_eq!(test.clock.pending(), 0);
}

#[derive(Clone, State)]
enum Page {
    Closed,
    Paying(#[state(slice)] Running<Payment>),
}

#[actions(slices(paying: Running<Payment>))]
impl Page {
    pub fn close(&mut self) {
        *self = Self::Closed;
    }
}

#[test]
fn a_machine_in_a_variant_comes_and_goes_with_it() {
    let test = TestEnvironment::default();
    let machine = Running::new(Payment::default(), Log::default());
    let page = Store::in_environment(Page::Paying(machine), test.environment());
    page.paying().begin();
    test.effects.run();
    let open = Arc::clone(page.snapshot().state());
    page.close();
    let closed = Arc::clone(page.snapshot().state());
    back(&test, &page, &open);
    assert_eq!(test.clock.pending(), 1);
    back(&test, &page, &closed);
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn an_event_and_a_restore_in_one_batch_leave_what_is_restored() {
    let test = TestEnvironment::default();
    let (_, store) = payment(&test);
    let asking = Arc::clone(store.snapshot().state());
    let pay = Change::action(MachineAction::event(Event::Pay));
    let batch = Change::batch([pay, Change::restore(asking)]);
    assert!(store.submit(batch).is_done());
    test.effects.run();
    assert!(!test.effects.names().contains(&"charge"));
    assert_eq!(test.clock.pending(), 1);
}

#[test]
fn other_states_have_nothing_to_begin() {
    fn resumes<S: State>() -> bool {
        S::RESUMES
    }
    assert!(resumes::<Shop>() && resumes::<Order>());
    assert!(!resumes::<Log>());
}
