//! Tests as given, when, then.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Recorder, TestEnvironment};
use crate::turn::lock;
use crate::{
    redacted, Admits, BoxFuture, Confined, EffectRunner, Environment, Field, Layer, Mode, Path,
    Shared, State, Store, Subscription,
};

/// A test of a store: given a state, when something is done, then this is what is there and what happened.
///
/// Each [`when`](Self::when), [`advance`](Self::advance) and [`run_effects`](Self::run_effects) is a step. What is expected of
/// wake-ups, effects, changes and reports is expected of the last step alone. An expectation that isn't met panics and says
/// after which step, what was expected and what was found.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{layers::Validate, testing::Scenario};
///
/// Scenario::given(2_i32)
///     .layer(Validate::new(|n: &i32| if *n < 10 { Ok(()) } else { Err("too many") }))
///     .watching("is even", |n| n % 2 == 0)
///     .when(|store| store.update(|n| *n += 2))
///     .expect_state(&4)
///     .expect_woken([])
///     .when(|store| store.update(|n| *n += 1))
///     .expect_woken(["is even"])
///     .when(|store| store.update(|n| *n *= 2))
///     .expect_state(&5)
///     .expect_changes(["update refused by Validate: too many"])
///     .expect_reports(["store `i32`: `update` was refused by Validate: too many"]);
/// ```
pub struct Scenario<S: 'static, M = Shared> {
    store: Store<S, M>,
    test: TestEnvironment,
    recorder: Recorder,
    asked: Names,
    woken: Names,
    listeners: Vec<Subscription>,
    steps: usize,
    /// What the last step was.
    step: &'static str,
    /// What happened in it.
    happened: Happened,
}

/// What happened in one step.
#[derive(Default)]
struct Happened {
    changes: Vec<String>,
    effects: Vec<String>,
    woken: Vec<String>,
    reports: Vec<String>,
}

impl<S: State> Scenario<S, Shared> {
    /// A store of `state` in a [`TestEnvironment`].
    pub fn given(state: S) -> Self {
        Self::given_in(state, |environment| environment)
    }

    /// The same, in what `environment` makes of the test's environment: with a fake in place of something that the store's
    /// effects use, for instance.
    pub fn given_in(state: S, environment: impl FnOnce(Environment) -> Environment) -> Self {
        Self::begin(
            |environment| Store::in_environment(state, environment),
            environment,
        )
    }
}

impl<S: State> Scenario<S, Confined> {
    /// A store of a state that stays on this thread, in a [`TestEnvironment`].
    pub fn given_local(state: S) -> Self {
        Self::given_local_in(state, |environment| environment)
    }

    /// The same, in what `environment` makes of the test's environment.
    pub fn given_local_in(state: S, environment: impl FnOnce(Environment) -> Environment) -> Self {
        Self::begin(
            |environment| Store::new_local(state, environment),
            environment,
        )
    }
}

impl<S: State, M: Mode> Scenario<S, M> {
    fn begin(
        store: impl FnOnce(Environment) -> Store<S, M>,
        environment: impl FnOnce(Environment) -> Environment,
    ) -> Self
    where
        M: Admits<Recorder>,
    {
        let test = TestEnvironment::default();
        let asked = Names::default();
        let runner = Asking {
            asked: asked.clone(),
            runner: test.effects.clone(),
        };
        let recorder = Recorder::default();
        let store = store(environment(test.environment().runner(runner)));
        Self {
            store: store.layer(recorder.clone()),
            test,
            recorder,
            asked,
            woken: Names::default(),
            listeners: Vec::new(),
            steps: 0,
            step: "given",
            happened: Happened::default(),
        }
    }

    /// Puts a layer around the state, inside the layers that are there.
    ///
    /// # Panics
    ///
    /// If the layer can't work inside those.
    #[must_use]
    #[track_caller]
    pub fn layer<L: Layer<S> + 'static>(mut self, layer: L) -> Self
    where
        M: Admits<L>,
    {
        self.store = self.store.layer(layer);
        self
    }

    /// Watches what `selector` returns, under this name.
    #[must_use]
    pub fn watching<T, G>(mut self, name: &'static str, selector: G) -> Self
    where
        T: PartialEq + 'static,
        G: Fn(&S) -> T + 'static,
        M: Admits<G> + Admits<T>,
    {
        let woken = self.woken.clone();
        let listener = self.store.on_selected(selector, move |_| woken.push(name));
        self.listeners.push(listener);
        self
    }

    /// Watches the field that `field` returns, under the name of its path: `items[7].title`.
    #[must_use]
    pub fn watching_path<P>(
        mut self,
        field: impl FnOnce(&Store<S, M>) -> Field<S, P, Store<S, M>>,
    ) -> Self
    where
        P: Path<S>,
        M: Admits<P::Value>,
    {
        let path = field(&self.store).as_path().clone();
        let (woken, name) = (self.woken.clone(), path.to_string());
        let listener = self.store.on_changed(path, move |_| woken.push(&name));
        self.listeners.push(listener);
        self
    }

    /// Watches whatever `watch` does, under this name: it is given a function to be called by a listener.
    ///
    /// ```
    /// use leptos_state_core::{derived, testing::Scenario};
    ///
    /// Scenario::given(1_i32)
    ///     .watching_by("double", |store, wake| {
    ///         derived("double", store, |n: &i32| n * 2).watch(move |_| wake())
    ///     })
    ///     .when(|store| store.update(|n| *n = 2))
    ///     .expect_woken(["double"]);
    /// ```
    #[must_use]
    pub fn watching_by(
        mut self,
        name: &'static str,
        watch: impl FnOnce(&Store<S, M>, Box<dyn Fn() + Send + Sync>) -> Subscription,
    ) -> Self {
        let woken = self.woken.clone();
        let listener = watch(&self.store, Box::new(move || woken.push(name)));
        self.listeners.push(listener);
        self
    }

    /// A step: does something with the store. What it returns is dropped; an outcome is seen by
    /// [`expect_changes`](Self::expect_changes).
    pub fn when<T>(self, act: impl FnOnce(&Store<S, M>) -> T) -> Self {
        self.step("when", |scenario| drop(act(&scenario.store)))
    }

    /// A step: lets time pass, and with it runs the timers that run out.
    pub fn advance(self, duration: Duration) -> Self {
        self.step("advance", |scenario| scenario.test.clock.advance(duration))
    }

    /// A step: runs the effects that were asked for, in this step and before, until each has come to its end or waits for
    /// something.
    pub fn run_effects(self) -> Self {
        self.step("run_effects", |scenario| scenario.test.effects.run())
    }

    fn step(mut self, step: &'static str, act: impl FnOnce(&Self)) -> Self {
        // What was done with the store between the steps.
        self.happened();
        act(&self);
        self.happened = self.happened();
        self.step = step;
        self.steps += 1;
        self
    }

    /// What has happened since the last call.
    fn happened(&self) -> Happened {
        Happened {
            changes: self
                .recorder
                .take()
                .iter()
                .map(ToString::to_string)
                .collect(),
            effects: self.asked.take(),
            woken: self.woken.take(),
            reports: self.test.reports.take(),
        }
    }

    /// Looks at the state.
    pub fn then_state(self, look: impl FnOnce(&S)) -> Self {
        look(&self.store.snapshot());
        self
    }

    /// Expects the state to be this.
    ///
    /// # Panics
    ///
    /// If it is another.
    #[track_caller]
    pub fn expect_state(self, expected: &S) -> Self
    where
        S: PartialEq + fmt::Debug,
    {
        let found = self.store.snapshot();
        if *found != *expected {
            self.fail(
                "the state is",
                &format!("{:#?}", redacted(expected)),
                &format!("{:#?}", redacted(&**found.state())),
            );
        }
        self
    }

    /// Expects the last step to have dispatched these changes, in this order: each by its name, and behind it what came of it
    /// unless that was a commit (`rename failed: a name is not empty`). What a layer keeps is `queued` when it is dispatched.
    ///
    /// # Panics
    ///
    /// If there were others.
    #[track_caller]
    pub fn expect_changes<const N: usize>(self, expected: [&str; N]) -> Self {
        self.expect("the changes are", &expected, &self.happened.changes);
        self
    }

    /// Expects the last step to have asked for these effects, in this order.
    ///
    /// # Panics
    ///
    /// If there were others.
    #[track_caller]
    pub fn expect_effects<const N: usize>(self, expected: [&str; N]) -> Self {
        self.expect("the effects are", &expected, &self.happened.effects);
        self
    }

    /// Expects the last step to have woken these watchers, in this order, each as often as it is named.
    ///
    /// # Panics
    ///
    /// If others were.
    #[track_caller]
    pub fn expect_woken<const N: usize>(self, expected: [&str; N]) -> Self {
        self.expect("the watchers woken are", &expected, &self.happened.woken);
        self
    }

    /// Expects the last step to have led to these reports: of what was refused or failed where nobody took the outcome.
    ///
    /// # Panics
    ///
    /// If there were others.
    #[track_caller]
    pub fn expect_reports<const N: usize>(self, expected: [&str; N]) -> Self {
        self.expect("the reports are", &expected, &self.happened.reports);
        self
    }

    /// The store, for what no method here looks at.
    pub const fn store(&self) -> &Store<S, M> {
        &self.store
    }

    /// The environment: its clock, its identifiers, the effects that have not come to their end.
    pub const fn environment(&self) -> &TestEnvironment {
        &self.test
    }

    #[track_caller]
    fn expect(&self, what: &str, expected: &[&str], found: &[String]) {
        if expected != found {
            self.fail(what, &listed(expected), &listed(found));
        }
    }

    #[track_caller]
    fn fail(&self, what: &str, expected: &str, found: &str) -> ! {
        let place = match self.steps {
            0 => "before the first step".to_owned(),
            steps => format!("after step {steps} (`{}`)", self.step),
        };
        panic!("{place}, {what} not as expected\nexpected: {expected}\n   found: {found}");
    }
}

impl<S, M> fmt::Debug for Scenario<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scenario")
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

/// One on a line if there are several, so that two lists can be compared by eye.
fn listed(texts: &[impl fmt::Debug]) -> String {
    match texts {
        [] | [_] => format!("{texts:?}"),
        _ => format!("{texts:#?}"),
    }
}

/// Names in the order in which they came. Clones keep them together.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<Vec<String>>>);

impl Names {
    fn push(&self, name: &str) {
        lock(&self.0).push(name.to_owned());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.0))
    }
}

/// Notes the names of effects and hands them on.
struct Asking<R> {
    asked: Names,
    runner: R,
}

impl<R: EffectRunner> EffectRunner for Asking<R> {
    fn run(&self, name: &'static str, effect: BoxFuture) {
        self.asked.push(name);
        self.runner.run(name, effect);
    }
}
