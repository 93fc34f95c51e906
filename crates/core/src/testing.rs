//! Tests of stores without a browser and without waiting: [`Scenario`] for given, when, then; [`Recorder`] for what was
//! dispatched; and below both an environment in which time is moved by hand, identifiers are known, effects are run when the
//! test says, and reports are kept.
//!
//! ```
//! use leptos_state_core::{testing::TestEnvironment, Store};
//! use std::time::Duration;
//!
//! let test = TestEnvironment::default();
//! let store = Store::in_environment(0_i32, test.environment());
//! store.update(|n| *n += 1);
//! test.clock.advance(Duration::from_secs(60));
//! test.effects.run();
//! assert!(test.reports.take().is_empty());
//! ```

mod recorder;
mod scenario;

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use crate::turn::lock;
use crate::{
    BoxFuture, Clock, Cx, EffectRunner, Environment, Id, IdSource, PageEvent, PageEvents, Report,
    Reporter, Timer, Timestamp,
};

pub use recorder::{Recorded, Recorder};
pub use scenario::Scenario;

/// All parts of a test's environment, to hand to a store and to hold on to.
#[derive(Clone, Debug, Default)]
pub struct TestEnvironment {
    /// The time.
    pub clock: ManualClock,
    /// The identifiers.
    pub ids: SequentialIds,
    /// The effects.
    pub effects: ManualRunner,
    /// What was reported.
    pub reports: Reports,
    /// What happens to the page.
    pub page: ManualPage,
}

impl TestEnvironment {
    /// The environment, for a store.
    pub fn environment(&self) -> Environment {
        Environment::default()
            .clock(self.clock.clone())
            .ids(self.ids.clone())
            .runner(self.effects.clone())
            .reporter(self.reports.clone())
            .with_service(Arc::new(self.page.clone()) as Arc<dyn PageEvents>)
    }
}

impl TestEnvironment {
    /// What an action may use, to call a method of a plain value with. The effects it asks for are named by
    /// [`Cx::effect_names`], and not performed.
    pub fn cx<S: 'static>(&self) -> Cx<S> {
        Cx::new(self.environment())
    }
}

/// A clock that stands still until it is moved. It starts at the Unix epoch. Clones are the same clock.
#[derive(Clone, Default)]
pub struct ManualClock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Timestamp,
    last_id: u64,
    timers: Vec<Pending>,
}

struct Pending {
    id: u64,
    at: Timestamp,
    run: Box<dyn FnOnce() + Send>,
}

impl ManualClock {
    /// Moves the time on, and runs the timers that run out meanwhile, each at its moment, in their order.
    pub fn advance(&self, duration: Duration) {
        let end = self.now() + duration;
        while let Some(run) = self.next_due(end) {
            run();
        }
        lock(&self.0).now = end;
    }

    /// How many timers have not run out.
    pub fn pending(&self) -> usize {
        lock(&self.0).timers.len()
    }

    /// Goes to the first timer that runs out by `end`.
    fn next_due(&self, end: Timestamp) -> Option<Box<dyn FnOnce() + Send>> {
        let mut time = lock(&self.0);
        let first = time
            .timers
            .iter()
            .enumerate()
            .min_by_key(|(_, timer)| (timer.at, timer.id));
        let index = first.filter(|(_, timer)| timer.at <= end)?.0;
        let timer = time.timers.remove(index);
        time.now = timer.at;
        Some(timer.run)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        lock(&self.0).now
    }

    fn after(&self, delay: Duration, run: Box<dyn FnOnce() + Send>) -> Timer {
        let id = {
            let mut time = lock(&self.0);
            time.last_id += 1;
            let (id, at) = (time.last_id, time.now + delay);
            time.timers.push(Pending { id, at, run });
            id
        };
        let clock = self.clone();
        Timer::new(move || {
            let cancelled = {
                let mut time = lock(&clock.0);
                let index = time.timers.iter().position(|timer| timer.id == id);
                index.map(|index| time.timers.remove(index))
            };
            drop(cancelled);
        })
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualClock")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

/// Identifiers that count up from 1. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct SequentialIds(Arc<Mutex<u128>>);

impl IdSource for SequentialIds {
    fn id(&self, _: Timestamp) -> Id {
        let mut last = lock(&self.0);
        *last += 1;
        Id::from_u128(*last)
    }
}

/// Keeps effects until the test runs them. Clones keep them together.
#[derive(Clone, Default)]
pub struct ManualRunner(Arc<Mutex<Vec<Task>>>);

struct Task {
    name: &'static str,
    effect: BoxFuture,
    woken: Arc<Woken>,
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl ManualRunner {
    /// The names of the effects that have not come to their end, in the order in which they were asked for.
    pub fn names(&self) -> Vec<&'static str> {
        lock(&self.0).iter().map(|task| task.name).collect()
    }

    /// Runs the effects until each has come to its end or waits for something.
    pub fn run(&self) {
        while self.step() {}
    }

    /// Runs each effect that does not wait once; says whether there was one.
    fn step(&self) -> bool {
        let tasks = std::mem::take(&mut *lock(&self.0));
        let mut progress = false;
        let mut waiting = Vec::new();
        for mut task in tasks {
            if task.woken.0.swap(false, Ordering::SeqCst) {
                progress = true;
                let waker = Waker::from(Arc::clone(&task.woken));
                if task.poll(&mut Context::from_waker(&waker)).is_ready() {
                    continue;
                }
            }
            waiting.push(task);
        }
        // Effects that were asked for meanwhile come after.
        let mut tasks = lock(&self.0);
        waiting.append(&mut tasks);
        *tasks = waiting;
        progress
    }
}

impl Task {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.effect).poll(cx)
    }
}

impl EffectRunner for ManualRunner {
    fn run(&self, name: &'static str, effect: BoxFuture) {
        lock(&self.0).push(Task {
            name,
            effect,
            woken: Arc::new(Woken(AtomicBool::new(true))),
        });
    }
}

impl fmt::Debug for ManualRunner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ManualRunner").field(&self.names()).finish()
    }
}

/// Keeps the text of every report. Clones keep them together.
#[derive(Clone, Debug, Default)]
pub struct Reports(Arc<Mutex<Vec<String>>>);

impl Reports {
    /// What was reported since the last call.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.0))
    }
}

impl Reporter for Reports {
    fn report(&self, report: &Report<'_>) {
        lock(&self.0).push(report.to_string());
    }
}

/// A page to which nothing happens until the test says so. Clones are the same page.
#[derive(Clone, Default)]
pub struct ManualPage(Arc<Mutex<Listeners>>);

#[derive(Default)]
struct Listeners {
    last_id: u64,
    listening: Vec<(u64, Tell)>,
}

type Tell = Arc<dyn Fn(PageEvent) + Send + Sync>;

impl ManualPage {
    /// Somebody looks at the page again.
    pub fn focus(&self) {
        self.tell(PageEvent::Focus);
    }

    /// The page is online again.
    pub fn online(&self) {
        self.tell(PageEvent::Online);
    }

    /// How many listen to it.
    pub fn listeners(&self) -> usize {
        lock(&self.0).listening.len()
    }

    fn tell(&self, event: PageEvent) {
        let listening = lock(&self.0).listening.clone();
        for (_, tell) in listening {
            tell(event);
        }
    }
}

impl PageEvents for ManualPage {
    fn listen(&self, tell: Box<dyn Fn(PageEvent) + Send + Sync>) -> Box<dyn Any + Send + Sync> {
        let mut listeners = lock(&self.0);
        listeners.last_id += 1;
        let id = listeners.last_id;
        listeners.listening.push((id, Arc::from(tell)));
        let page = self.clone();
        Box::new(Listening { page, id })
    }
}

/// That somebody listens to a page.
struct Listening {
    page: ManualPage,
    id: u64,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut listeners = lock(&self.page.0);
        listeners.listening.retain(|(id, _)| *id != self.id);
    }
}

impl fmt::Debug for ManualPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualPage")
            .field("listeners", &self.listeners())
            .finish()
    }
}
