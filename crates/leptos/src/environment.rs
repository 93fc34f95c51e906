//! Time, identity, effects and reports where Leptos runs.

use std::time::Duration;

use leptos_state_core::{
    BoxFuture, Clock, EffectRunner, Environment, Id, IdSource, Report, Reporter, Timer, Timestamp,
};

/// What a store takes from outside where Leptos runs: the system's clock, random identifiers, effects on Leptos's
/// executor, reports as errors in the browser's console or on standard error.
///
/// Effects and, outside the browser, timers need the executor to have been set up, as it is wherever Leptos mounts or
/// serves an application.
pub fn leptos_environment() -> Environment {
    Environment::new(SystemClock, RandomIds, Spawn, Console)
}

/// Reports what happened to a store that is gone, and so can't be asked for its reporter.
pub(crate) fn warn(report: &Report<'_>) {
    leptos::leptos_dom::logging::console_warn(&report.text());
}

struct SystemClock;

#[cfg(target_arch = "wasm32")]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // Whole milliseconds from 1970 to the year 285,000 fit into the 53 bits that are exact.
        Timestamp::from_millis(js_sys::Date::now() as u64)
    }

    fn after(&self, delay: Duration, run: Box<dyn FnOnce() + Send>) -> Timer {
        use leptos::wasm_bindgen::{closure::Closure, JsCast, UnwrapThrowExt};
        use leptos::web_sys;
        // Not Leptos's, which keeps it in a thread-local value: for a timer that is more code than asking again.
        let window = || web_sys::window().expect_throw("there is a window");

        // The longest that a browser waits, 24.8 days: it takes the delay as a signed number of 32 bits and would run
        // what is further off at once.
        const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);
        let mut run = Some(run);
        let callback = Closure::<dyn FnMut()>::new(move || {
            if let Some(run) = run.take() {
                run();
            }
        });
        let handle = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                callback.into_js_value().unchecked_ref(),
                delay.min(LONGEST).as_millis() as i32,
            )
            .expect_throw("the browser sets a timer");
        Timer::new(move || window().clear_timeout_with_handle(handle))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Timestamp::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }

    fn after(&self, delay: Duration, run: Box<dyn FnOnce() + Send>) -> Timer {
        use std::sync::atomic::{AtomicBool, Ordering};
        use std::sync::Arc;

        let cancelled = Arc::new(AtomicBool::new(false));
        let timer = Timer::new({
            let cancelled = Arc::clone(&cancelled);
            move || cancelled.store(true, Ordering::SeqCst)
        });
        leptos::task::spawn(async move {
            futures_timer::Delay::new(delay).await;
            if !cancelled.load(Ordering::SeqCst) {
                run();
            }
        });
        timer
    }
}

struct RandomIds;

impl IdSource for RandomIds {
    fn id(&self, now: Timestamp) -> Id {
        let mut random = [0; 10];
        if getrandom::fill(&mut random).is_err() {
            panic!("the system has no source of randomness");
        }
        Id::new(now, random)
    }
}

struct Spawn;

impl EffectRunner for Spawn {
    #[cfg(target_arch = "wasm32")]
    fn run(&self, _: &'static str, mut effect: BoxFuture) {
        // As `leptos::task::spawn`, in less code: the effect finds in the context what its action would.
        let owner = leptos::prelude::Owner::current();
        leptos::task::spawn_local(std::future::poll_fn(move |cx| {
            let mut poll = || effect.as_mut().poll(cx);
            match &owner {
                Some(owner) => owner.with(poll),
                None => poll(),
            }
        }));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn run(&self, _: &'static str, effect: BoxFuture) {
        leptos::task::spawn(effect);
    }
}

struct Console;

impl Reporter for Console {
    fn report(&self, report: &Report<'_>) {
        leptos::leptos_dom::logging::console_error(&report.text());
    }
}
