//! What a store needs from outside: time, identity, a place to run effects, and somebody to tell what went wrong.

use std::any::{Any, TypeId};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::{Id, Report};

/// A future that owns all it needs.
pub type BoxFuture<T = ()> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A moment: milliseconds since the Unix epoch.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The moment `millis` milliseconds after the Unix epoch.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The time from `earlier` to this moment; zero if `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }
}

/// Tells the time and wakes at a time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Calls `run` once, `delay` from now, unless the returned timer is dropped before. It never calls it before it has
    /// returned.
    fn after(&self, delay: Duration, run: Box<dyn FnOnce() + Send>) -> Timer;
}

/// A call that is still to come. Dropping it cancels the call.
#[must_use = "dropping a timer cancels it"]
pub struct Timer {
    cancel: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Timer {
    /// A timer that runs `cancel` when it is dropped.
    pub fn new(cancel: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self {
            cancel: Some(Box::new(cancel)),
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            cancel();
        }
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timer").finish_non_exhaustive()
    }
}

/// Makes identifiers.
pub trait IdSource: Send + Sync {
    /// An identifier that was never made before, for the moment `now`.
    fn id(&self, now: Timestamp) -> Id;
}

/// Performs effects.
pub trait EffectRunner: Send + Sync {
    /// Runs `effect` to its end, some time. `name` is what the action called it.
    fn run(&self, name: &'static str, effect: BoxFuture);
}

/// Is told what was refused or failed where nobody took the outcome.
pub trait Reporter: Send + Sync {
    /// Tells of one problem.
    fn report(&self, report: &Report<'_>);
}

/// All that a store needs from outside. An adapter for a framework brings one; a test brings its own.
///
/// The default is inert: time stands still at the Unix epoch, identifiers count up from 1 anew in every environment, and
/// effects and reports go nowhere but, with the feature `tracing`, into an event.
#[derive(Clone)]
pub struct Environment(Arc<dyn Outside>);

/// All of it. One table for the parts takes less code than one for each.
trait Outside: Clock + IdSource + EffectRunner + Reporter {
    /// The service of a type, if there is one.
    fn service(&self, wanted: TypeId) -> Option<&dyn Any>;
}

/// An environment of parts from different places.
struct Parts<C, I, E, R, T> {
    clock: C,
    ids: I,
    runner: E,
    reporter: R,
    service: T,
    /// Where other services are.
    behind: Option<Environment>,
}

/// In place of a service.
struct Nothing;

impl Environment {
    /// An environment of these parts.
    pub fn new(
        clock: impl Clock + 'static,
        ids: impl IdSource + 'static,
        runner: impl EffectRunner + 'static,
        reporter: impl Reporter + 'static,
    ) -> Self {
        Self(Arc::new(Parts {
            clock,
            ids,
            runner,
            reporter,
            service: Nothing,
            behind: None,
        }))
    }

    /// Takes the time from `clock`.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        self.and(clock, self.part(), self.part(), self.part(), Nothing)
    }

    /// Takes identifiers from `ids`.
    #[must_use]
    pub fn ids(self, ids: impl IdSource + 'static) -> Self {
        self.and(self.part(), ids, self.part(), self.part(), Nothing)
    }

    /// Performs effects with `runner`.
    #[must_use]
    pub fn runner(self, runner: impl EffectRunner + 'static) -> Self {
        self.and(self.part(), self.part(), runner, self.part(), Nothing)
    }

    /// Tells problems to `reporter`.
    #[must_use]
    pub fn reporter(self, reporter: impl Reporter + 'static) -> Self {
        self.and(self.part(), self.part(), self.part(), reporter, Nothing)
    }

    fn part(&self) -> Part {
        Part(self.clone())
    }

    /// An environment of these parts, with the services of this one behind `service`.
    fn and(
        &self,
        clock: impl Clock + 'static,
        ids: impl IdSource + 'static,
        runner: impl EffectRunner + 'static,
        reporter: impl Reporter + 'static,
        service: impl Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Parts {
            clock,
            ids,
            runner,
            reporter,
            service,
            behind: Some(self.clone()),
        }))
    }

    /// The same with one more service.
    pub(crate) fn with(self, service: impl Send + Sync + 'static) -> Self {
        let [clock, ids, runner, reporter] = [(); 4].map(|()| self.part());
        self.and(clock, ids, runner, reporter, service)
    }
}

impl Environment {
    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    /// Calls `run` once, `delay` from now, unless the returned timer is dropped before.
    pub fn after(&self, delay: Duration, run: impl FnOnce() + Send + 'static) -> Timer {
        self.0.after(delay, Box::new(run))
    }

    pub(crate) fn id(&self, now: Timestamp) -> Id {
        self.0.id(now)
    }

    pub(crate) fn run(&self, name: &'static str, effect: BoxFuture) {
        self.0.run(name, effect);
    }

    /// Tells the reporter of a problem. For adapters and for what is built around stores.
    pub fn report(&self, report: &Report<'_>) {
        self.0.report(report);
    }

    /// The service of a type that was added last.
    pub(crate) fn find(&self, wanted: TypeId) -> Option<&dyn Any> {
        self.0.service(wanted)
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self(Arc::new(Inert::default()))
    }
}

impl<C, I, E, R, T> Outside for Parts<C, I, E, R, T>
where
    C: Clock,
    I: IdSource,
    E: EffectRunner,
    R: Reporter,
    T: Send + Sync + 'static,
{
    fn service(&self, wanted: TypeId) -> Option<&dyn Any> {
        if wanted == TypeId::of::<T>() {
            return Some(&self.service);
        }
        self.behind.as_ref()?.find(wanted)
    }
}

impl<C, I, E, R, T> Clock for Parts<C, I, E, R, T>
where
    C: Clock,
    I: IdSource,
    E: EffectRunner,
    R: Reporter,
    T: Send + Sync + 'static,
{
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn after(&self, delay: Duration, run: Box<dyn FnOnce() + Send>) -> Timer {
        self.clock.after(delay, run)
    }
}

impl<C, I, E, R, T> IdSource for Parts<C, I, E, R, T>
where
    C: Clock,
    I: IdSource,
    E: EffectRunner,
    R: Reporter,
    T: Send + Sync + 'static,
{
    fn id(&self, now: Timestamp) -> Id {
        self.ids.id(now)
    }
}

impl<C, I, E, R, T> EffectRunner for Parts<C, I, E, R, T>
where
    C: Clock,
    I: IdSource,
    E: EffectRunner,
    R: Reporter,
    T: Send + Sync + 'static,
{
    fn run(&self, name: &'static str, effect: BoxFuture) {
        self.runner.run(name, effect);
    }
}

impl<C, I, E, R, T> Reporter for Parts<C, I, E, R, T>
where
    C: Clock,
    I: IdSource,
    E: EffectRunner,
    R: Reporter,
    T: Send + Sync + 'static,
{
    fn report(&self, report: &Report<'_>) {
        self.reporter.report(report);
    }
}

/// A part of another environment.
struct Part(Environment);

impl Clock for Part {
    fn now(&self) -> Timestamp {
        self.0 .0.now()
    }

    fn after(&self, delay: Duration, run: Box<dyn FnOnce() + Send>) -> Timer {
        self.0 .0.after(delay, run)
    }
}

impl IdSource for Part {
    fn id(&self, now: Timestamp) -> Id {
        self.0.id(now)
    }
}

impl EffectRunner for Part {
    fn run(&self, name: &'static str, effect: BoxFuture) {
        self.0.run(name, effect);
    }
}

impl Reporter for Part {
    fn report(&self, report: &Report<'_>) {
        self.0.report(report);
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

/// The default environment.
#[derive(Default)]
struct Inert {
    ids: std::sync::Mutex<u128>,
}

impl Outside for Inert {
    fn service(&self, _: TypeId) -> Option<&dyn Any> {
        None
    }
}

impl Clock for Inert {
    fn now(&self) -> Timestamp {
        Timestamp::default()
    }

    fn after(&self, _: Duration, _: Box<dyn FnOnce() + Send>) -> Timer {
        Timer { cancel: None }
    }
}

impl IdSource for Inert {
    fn id(&self, _: Timestamp) -> Id {
        let mut last = crate::turn::lock(&self.ids);
        *last += 1;
        Id::from_u128(*last)
    }
}

impl EffectRunner for Inert {
    fn run(&self, _: &'static str, _: BoxFuture) {}
}

impl Reporter for Inert {
    fn report(&self, _: &Report<'_>) {}
}
