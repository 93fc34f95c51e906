//! When a value is loaded again: retries on the clock, keys, age, the page, intervals.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::server::{keyed, plain, shop, Ask, Server, Shop};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Backoff, Change, Environment, LoadStatus, LoadView, Store, Timestamp};

fn set_up() -> (TestEnvironment, Server, Store<Shop>) {
    let test = TestEnvironment::default();
    let server = Server::default();
    let shop = shop(test.environment(), &server);
    (test, server, shop)
}

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Asks, and has it answered.
fn loaded(test: &TestEnvironment, server: &Server, shop: &Store<Shop>, ask: Ask, answer: &str) {
    shop.ask(ask);
    test.effects.run();
    server.answer(server.count() - 1, Ok(answer));
    test.effects.run();
    assert_eq!(shop.found().value().get().as_deref(), Some(answer));
}

fn status(shop: &Store<Shop>) -> LoadStatus {
    shop.snapshot().found.status()
}

/// Moves the time on and lets what is due happen.
fn pass(test: &TestEnvironment, time: Duration) {
    test.clock.advance(time);
    test.effects.run();
}

#[test]
fn it_is_tried_again_after_exactly_the_delays_of_its_backoff() {
    let (test, server, shop) = set_up();
    shop.ask(Ask {
        retry: Some(Backoff::exponential(ms(100)).times(4).longest(ms(300))),
        ..plain("a")
    });
    test.effects.run();
    for (call, delay) in [100, 200, 300, 300].into_iter().enumerate() {
        assert_eq!(server.count(), call + 1);
        assert_eq!(shop.snapshot().found.attempt() as usize, call + 1);
        server.answer(call, Err("busy"));
        test.effects.run();
        assert_eq!(status(&shop), LoadStatus::Loading);
        assert_eq!(test.clock.pending(), 1);
        pass(&test, ms(delay - 1));
        assert_eq!(server.count(), call + 1, "a millisecond too early");
        pass(&test, ms(1));
    }
    server.answer(4, Err("still busy"));
    test.effects.run();
    assert_eq!(
        shop.snapshot().found.result(),
        Some(Err(&"still busy".to_owned()))
    );
    assert_eq!((test.clock.pending(), server.count()), (0, 5));
    assert!(test.effects.names().is_empty());
    assert_eq!(shop.snapshot().found.started_at(), None);
}

#[test]
fn a_retry_that_succeeds_is_all_that_is_seen() {
    let (test, server, shop) = set_up();
    shop.ask(Ask {
        retry: Some(Backoff::fixed(ms(10))),
        ..plain("a")
    });
    test.effects.run();
    server.answer(0, Err("busy"));
    test.effects.run();
    pass(&test, ms(10));
    server.answer(1, Ok("b"));
    test.effects.run();
    let found = shop.snapshot().found.clone();
    assert_eq!(found.view(), LoadView::Ready(&"b".to_owned()));
    assert_eq!(found.loaded_at(), Some(Timestamp::from_millis(10)));
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn an_error_that_is_not_worth_it_ends_the_retries() {
    let (test, server, shop) = set_up();
    shop.ask(Ask {
        retry: Some(Backoff::fixed(ms(10)).times(9)),
        unless: "forbidden",
        ..plain("a")
    });
    test.effects.run();
    server.answer(0, Err("busy"));
    test.effects.run();
    pass(&test, ms(10));
    server.answer(1, Err("forbidden"));
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Failed);
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn what_waits_for_a_retry_is_given_up_like_what_waits_for_an_answer() {
    let waiting = Ask {
        retry: Some(Backoff::fixed(ms(10))),
        ..plain("a")
    };
    for give_up in [
        (|shop: Store<Shop>| shop.stop()) as fn(Store<Shop>),
        |shop| shop.forget(),
        |shop| shop.ask(plain("b")),
        drop,
    ] {
        let (test, server, shop) = set_up();
        shop.ask(waiting.clone());
        test.effects.run();
        server.answer(0, Err("busy"));
        test.effects.run();
        assert_eq!(test.clock.pending(), 1);
        give_up(shop);
        test.effects.run();
        assert_eq!(test.clock.pending(), 0, "the timer went with it");
        pass(&test, ms(10));
        assert!(!server.questions()[1..].contains(&"a".to_owned()));
    }
}

#[test]
fn jitter_shortens_a_delay_by_no_more_than_its_part_and_not_always_by_the_same() {
    let mut delays = Vec::new();
    let (test, server, shop) = set_up();
    for _ in 0..100 {
        shop.ask(Ask {
            retry: Some(Backoff::fixed(ms(1_000)).jitter(0.25).times(1)),
            ..plain("a")
        });
        test.effects.run();
        let asked = server.count();
        server.answer(asked - 1, Err("busy"));
        test.effects.run();
        let mut delay = 0;
        while server.count() == asked {
            pass(&test, ms(1));
            delay += 1;
        }
        delays.push(delay);
        server.answer(asked, Err("busy"));
        test.effects.run();
    }
    let (least, most) = (delays.iter().min().unwrap(), delays.iter().max().unwrap());
    assert!(
        (750..=1_000).contains(least) && *most <= 1_000,
        "{delays:?}"
    );
    assert!(most - least > 200, "it is spread over the part: {delays:?}");
}

#[test]
fn a_backoff_has_bounds_whatever_it_is_made_of() {
    let huge = Backoff::exponential(Duration::MAX).times(u32::MAX);
    assert_eq!(huge.delay(u32::MAX), Some(Duration::from_secs(30)));
    let unbounded = Backoff::exponential(Duration::from_secs(1))
        .times(u32::MAX)
        .longest(Duration::MAX);
    for retry in [1, 31, 32, 33, 64, u32::MAX] {
        let (this, next) = (
            unbounded.delay(retry).unwrap(),
            unbounded.delay(retry.saturating_add(1)).unwrap(),
        );
        assert!(this <= next, "{retry}");
    }
    assert_eq!(Backoff::fixed(ms(5)).delay(0), None);
    assert_eq!(Backoff::fixed(ms(5)).times(0).delay(1), None);
    assert_eq!(Backoff::fixed(ms(5)).delay(3), Some(ms(5)));
    assert_eq!(Backoff::fixed(ms(5)).delay(4), None);
    let fixed = Backoff::fixed(ms(5));
    assert_eq!(fixed.jitter(f64::NAN), fixed);
    assert_eq!(fixed.jitter(-1.0), fixed);
    assert_eq!(fixed.jitter(f64::INFINITY), fixed.jitter(1.0));
}

#[test]
fn without_jitter_no_identifier_is_used_up() {
    let (test, server, shop) = set_up();
    shop.ask(Ask {
        retry: Some(Backoff::fixed(ms(1))),
        ..plain("a")
    });
    test.effects.run();
    server.answer(0, Err("busy"));
    test.effects.run();
    let next = leptos_state_core::IdSource::id(&test.ids, Timestamp::default());
    assert_eq!(next.as_u128(), 2, "the action took the first");
}

#[test]
fn a_request_with_the_key_of_the_one_under_way_joins_it() {
    let (test, server, shop) = set_up();
    shop.ask(keyed("a", 1));
    test.effects.run();
    let started = shop.snapshot().found.clone();
    test.clock.advance(ms(5));
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!((server.count(), test.effects.names().len()), (1, 1));
    assert_eq!(shop.snapshot().found, started);
    assert!(!server.is_dropped(0));
    server.answer(0, Ok("b"));
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Ready);
}

#[test]
fn two_requests_for_the_same_before_either_began_are_one() {
    let (test, server, shop) = set_up();
    shop.ask(keyed("a", 1));
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!(server.count(), 1);
}

#[test]
fn requests_without_a_key_and_with_another_are_made() {
    let (test, server, shop) = set_up();
    for ask in [
        plain("a"),
        plain("a"),
        keyed("a", 1),
        keyed("a", 2),
        plain("a"),
    ] {
        shop.ask(ask);
        test.effects.run();
    }
    assert_eq!(server.count(), 5);
    assert!((0..4).all(|call| server.is_dropped(call)));
}

#[test]
fn a_value_with_the_same_key_is_not_loaded_again_unless_it_is_asked_for() {
    let (test, server, shop) = set_up();
    loaded(&test, &server, &shop, keyed("a", 1), "b");
    let version = shop.snapshot().found.clone();
    pass(&test, Duration::from_secs(1_000_000));
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!((server.count(), &shop.snapshot().found), (1, &version));
    assert_eq!(version.key(), Some("1"));

    shop.ask(Ask {
        refetch: true,
        ..keyed("a", 1)
    });
    assert_eq!(
        shop.snapshot().found.view(),
        LoadView::Reloading(&"b".to_owned())
    );
    test.effects.run();
    assert_eq!(server.count(), 2);
    shop.ask(Ask {
        refetch: true,
        ..keyed("a", 1)
    });
    test.effects.run();
    assert_eq!(server.count(), 3, "it takes the place of one under way");
    assert!(server.is_dropped(1));
}

#[test]
fn a_value_is_loaded_again_at_an_age_or_when_it_was_invalidated() {
    let (test, server, shop) = set_up();
    let ask = || Ask {
        stale_after: Some(ms(100)),
        ..keyed("a", 1)
    };
    loaded(&test, &server, &shop, ask(), "b");
    pass(&test, ms(99));
    shop.ask(ask());
    assert_eq!(status(&shop), LoadStatus::Ready);
    pass(&test, ms(1));
    shop.ask(ask());
    assert_eq!(status(&shop), LoadStatus::Reloading);
    test.effects.run();
    server.answer(1, Ok("c"));
    test.effects.run();

    shop.ask(ask());
    assert_eq!(status(&shop), LoadStatus::Ready);
    shop.invalidate();
    assert_eq!(shop.found().value().get().as_deref(), Some("c"));
    shop.ask(ask());
    assert_eq!(status(&shop), LoadStatus::Reloading);
}

#[test]
fn a_value_with_another_key_goes_unless_it_is_kept() {
    let (test, server, shop) = set_up();
    loaded(&test, &server, &shop, keyed("a", 1), "one");
    shop.ask(keyed("a", 2));
    assert_eq!(shop.snapshot().found.view(), LoadView::Loading);
    shop.stop();
    assert_eq!(status(&shop), LoadStatus::Idle);

    loaded(&test, &server, &shop, keyed("a", 1), "one");
    shop.ask(Ask {
        keep_value: true,
        ..keyed("a", 2)
    });
    assert_eq!(
        shop.snapshot().found.view(),
        LoadView::Reloading(&"one".to_owned())
    );
    assert_eq!(shop.snapshot().found.key(), Some("1"));
    shop.stop();
    test.effects.run();
    let asked = server.count();
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!(server.count(), asked, "what is there is what is asked for");
    shop.ask(keyed("a", 2));
    test.effects.run();
    assert_eq!(server.count(), asked + 1);
}

#[test]
fn a_failed_value_is_loaded_again_though_the_key_is_the_same() {
    let (test, server, shop) = set_up();
    loaded(&test, &server, &shop, keyed("a", 1), "b");
    shop.ask(Ask {
        refetch: true,
        ..keyed("a", 1)
    });
    test.effects.run();
    server.answer(1, Err("no"));
    test.effects.run();
    shop.ask(keyed("a", 1));
    test.effects.run();
    assert_eq!(server.count(), 3);
    assert_eq!(status(&shop), LoadStatus::Reloading);
}

#[test]
fn it_is_loaded_again_when_the_page_is_focused_or_online_if_that_was_asked_for() {
    for (on_focus, on_reconnect) in [(true, false), (false, true), (true, true)] {
        let (test, server, shop) = set_up();
        let ask = Ask {
            on_focus,
            on_reconnect,
            ..keyed("a", 1)
        };
        loaded(&test, &server, &shop, ask, "b");
        assert_eq!(test.page.listeners(), 1);
        assert_eq!(test.effects.names(), ["load"], "it waits");

        let mut asked = 1;
        for (is_focus, counts) in [(true, on_focus), (false, on_reconnect)] {
            if is_focus {
                test.page.focus();
            } else {
                test.page.online();
            }
            test.effects.run();
            if counts {
                asked += 1;
                assert_eq!(status(&shop), LoadStatus::Reloading);
                assert_eq!(shop.snapshot().found.attempt(), 1);
                server.answer(asked - 1, Ok("again"));
                test.effects.run();
                assert_eq!(shop.snapshot().found.key(), Some("1"));
            }
            assert_eq!((status(&shop), server.count()), (LoadStatus::Ready, asked));
        }
    }
}

#[test]
fn a_page_that_is_focused_while_loading_or_while_the_value_is_young_loads_nothing_more() {
    let (test, server, shop) = set_up();
    let ask = Ask {
        on_focus: true,
        stale_after: Some(ms(100)),
        ..plain("a")
    };
    shop.ask(ask);
    test.effects.run();
    test.page.focus();
    test.effects.run();
    server.answer(0, Ok("b"));
    test.effects.run();
    assert_eq!(server.count(), 1, "what came while it loaded is over");

    pass(&test, ms(99));
    test.page.focus();
    test.effects.run();
    assert_eq!(server.count(), 1);
    pass(&test, ms(1));
    test.page.focus();
    test.page.focus();
    test.effects.run();
    assert_eq!(server.count(), 2);

    server.answer(1, Err("no"));
    test.effects.run();
    test.page.focus();
    test.effects.run();
    assert_eq!(server.count(), 3, "what failed is not young");
}

#[test]
fn nobody_listens_to_the_page_for_a_value_that_nobody_waits_for() {
    let listening = Ask {
        on_focus: true,
        ..plain("a")
    };
    for end in [
        (|shop: Store<Shop>| shop.stop()) as fn(Store<Shop>),
        |shop| shop.forget(),
        |shop| shop.ask(plain("b")),
        drop,
    ] {
        let (test, server, shop) = set_up();
        loaded(&test, &server, &shop, listening.clone(), "b");
        assert_eq!(test.page.listeners(), 1);
        end(shop);
        test.effects.run();
        assert_eq!(test.page.listeners(), 0);
        let asked = server.count();
        test.page.focus();
        test.effects.run();
        assert_eq!(server.count(), asked);
    }
}

#[test]
fn a_value_that_was_there_already_is_watched_over_from_then_on() {
    let (test, server, shop) = set_up();
    loaded(&test, &server, &shop, keyed("a", 1), "b");
    let listening = || Ask {
        on_reconnect: true,
        ..keyed("a", 1)
    };
    shop.ask(listening());
    shop.ask(listening());
    test.effects.run();
    assert_eq!((server.count(), test.page.listeners()), (1, 1));
    test.page.online();
    test.effects.run();
    assert_eq!(server.count(), 2);
}

#[test]
fn without_page_events_it_is_reported_and_loaded_once() {
    let test = TestEnvironment::default();
    let environment = Environment::default()
        .clock(test.clock.clone())
        .runner(test.effects.clone())
        .reporter(test.reports.clone());
    let server = Server::default();
    let shop = shop(environment, &server);
    shop.ask(Ask {
        on_focus: true,
        ..plain("a")
    });
    test.effects.run();
    server.answer(0, Ok("b"));
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Ready);
    let reports = test.reports.take();
    assert_eq!(reports.len(), 1);
    assert!(reports[0].contains("PageEvents"), "{reports:?}");
}

#[test]
fn it_is_loaded_again_at_an_interval_counted_from_each_answer() {
    let (test, server, shop) = set_up();
    shop.ask(Ask {
        every: Some(ms(1_000)),
        ..plain("a")
    });
    test.effects.run();
    pass(&test, ms(5_000));
    server.answer(0, Ok("b"));
    test.effects.run();
    assert_eq!(server.count(), 1);
    pass(&test, ms(999));
    assert_eq!(server.count(), 1);
    pass(&test, ms(1));
    assert_eq!(server.count(), 2);
    server.answer(1, Err("no"));
    test.effects.run();
    assert_eq!(status(&shop), LoadStatus::Failed);
    pass(&test, ms(1_000));
    assert_eq!(server.count(), 3, "a failure does not end it");

    drop(shop);
    test.effects.run();
    assert_eq!(test.clock.pending(), 0);
    assert!(test.effects.names().is_empty());
}

#[test]
fn an_interval_goes_on_with_the_page_and_asks_nobody_for_a_place_that_is_gone() {
    let (test, server, shop) = set_up();
    loaded(
        &test,
        &server,
        &shop,
        Ask {
            every: Some(ms(100)),
            on_focus: true,
            ..plain("a")
        },
        "b",
    );
    test.page.focus();
    test.effects.run();
    server.answer(1, Ok("c"));
    test.effects.run();
    pass(&test, ms(100));
    assert_eq!(server.count(), 3);

    let _held: Arc<Shop> = shop.snapshot().state().clone();
    server.answer(2, Ok("d"));
    test.effects.run();
    shop.add_row(1);
    shop.ask_row(
        1,
        Ask {
            every: Some(ms(10)),
            ..plain("row")
        },
    );
    test.effects.run();
    server.answer(3, Ok("row"));
    test.effects.run();
    // Somebody holds a state in which the row is still there.
    let _with_row = shop.snapshot();
    shop.stop();
    shop.remove_row(1);
    test.effects.run();
    pass(&test, ms(100));
    assert_eq!(server.count(), 4);
    assert!(test.reports.take().is_empty());
}

#[test]
fn an_interval_rests_while_an_older_state_is_put_back_and_goes_on_with_its_own() {
    let (test, server, shop) = set_up();
    let before = shop.snapshot();
    let ask = Ask {
        every: Some(ms(10)),
        ..plain("a")
    };
    loaded(&test, &server, &shop, ask, "b");
    let after = shop.snapshot();
    assert!(shop
        .submit(Change::restore(before.state().clone()))
        .is_done());
    test.effects.run();
    pass(&test, ms(10));
    assert_eq!((status(&shop), server.count()), (LoadStatus::Idle, 1));
    assert!(shop
        .submit(Change::restore(after.state().clone()))
        .is_done());
    test.effects.run();
    pass(&test, ms(10));
    assert_eq!((status(&shop), server.count()), (LoadStatus::Reloading, 2));
}

#[test]
fn it_is_not_tried_again_for_a_place_that_is_only_in_a_record() {
    let (test, server, shop) = set_up();
    shop.ask(Ask {
        retry: Some(Backoff::fixed(ms(10))),
        ..plain("a")
    });
    test.effects.run();
    let _held = shop.snapshot();
    shop.forget();
    server.answer(0, Err("busy"));
    test.effects.run();
    pass(&test, ms(10));
    assert_eq!(server.count(), 1);
    assert!(test.effects.names().is_empty());
}
