//! Random requests, answers and interruptions: a loadable value is what a simple model says, and nobody works for nothing.
//!
//! The seed is printed when a run fails; `SEED=n` repeats it, `ROUNDS=n` runs more.

mod common;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::server::{shop, Ask, Server, Shop};
use fastrand::Rng;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Backoff, Change, Commit, LoadView, Store};

const RETRY_AFTER: u64 = 10;

/// What should be there.
#[derive(Debug, Default)]
struct Model {
    now: u64,
    value: Option<String>,
    key: Option<u32>,
    loaded_at: Option<u64>,
    error: Option<String>,
    asked: Option<Asked>,
    /// Whether the task for the place listens to the page, with what it would ask for.
    task: Option<Ask>,
    /// How many calls were made.
    calls: usize,
}

/// A request under way.
#[derive(Debug)]
struct Asked {
    key: Option<u32>,
    retries: u32,
    retry_at: Option<u64>,
}

impl Model {
    fn ask(&mut self, ask: &Ask) {
        if !ask.refetch && ask.key.is_some() {
            if let Some(asked) = &self.asked {
                if asked.key == ask.key {
                    return;
                }
            } else if self.key == ask.key && self.value.is_some() && self.error.is_none() {
                let age = ask.stale_after.unwrap_or(Duration::MAX).as_millis();
                if self.age().is_some_and(|past| u128::from(past) < age) {
                    if self.task.is_none() && (ask.on_focus || ask.on_reconnect) {
                        self.task = Some(ask.clone());
                    }
                    return;
                }
            }
        }
        if ask.key != self.key && !ask.keep_value {
            (self.value, self.key, self.loaded_at) = (None, None, None);
        }
        self.task = Some(ask.clone());
        self.begin(ask.key);
    }

    fn begin(&mut self, key: Option<u32>) {
        self.error = None;
        self.asked = Some(Asked {
            key,
            retries: 0,
            retry_at: None,
        });
        self.calls += 1;
    }

    fn age(&self) -> Option<u64> {
        Some(self.now - self.loaded_at?)
    }

    /// Answers the last call, if somebody waits for it.
    fn answer(&mut self, answer: Result<String, String>) {
        let Some(asked) = &mut self.asked else {
            return;
        };
        if asked.retry_at.is_some() {
            return;
        }
        let task = self.task.as_ref().expect("a task asked");
        match answer {
            Ok(value) => {
                (self.value, self.key) = (Some(value), asked.key);
                self.loaded_at = Some(self.now);
            }
            Err(_) if task.retry.is_some() && asked.retries < 2 => {
                asked.retries += 1;
                asked.retry_at = Some(self.now + RETRY_AFTER);
                return;
            }
            Err(error) => self.error = Some(error),
        }
        self.asked = None;
        self.task = self
            .task
            .take()
            .filter(|task| task.on_focus || task.on_reconnect);
    }

    fn pass(&mut self, millis: u64) {
        self.now += millis;
        if let Some(asked) = &mut self.asked {
            if asked.retry_at.is_some_and(|at| at <= self.now) {
                asked.retry_at = None;
                self.calls += 1;
            }
        }
    }

    fn page(&mut self, is_focus: bool) {
        let Some(task) = &self.task else {
            return;
        };
        let counts = if is_focus {
            task.on_focus
        } else {
            task.on_reconnect
        };
        if !counts || self.asked.is_some() {
            return;
        }
        let age = task.stale_after.map_or(0, |age| age.as_millis());
        let is_young = self.age().is_some_and(|past| u128::from(past) < age);
        if self.error.is_some() || !is_young {
            self.begin(task.key);
        }
    }

    fn view(&self) -> LoadView<'_, String, String> {
        match (&self.asked, &self.value, &self.error) {
            (Some(_), Some(value), _) => LoadView::Reloading(value),
            (Some(_), None, _) => LoadView::Loading,
            (None, old, Some(error)) => LoadView::Failed {
                error,
                old: old.as_ref(),
            },
            (None, Some(value), None) => LoadView::Ready(value),
            (None, None, None) => LoadView::Idle,
        }
    }
}

fn random_ask(rng: &mut Rng) -> Ask {
    let mut sometimes = |part: f64| rng.f64() < part;
    Ask {
        question: "q",
        key: sometimes(0.7).then_some(u32::from(sometimes(0.5))),
        stale_after: sometimes(0.4).then_some(Duration::from_millis(25)),
        refetch: sometimes(0.2),
        keep_value: sometimes(0.3),
        retry: sometimes(0.5)
            .then_some(Backoff::fixed(Duration::from_millis(RETRY_AFTER)).times(2)),
        on_focus: sometimes(0.4),
        on_reconnect: sometimes(0.3),
        ..Ask::default()
    }
}

fn compare_values(model: &Model, server: &Server, shop: &Store<Shop>) {
    let found = shop.snapshot().found.clone();
    assert_eq!(found.view(), model.view());
    assert_eq!(found.key(), model.key.map(|key| key.to_string()).as_deref());
    assert_eq!(found.loaded_at().map(|at| at.as_millis()), model.loaded_at);
    let attempt = model.asked.as_ref().map_or(0, |asked| {
        1 + asked.retries - u32::from(asked.retry_at.is_some())
    });
    assert_eq!(found.attempt(), attempt);
    assert_eq!(server.count(), model.calls);
}

/// Compares who is at work. Records of changes hold what was in the state, so that with them somebody may be at work whom
/// the state does not want.
fn compare_work(model: &Model, test: &TestEnvironment, server: &Server) {
    let waits = |asked: &Asked| asked.retry_at.is_none();
    for call in 0..server.count() {
        let is_last = call + 1 == server.count();
        let is_wanted = is_last && model.asked.as_ref().is_some_and(waits);
        assert_eq!(!server.is_dropped(call), is_wanted, "call {call}");
    }
    let is_working = usize::from(model.task.is_some());
    assert_eq!(test.effects.names().len(), is_working);
    let retries = model.asked.as_ref().is_some_and(|asked| !waits(asked));
    assert_eq!(test.clock.pending(), usize::from(retries));
    let listens = |task: &Ask| task.on_focus || task.on_reconnect;
    let listens = model.task.as_ref().is_some_and(listens);
    assert_eq!(test.page.listeners(), usize::from(listens));
}

fn run(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let test = TestEnvironment::default();
    let server = Server::default();
    let shop = shop(test.environment(), &server);
    let changes = Arc::new(Mutex::new(Vec::<Change<'static, Shop>>::new()));
    let kept = changes.clone();
    let is_recorded = rng.bool();
    let subscription = shop.subscribe(move |commit: &Commit<Shop>| {
        kept.lock().unwrap().extend(commit.replay());
    });
    let _subscription = is_recorded.then_some(subscription);
    let mut model = Model::default();
    for step in 0..40_u32 {
        match rng.u8(0..10) {
            0..=2 => {
                let ask = random_ask(&mut rng);
                model.ask(&ask);
                shop.ask(ask);
            }
            3..=5 if server.count() > 0 => {
                let text = step.to_string();
                let is_ok = rng.bool();
                let call = if rng.u8(0..4) == 0 {
                    rng.usize(0..server.count())
                } else {
                    server.count() - 1
                };
                let answer = || {
                    if is_ok {
                        Ok(text.clone())
                    } else {
                        Err(text.clone())
                    }
                };
                if call + 1 == server.count() {
                    model.answer(answer());
                }
                server.answer(call, if is_ok { Ok(&text) } else { Err(&text) });
            }
            6 => {
                let millis = rng.u64(1..30);
                model.pass(millis);
                test.clock.advance(Duration::from_millis(millis));
            }
            7 => {
                let is_focus = rng.bool();
                model.page(is_focus);
                if is_focus {
                    test.page.focus();
                } else {
                    test.page.online();
                }
            }
            8 => match rng.u8(0..3) {
                0 => {
                    (model.asked, model.task) = (None, None);
                    shop.stop();
                }
                1 => {
                    model = Model {
                        now: model.now,
                        calls: model.calls,
                        ..Model::default()
                    };
                    shop.forget();
                }
                _ => {
                    model.loaded_at = None;
                    shop.invalidate();
                }
            },
            _ => shop.other().set(step),
        }
        test.effects.run();
        compare_values(&model, &server, &shop);
        if !is_recorded {
            compare_work(&model, &test, &server);
        }
    }
    assert!(test.reports.take().is_empty());

    if is_recorded {
        let elsewhere = TestEnvironment::default();
        let replica = Store::in_environment(Shop::default(), elsewhere.environment());
        for change in changes.lock().unwrap().drain(..) {
            assert!(replica.submit(change).is_done());
        }
        assert_eq!(*replica.snapshot(), *shop.snapshot());
    }

    drop(shop);
    test.effects.run();
    assert!(test.effects.names().is_empty());
    assert_eq!((test.clock.pending(), test.page.listeners()), (0, 0));
}

#[test]
fn random_requests_agree_with_the_model() {
    let number = |name| std::env::var(name).ok()?.parse().ok();
    let rounds = number("ROUNDS").unwrap_or(500);
    let first = number("SEED");
    let random = || RandomState::new().build_hasher().finish();
    for _ in 0..if first.is_some() { 1 } else { rounds } {
        let seed = first.unwrap_or_else(random);
        if let Err(panic) = std::panic::catch_unwind(|| run(seed)) {
            eprintln!("repeat it with SEED={seed}");
            std::panic::resume_unwind(panic);
        }
    }
}
