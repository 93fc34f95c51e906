//! Values that are loaded: what they go through, which answer counts, and when nobody waits any more.

mod common;

use std::convert::Infallible;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::server::{keyed, plain, shop, Ask, Row, Server, Shop, Text};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Change, Commit, Cx, Id, LoadStatus, LoadView, Loadable, Outcome, Request, Store, Timestamp,
};
use leptos_state_macros::{actions, State};

/// A store with its server.
fn set_up() -> (TestEnvironment, Server, Store<Shop>) {
    let test = TestEnvironment::default();
    let server = Server::default();
    let shop = shop(test.environment(), &server);
    (test, server, shop)
}

fn status(shop: &Store<Shop>) -> LoadStatus {
    shop.snapshot().found.status()
}

fn value(shop: &Store<Shop>) -> Option<String> {
    shop.snapshot().found.value().cloned()
}

#[test]
fn it_is_idle_then_loading_then_ready_then_reloading() {
    let (test, server, shop) = set_up();
    assert_eq!(shop.snapshot().found.view(), LoadView::Idle);
    test.clock.advance(Duration::from_millis(7));
    shop.ask(plain("one"));
    {
        let shop = shop.snapshot();
        assert_eq!(shop.found.view(), LoadView::Loading);
        assert_eq!(shop.found.started_at(), Some(Timestamp::from_millis(7)));
        assert_eq!((shop.found.attempt(), shop.found.result()), (1, None));
    }
    assert_eq!(server.count(), 0, "an action asks nobody");
    assert_eq!(test.effects.names(), ["load"]);
    test.effects.run();
    assert_eq!(server.questions(), ["one"]);
    assert_eq!(status(&shop), LoadStatus::Loading);

    test.clock.advance(Duration::from_millis(3));
    server.answer(0, Ok("first"));
    test.effects.run();
    {
        let shop = shop.snapshot();
        assert_eq!(shop.found.view(), LoadView::Ready(&"first".to_owned()));
        assert_eq!(shop.found.loaded_at(), Some(Timestamp::from_millis(10)));
        assert_eq!((shop.found.attempt(), shop.found.started_at()), (0, None));
    }
    assert!(test.effects.names().is_empty());

    shop.ask(plain("two"));
    assert_eq!(
        shop.snapshot().found.view(),
        LoadView::Reloading(&"first".to_owned())
    );
    test.effects.run();
    server.answer(1, Ok("second"));
    test.effects.run();
    assert_eq!(
        shop.snapshot().found.result(),
        Some(Ok(&"second".to_owned()))
    );
    assert!(test.reports.take().is_empty());
}

#[test]
fn a_failure_keeps_the_old_value_and_the_next_request_forgets_the_error() {
    let (test, server, shop) = set_up();
    shop.ask(plain("one"));
    test.effects.run();
    server.answer(0, Err("offline"));
    test.effects.run();
    assert_eq!(
        shop.snapshot().found.view(),
        LoadView::Failed {
            error: &"offline".to_owned(),
            old: None
        }
    );
    assert_eq!(
        shop.snapshot().found.result(),
        Some(Err(&"offline".to_owned()))
    );

    shop.ask(plain("two"));
    assert_eq!(shop.snapshot().found.view(), LoadView::Loading);
    assert_eq!(shop.snapshot().found.error(), None);
    test.effects.run();
    server.answer(1, Ok("here"));
    test.effects.run();
    shop.ask(plain("three"));
    test.effects.run();
    server.answer(2, Err("again offline"));
    test.effects.run();
    assert_eq!(
        shop.snapshot().found.view(),
        LoadView::Failed {
            error: &"again offline".to_owned(),
            old: Some(&"here".to_owned())
        }
    );
}

/// All orders of `n` things.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let longer = |order: Vec<usize>| {
        (0..n).map(move |at| {
            let mut order = order.clone();
            order.insert(at, n - 1);
            order
        })
    };
    orders(n - 1).into_iter().flat_map(longer).collect()
}

#[test]
fn the_last_request_wins_in_whatever_order_the_answers_come() {
    for order in orders(3) {
        let (test, server, shop) = set_up();
        // The requests are under way before any is given up, as on several threads.
        let snapshots: Vec<_> = ["a", "b", "c"]
            .map(|question| {
                shop.ask(plain(question));
                test.effects.run();
                shop.snapshot()
            })
            .into();
        for call in &order {
            let answer = ["a", "b", "c"][*call];
            server.answer(*call, Ok(answer));
            test.effects.run();
        }
        assert_eq!(value(&shop).as_deref(), Some("c"), "{order:?}");
        assert_eq!(status(&shop), LoadStatus::Ready, "{order:?}");
        drop(snapshots);
    }
}

#[test]
fn a_late_answer_makes_no_commit() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    test.effects.run();
    let before = shop.snapshot();
    // The state of before is put back: the request goes on, but nobody waits for it.
    shop.reset_state();
    let version = shop.snapshot().version();
    server.answer(0, Ok("late"));
    test.effects.run();
    assert_eq!(shop.snapshot().version(), version);
    assert_eq!(status(&shop), LoadStatus::Idle);
    drop(before);
}

#[test]
fn a_request_that_is_overtaken_is_dropped() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    test.effects.run();
    // A state that somebody holds on to keeps nothing alive.
    let _held = shop.snapshot();
    shop.ask(plain("b"));
    test.effects.run();
    assert!(server.is_dropped(0));
    assert!(!server.is_dropped(1));
    assert_eq!(test.effects.names(), ["load"]);
}

#[test]
fn cancelling_goes_back_to_what_was_there_and_drops_the_request() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    test.effects.run();
    let _held = shop.snapshot();
    shop.stop();
    assert_eq!(status(&shop), LoadStatus::Idle);
    test.effects.run();
    assert!(server.is_dropped(0));
    assert!(test.effects.names().is_empty());
    server.answer(0, Ok("late"));
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Idle);

    shop.ask(plain("b"));
    test.effects.run();
    server.answer(1, Ok("value"));
    test.effects.run();
    shop.ask(plain("c"));
    test.effects.run();
    shop.stop();
    test.effects.run();
    assert!(server.is_dropped(2));
    assert_eq!(
        shop.snapshot().found.view(),
        LoadView::Ready(&"value".to_owned())
    );
    shop.stop();
    assert_eq!(status(&shop), LoadStatus::Ready, "there is nothing to stop");
}

#[test]
fn a_request_that_is_cancelled_before_it_began_asks_nobody() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    shop.stop();
    test.effects.run();
    assert_eq!(server.count(), 0);
    assert!(test.effects.names().is_empty());
}

#[test]
fn putting_another_value_in_its_place_drops_the_request() {
    let (test, server, shop) = set_up();
    for (call, write) in [
        (|shop: &Store<Shop>| shop.forget()) as fn(&Store<Shop>),
        |shop| shop.found().set(Loadable::ready("written".into())),
        |shop| shop.reset_state(),
        |shop| assert!(shop.submit(Change::restore(Shop::default())).is_done()),
    ]
    .into_iter()
    .enumerate()
    {
        shop.ask(plain("a"));
        test.effects.run();
        assert!(!server.is_dropped(call));
        write(&shop);
        test.effects.run();
        assert!(server.is_dropped(call), "write {call}");
        assert!(test.effects.names().is_empty());
    }
}

#[test]
fn the_request_does_not_keep_the_store_and_is_dropped_with_it() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    test.effects.run();
    let weak = shop.downgrade();
    drop(shop);
    assert!(weak.try_snapshot().is_none(), "nothing else held the store");
    test.effects.run();
    assert!(server.is_dropped(0));
    assert!(test.effects.names().is_empty());
    assert!(test.reports.take().is_empty());
}

#[test]
fn an_answer_for_a_store_that_is_gone_is_lost_without_a_report() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    test.effects.run();
    let held = shop.snapshot();
    drop(shop);
    server.answer(0, Ok("late"));
    test.effects.run();
    assert_eq!(held.found.status(), LoadStatus::Loading);
    assert!(test.effects.names().is_empty());
    assert!(test.reports.take().is_empty());
}

#[test]
fn a_row_is_loaded_by_its_key_wherever_it_goes() {
    let (test, server, shop) = set_up();
    shop.add_row(1);
    shop.add_row(2);
    shop.ask_row(2, plain("two"));
    test.effects.run();
    shop.remove_row(1);
    server.answer(0, Ok("details"));
    test.effects.run();
    let rows = shop.rows().get();
    assert_eq!(rows[0].details.value().map(String::as_str), Some("details"));
}

#[test]
fn a_row_that_goes_takes_its_request_with_it_and_one_of_the_same_key_does_not_get_the_answer() {
    let (test, server, shop) = set_up();
    shop.add_row(1);
    shop.ask_row(1, plain("old"));
    test.effects.run();
    shop.remove_row(1);
    test.effects.run();
    assert!(server.is_dropped(0));

    shop.add_row(1);
    shop.ask_row(1, plain("old"));
    test.effects.run();
    let _held = shop.snapshot();
    shop.remove_row(1);
    shop.add_row(1);
    shop.ask_row(1, plain("new"));
    test.effects.run();
    server.answer(1, Ok("of the old row"));
    test.effects.run();
    assert!(shop.rows().get()[0].details.is_loading());
    server.answer(2, Ok("of the new row"));
    test.effects.run();
    assert_eq!(
        shop.rows().at(1).details().value().get().as_deref(),
        Some("of the new row")
    );
    assert!(test.reports.take().is_empty());
}

#[test]
fn who_watches_a_row_does_not_keep_its_request() {
    let (test, server, shop) = set_up();
    shop.add_row(1);
    let _details = shop.rows().at(1).details().watch(|_| {});
    let _rows = shop.rows().watch(|_| {});
    shop.ask_row(1, plain("details"));
    test.effects.run();
    shop.remove_row(1);
    test.effects.run();
    assert!(server.is_dropped(0));
}

#[test]
fn a_place_that_is_not_there_is_reported() {
    let (test, server, shop) = set_up();
    shop.ask_row(7, plain("details"));
    test.effects.run();
    assert_eq!(server.count(), 0);
    assert_eq!(
        test.reports.take(),
        ["store `Shop`: `load` failed: there is nothing at `rows[7].details` any more, so nothing was written"]
    );
}

#[test]
fn an_action_that_fails_starts_nothing_and_gives_up_nothing() {
    let (test, server, shop) = set_up();
    shop.ask(plain("a"));
    test.effects.run();
    assert_eq!(shop.try_ask_and_fail(plain("b")), Outcome::Failed("no"));
    test.effects.run();
    assert!(!server.is_dropped(0));
    server.answer(0, Ok("of a"));
    test.effects.run();
    assert_eq!(value(&shop).as_deref(), Some("of a"));
    assert_eq!(server.count(), 1);
}

#[test]
fn a_missing_service_is_reported_and_the_value_is_what_it_was() {
    let test = TestEnvironment::default();
    let shop = Store::in_environment(Shop::default(), test.environment());
    shop.ask(plain("a"));
    assert_eq!(status(&shop), LoadStatus::Loading);
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Idle);
    let reports = test.reports.take();
    assert_eq!(reports.len(), 1);
    assert!(
        reports[0].starts_with("store `Shop`: `load` failed: it needs the service `"),
        "{reports:?}"
    );
    assert!(reports[0].contains("Server"), "{reports:?}");
}

#[test]
fn its_parts_are_places_that_wake_for_themselves() {
    let (test, server, shop) = set_up();
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = |what: &'static str| {
        let told = told.clone();
        move || told.lock().unwrap().push(what)
    };
    let (on_value, on_error, on_status) = (tell("value"), tell("error"), tell("status"));
    let _value = shop.found().value().watch(move |_| on_value());
    let _error = shop.found().error().watch(move |_| on_error());
    let _status = shop.found().status().watch(move |_| on_status());
    let take = || std::mem::take(&mut *told.lock().unwrap());

    shop.ask(plain("a"));
    assert_eq!(take(), ["status"]);
    assert_eq!(shop.found().status().get(), LoadStatus::Loading);
    test.effects.run();
    server.answer(0, Ok("same"));
    test.effects.run();
    let mut woken = take();
    woken.sort_unstable();
    assert_eq!(woken, ["status", "value"]);
    shop.ask(plain("b"));
    test.effects.run();
    take();
    server.answer(1, Ok("same"));
    test.effects.run();
    assert_eq!(take(), ["status"], "the value is the same");
    shop.ask(plain("c"));
    test.effects.run();
    take();
    server.answer(2, Err("why"));
    test.effects.run();
    let mut woken = take();
    woken.sort_unstable();
    assert_eq!(woken, ["error", "status"]);
    assert_eq!(shop.found().error().get().as_deref(), Some("why"));
}

#[test]
fn the_value_can_be_written_to_and_the_status_cannot() {
    let (test, _, shop) = set_up();
    shop.found().set(Loadable::ready("a".into()));
    shop.found().value().update(|value| value.push('b'));
    assert_eq!(shop.found().value().get().as_deref(), Some("ab"));
    assert!(shop
        .found()
        .status()
        .try_set(LoadStatus::Idle)
        .failed()
        .is_some());
    assert_eq!(status(&shop), LoadStatus::Ready);
    shop.forget();
    assert!(shop.found().value().try_set("c".into()).failed().is_some());
    assert_eq!(status(&shop), LoadStatus::Idle);
    assert!(test.reports.take().is_empty());
}

/// Collects changes that do again what is done to `store`.
fn record(store: &Store<Shop>) -> (Arc<Mutex<Vec<Change<'static, Shop>>>>, impl Sized) {
    let changes = Arc::new(Mutex::new(Vec::new()));
    let kept = changes.clone();
    let subscription = store.subscribe(move |commit: &Commit<Shop>| {
        let replay = commit.replay().expect("every change can be replayed");
        kept.lock().unwrap().push(replay);
    });
    (changes, subscription)
}

#[test]
fn a_replay_asks_nobody_and_ends_in_the_same_state() {
    let (test, server, shop) = set_up();
    let (changes, _subscription) = record(&shop);
    let backoff = leptos_state_core::Backoff::fixed(Duration::from_millis(5));
    let retried = Ask {
        retry: Some(backoff),
        ..keyed("retried", 1)
    };
    test.clock.advance(Duration::from_millis(3));
    shop.ask(retried);
    test.effects.run();
    server.answer(0, Err("once"));
    test.effects.run();
    test.clock.advance(Duration::from_millis(5));
    test.effects.run();
    server.answer(1, Ok("then"));
    test.effects.run();
    shop.ask(keyed("other", 2));
    test.effects.run();
    server.answer(2, Err("no"));
    test.effects.run();
    shop.add_row(4);
    shop.ask_row(4, plain("row"));
    test.effects.run();
    assert!(shop.rows().get()[0].details.is_loading());

    let elsewhere = TestEnvironment::default();
    elsewhere.clock.advance(Duration::from_secs(1_000));
    let replica = Store::in_environment(Shop::default(), elsewhere.environment());
    for change in changes.lock().unwrap().drain(..) {
        assert!(replica.submit(change).is_done());
    }
    assert_eq!(*replica.snapshot(), *shop.snapshot());
    assert_eq!(replica.snapshot().version(), shop.snapshot().version());
    assert!(elsewhere.effects.names().is_empty());
    assert_eq!(server.count(), 4);
}

#[test]
fn the_answer_is_a_change_with_a_name_that_holds_what_it_wrote() {
    let (test, server, shop) = set_up();
    let names = Arc::new(Mutex::new(Vec::new()));
    let kept = names.clone();
    let _subscription = shop.subscribe(move |commit: &Commit<Shop>| {
        kept.lock()
            .unwrap()
            .push(commit.change().name().into_owned());
    });
    shop.ask(plain("a"));
    test.effects.run();
    server.answer(0, Ok("b"));
    test.effects.run();
    assert_eq!(*names.lock().unwrap(), ["ask", "set found"]);
}

#[test]
fn what_loads_is_idle_when_it_is_read_back_and_the_rest_is_as_it_was() {
    let (test, server, shop) = set_up();
    let back = |text: &Text| -> (String, Text) {
        let json = serde_json::to_string(text).unwrap();
        let read = serde_json::from_str(&json).unwrap();
        (json, read)
    };
    let idle = shop.found().get();
    assert_eq!(back(&idle), (r#""idle""#.to_owned(), idle));

    shop.ask(keyed("a", 1));
    test.effects.run();
    let loading = shop.found().get();
    assert_eq!(back(&loading), (r#""loading""#.to_owned(), Text::idle()));

    test.clock.advance(Duration::from_millis(5));
    server.answer(0, Ok("b"));
    test.effects.run();
    let ready = shop.found().get();
    let json = r#"{"ready":{"value":"b","key":"1","loaded_at":5}}"#;
    assert_eq!(back(&ready), (json.to_owned(), ready.clone()));

    shop.ask(keyed("a", 1));
    assert_eq!(shop.found().get(), ready);
    shop.ask(Ask {
        refetch: true,
        ..keyed("a", 1)
    });
    test.effects.run();
    let reloading = shop.found().get();
    let json = r#"{"reloading":{"value":"b","key":"1","loaded_at":5}}"#;
    assert_eq!(back(&reloading), (json.to_owned(), ready));

    server.answer(1, Err("c"));
    test.effects.run();
    let failed = shop.found().get();
    let json = r#"{"failed":{"error":"c","old":{"value":"b","key":"1","loaded_at":5}}}"#;
    assert_eq!(back(&failed), (json.to_owned(), failed));
    assert!(serde_json::from_str::<Text>(r#""Ready""#).is_err());
}

#[test]
fn one_that_was_read_back_can_be_asked_for_again() {
    let test = TestEnvironment::default();
    let server = Server::default();
    let environment = test.environment().with_service(server.clone());
    let json = r#"{"ready":{"value":"stored","key":"1","loaded_at":0}}"#;
    let state = Shop {
        found: serde_json::from_str(json).unwrap(),
        ..Shop::default()
    };
    let shop = Store::in_environment(state, environment);
    shop.ask(keyed("a", 1));
    assert!(test.effects.names().is_empty(), "it has the same key");
    shop.ask(keyed("a", 2));
    test.effects.run();
    server.answer(0, Ok("fresh"));
    test.effects.run();
    assert_eq!(value(&shop).as_deref(), Some("fresh"));
}

#[test]
fn a_state_that_is_put_back_while_loading_is_loaded_by_the_next_request_for_the_same() {
    let (test, server, shop) = set_up();
    shop.ask(keyed("a", 1));
    test.effects.run();
    let loading = shop.snapshot().state().clone();
    shop.stop();
    test.effects.run();
    assert!(server.is_dropped(0));

    assert!(shop.submit(Change::restore(loading)).is_done());
    test.effects.run();
    assert_eq!((status(&shop), server.count()), (LoadStatus::Loading, 1));
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!(server.count(), 2, "nobody was at it any more");
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!(server.count(), 2, "now somebody is");
    server.answer(1, Ok("b"));
    test.effects.run();
    assert_eq!(value(&shop).as_deref(), Some("b"));
}

#[test]
fn a_transaction_starts_the_last_of_its_requests() {
    let (test, server, shop) = set_up();
    shop.transaction(|shop| {
        shop.ask(plain("a"));
        shop.ask(plain("b"));
    });
    test.effects.run();
    assert_eq!(server.questions(), ["b"]);
    server.answer(0, Ok("of b"));
    test.effects.run();
    assert_eq!(value(&shop).as_deref(), Some("of b"));
}

#[test]
fn a_refused_answer_is_reported() {
    let (test, server, shop) = set_up();
    let shop = shop.layer(leptos_state_core::layers::Validate::new(|shop: &Shop| {
        let is_bad = shop.found.value().is_some_and(|value| value == "bad");
        if is_bad {
            Err("bad")
        } else {
            Ok(())
        }
    }));
    shop.ask(plain("a"));
    test.effects.run();
    server.answer(0, Ok("bad"));
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Loading);
    let reports = test.reports.take();
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(
        reports[0].contains("`update found` was refused"),
        "{reports:?}"
    );
}

#[test]
fn it_can_be_mapped_and_made_of_results() {
    let ready: Loadable<i32, String> = Ok(7).into();
    assert_eq!(ready.as_ref().map(|n| n + 1).into_value(), Some(8));
    assert_eq!(ready.clone().map(|n| n + 1), Loadable::ready(8));
    let failed: Loadable<i32, String> = Err("why".to_owned()).into();
    assert_eq!(failed.clone().map_err(|why| why.len()), Loadable::failed(3));
    assert!(failed.is_failed() && ready.is_ready() && Text::default().is_idle());
    assert_eq!(ready.loaded_at(), None, "it did not come by a request");
    assert_eq!(
        format!("{:?}", Text::idle()),
        "Loadable { status: Idle, value: None, error: None, key: None, loaded_at: None, underway: None, .. }"
    );
}

#[test]
fn what_an_action_starts_can_be_tested_without_a_store() {
    let mut cx = TestEnvironment::default().cx();
    let mut shop = Shop::default();
    shop.ask(&mut cx, plain("a"));
    assert!(shop.found.is_loading());
    assert_eq!(cx.effect_names(), ["load"]);
    shop.stop(&mut cx);
    assert!(shop.found.is_idle());
    shop.rows.push(Row::default());
    shop.ask_row(&mut cx, 0, plain("a"));
    assert!(shop.rows[0].details.is_loading());
}

/// A state that stays on its thread.
#[derive(Clone, Default, State)]
struct Here {
    text: Loadable<Rc<str>, Rc<str>>,
    sent: Loadable<String, Infallible>,
}

#[actions(no_serde)]
impl Here {
    fn open(&mut self, cx: &mut Cx<Self>) {
        let text = Rc::<str>::from("of this thread");
        let request = Request::local(move || {
            let text = text.clone();
            async move { Ok(text) }
        });
        cx.load_local(self, |here| here.text(), request);
        let request = Request::local_with(|id: Id| {
            let id = Rc::new(id);
            async move { Ok(id.as_u128().to_string()) }
        });
        cx.load_local(self, |here| here.sent(), request);
    }
}

#[test]
fn a_local_state_loads_what_stays_on_its_thread() {
    let test = TestEnvironment::default();
    let environment = test.environment().with_service(Id::from_u128(42));
    let here = Store::new_local(Here::default(), environment);
    here.open();
    test.effects.run();
    assert_eq!(here.text().value().get().as_deref(), Some("of this thread"));
    assert_eq!(here.sent().value().get().as_deref(), Some("42"));
}

#[derive(Clone, Default, State)]
struct Page {
    text: Text,
}

#[actions]
impl Page {
    fn open(&mut self, cx: &mut Cx<Self>) {
        let request = Request::local(|| {
            let text = Rc::new("made here");
            async move { Ok(text.to_string()) }
        });
        cx.load(self, |page| page.text(), request);
        let again = Request::new(|| async { Err("never made".to_owned()) });
        if self.text.is_ready() {
            cx.load(self, |page| page.text(), again);
        }
    }
}

#[test]
fn a_shared_state_loads_with_a_request_that_stays_on_its_thread() {
    let test = TestEnvironment::default();
    let page = Store::in_environment(Page::default(), test.environment());
    page.open();
    test.effects.run();
    assert_eq!(page.text().value().get().as_deref(), Some("made here"));
}
