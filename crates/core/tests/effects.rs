//! Effects are performed after the commit, outside the turn, by the injected runner; their results come back as changes.

mod common;

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Action, Cx, Outcome, Store};

/// Loads something.
#[derive(Clone, Debug)]
enum Load {
    Start,
    Fail,
    Loaded(i32),
}

impl Action<i32> for Load {
    type Reply = ();
    type Error = &'static str;

    fn name(&self) -> &'static str {
        "load"
    }

    fn apply(self, state: &mut i32, cx: &mut Cx<i32>) -> Result<(), &'static str> {
        match self {
            Self::Start => {
                *state = -1;
                cx.effect(
                    "fetch",
                    |store| async move { store.dispatch(Self::Loaded(42)) },
                );
                Ok(())
            }
            Self::Fail => {
                cx.effect("never", |_| async { unreachable!("the action failed") });
                Err("no")
            }
            Self::Loaded(value) => {
                *state = value;
                Ok(())
            }
        }
    }
}

#[test]
fn an_effect_runs_after_the_commit_and_its_result_is_a_change() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(0_i32, test.environment());
    store.dispatch(Load::Start);
    assert_eq!(*store.snapshot(), -1);
    assert_eq!(test.effects.names(), ["fetch"]);
    test.effects.run();
    assert_eq!(*store.snapshot(), 42);
    assert!(test.effects.names().is_empty());
    assert_eq!(store.snapshot().version().get(), 2);
}

#[test]
fn a_failed_action_s_effects_are_never_performed() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(0_i32, test.environment());
    assert_eq!(store.try_dispatch(Load::Fail), Outcome::Failed("no"));
    let outcome = store.try_transaction(|t| {
        t.dispatch(Load::Start);
        t.dispatch(Load::Fail);
    });
    assert!(!outcome.is_done());
    assert!(test.effects.names().is_empty());
}

#[test]
fn a_transaction_s_effects_are_performed_in_order() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(0_i32, test.environment());
    store.transaction(|t| {
        t.dispatch(Load::Start);
        t.dispatch(Load::Start);
    });
    assert_eq!(test.effects.names(), ["fetch", "fetch"]);
    test.effects.run();
    assert_eq!(store.snapshot().version().get(), 3);
}

/// Runs an effect on the spot.
struct AtOnce;

impl leptos_state_core::EffectRunner for AtOnce {
    fn run(&self, _: &'static str, effect: leptos_state_core::BoxFuture) {
        let mut effect = effect;
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(effect.as_mut().poll(&mut cx).is_ready());
    }
}

#[test]
fn an_effect_that_is_performed_on_the_spot_is_outside_the_turn() {
    let environment = leptos_state_core::Environment::default().runner(AtOnce);
    let store = Store::in_environment(0_i32, environment);
    store.dispatch(Load::Start);
    assert_eq!(*store.snapshot(), 42);
}

#[test]
fn an_effect_may_wait() {
    #[derive(Clone, Debug)]
    struct Later;

    impl Action<i32> for Later {
        type Reply = ();
        type Error = std::convert::Infallible;

        fn name(&self) -> &'static str {
            "later"
        }

        fn apply(self, _: &mut i32, cx: &mut Cx<i32>) -> Result<(), Self::Error> {
            cx.effect_local("wait", |store| async move {
                let mut waited = false;
                std::future::poll_fn(move |cx| {
                    if std::mem::replace(&mut waited, true) {
                        return std::task::Poll::Ready(());
                    }
                    cx.waker().wake_by_ref();
                    std::task::Poll::Pending
                })
                .await;
                store.update(|n| *n = 7);
            });
            Ok(())
        }
    }

    let test = TestEnvironment::default();
    let store = Store::in_environment(0_i32, test.environment());
    store.dispatch(Later);
    assert!(format!("{:?}", test.effects).contains("wait"));
    test.effects.run();
    assert_eq!(*store.snapshot(), 7);
}

#[test]
fn a_replay_does_not_perform_the_effects_again() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(0_i32, test.environment());
    let replays = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = replays.clone();
    let _subscription = store.subscribe(move |commit| kept.lock().unwrap().extend(commit.replay()));
    store.dispatch(Load::Start);
    test.effects.run();

    let replica = Store::in_environment(0_i32, test.environment());
    for replay in replays.lock().unwrap().drain(..) {
        assert!(replica.submit(replay).is_done());
    }
    assert!(test.effects.names().is_empty());
    assert_eq!(*replica.snapshot(), 42);
}

#[test]
fn an_action_s_method_can_be_called_on_a_plain_value() {
    let mut cx = TestEnvironment::default().cx::<i32>();
    let mut value = 0;
    assert!(Load::Start.apply(&mut value, &mut cx).is_ok());
    assert_eq!((value, cx.effect_names()), (-1, vec!["fetch"]));
}
