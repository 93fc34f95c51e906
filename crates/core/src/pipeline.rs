//! The way of a change: its turn, the layers, applying, the commit, those who watch, the effects.

#[cfg(debug_assertions)]
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock, TryLockError};

use crate::layer::{KeptLayer, Layers, Stack};
use crate::layer_order::{Blinding, Outer, SeesAll};
use crate::panics::Panics;
use crate::turn::{thread_mark, Taken, Turn};
use crate::watch::{Audience, Watchers};
use crate::{
    Change, Commit, Cx, Done, Environment, Failing, Failure, LayerOrderError, Origin, Outcome,
    Problem, Refusal, Report, Shared, Snapshot, State, Store, Touched, Verdict, Version, Wake,
};

/// What all handles to a store share.
pub(crate) struct Inner<S: 'static> {
    state_name: &'static str,
    name: OnceLock<&'static str>,
    environment: Environment,
    initial: Arc<S>,
    present: RwLock<Snapshot<S>>,
    /// The mark of the thread that is applying a change, or 0.
    applying: AtomicUsize,
    turn: Turn<Work<S>, Waiting<S>>,
    /// Made when the first comes.
    layers: OnceLock<Box<dyn Layers<S>>>,
    /// Who is woken by every commit that may have touched the state. Made when the first comes.
    whole: OnceLock<Box<dyn Wake>>,
    /// All others who watch. Made when the first comes.
    audience: OnceLock<Arc<dyn Audience<S>>>,
}

/// A change that waits for its turn.
struct Waiting<S: 'static> {
    change: Change<'static, S>,
    /// How many of the layers it has behind it.
    depth: usize,
}

/// What belongs to the turn.
pub(crate) struct Work<S: 'static> {
    pub(crate) cx: Cx<S>,
    /// The records that somebody wanted.
    pub(crate) commits: Vec<Arc<Commit<S>>>,
    /// What has been committed and not yet told of.
    committed: Option<Committed>,
    panics: Panics,
}

/// Changes that have been committed.
struct Committed {
    touched: Touched,
    /// The name of the last, in debug builds.
    #[cfg(debug_assertions)]
    name: Cow<'static, str>,
}

impl<S: State> Inner<S> {
    pub(crate) fn new(state: S, environment: Environment) -> Self {
        let state = Arc::new(state);
        Self {
            state_name: S::NAME,
            name: OnceLock::new(),
            initial: Arc::clone(&state),
            present: RwLock::new(Snapshot {
                version: Version::default(),
                state,
            }),
            applying: AtomicUsize::new(0),
            turn: Turn::new(Work {
                cx: Cx::new(environment.clone()),
                commits: Vec::new(),
                committed: None,
                panics: Panics::default(),
            }),
            environment,
            layers: OnceLock::new(),
            whole: OnceLock::new(),
            audience: OnceLock::new(),
        }
    }

    /// Takes a change through the store.
    ///
    /// A panic of the action, a layer or a listener goes on from here, once the store has settled.
    pub(crate) fn dispatch(self: &Arc<Self>, change: Change<'_, S>) -> Verdict<S> {
        self.dispatch_inside(0, change)
    }

    /// Takes a change through the store, past the first `depth` layers.
    pub(crate) fn dispatch_inside(
        self: &Arc<Self>,
        depth: usize,
        change: Change<'_, S>,
    ) -> Verdict<S> {
        #[cfg(feature = "tracing")]
        let _span =
            tracing::debug_span!("change", store = self.name(), change = %change.name()).entered();
        let Some(mut turn) = self.turn.enter() else {
            let change = change.into_owned();
            self.turn.queue(Waiting { change, depth });
            if let Some(turn) = self.turn.try_enter() {
                self.settle(turn);
            }
            return Outcome::Queued;
        };
        let verdict = self.run(change, depth, &mut turn.work);
        self.settle(turn);
        verdict.expect(
            "a change without a verdict panicked, and the panic went on when the store had settled",
        )
    }

    /// Runs one change and tells those who watch; `None` if it panicked.
    fn run(
        self: &Arc<Self>,
        change: Change<'_, S>,
        depth: usize,
        work: &mut Work<S>,
    ) -> Option<Verdict<S>> {
        let mut panics = Panics::default();
        let verdict = panics.guard(|| match self.layers.get() {
            Some(layers) => layers.run(self, depth, change, work),
            None => self.apply(change, work),
        });
        #[cfg(feature = "tracing")]
        match &verdict {
            Some(Outcome::Failed(failure)) => tracing::warn!(%failure, "failed"),
            Some(Outcome::Refused(refusal)) => tracing::warn!(%refusal, "refused"),
            Some(Outcome::Done(done)) => tracing::debug!(version = done.version.get(), "committed"),
            _ => {}
        }
        let commits = std::mem::take(&mut work.commits);
        if let Some(committed) = work.committed.take() {
            self.notify(&commits, &committed, &mut panics);
        }
        work.panics.add(&mut panics);
        verdict
    }

    /// Tells those who watch.
    fn notify(&self, commits: &[Arc<Commit<S>>], committed: &Committed, panics: &mut Panics) {
        let touched = committed.touched;
        if let Some(whole) = self.whole.get().filter(|_| touched != Touched::NONE) {
            panics.guard(|| whole.wake());
        }
        let Some(audience) = self.audience().filter(|all| all.are_concerned(touched)) else {
            return;
        };
        let was_true = audience.notify(commits, &self.snapshot(), touched, panics);
        #[cfg(debug_assertions)]
        if !was_true {
            self.report(&committed.name, Problem::TouchedMore);
        }
        #[cfg(not(debug_assertions))]
        let _ = was_true;
    }

    /// Runs what waits, gives up the turn, performs the effects.
    fn settle<'a>(self: &'a Arc<Self>, mut turn: Taken<'a, Work<S>>) {
        let mut panics = Panics::default();
        loop {
            // What they queue comes after all of them.
            while self.turn.is_waiting() {
                for Waiting { change, depth } in self.turn.take_queued() {
                    panics.guard(|| {
                        let name = change.name();
                        if let Some(verdict) = self.run(change, depth, &mut turn.work) {
                            self.report_verdict(&name, &verdict);
                        }
                    });
                }
            }
            let effects = turn.work.cx.take_effects();
            panics.add(&mut turn.work.panics);
            drop(turn);
            if let Some(effects) = effects {
                effects.perform(&Store::of(Arc::clone(self)), &mut panics);
            }
            // Something may have been queued between the last look and giving up the turn.
            match self
                .turn
                .is_waiting()
                .then(|| self.turn.try_enter())
                .flatten()
            {
                Some(next) => turn = next,
                None => break,
            }
        }
        panics.go_on();
    }

    /// The inmost step: applies a change and makes the commit.
    pub(crate) fn apply(&self, mut change: Change<'_, S>, work: &mut Work<S>) -> Verdict<S> {
        let recorder = change
            .recorder()
            .or_else(|| self.audience().and_then(Audience::recorder));
        let made = match recorder {
            None => self
                .make(&mut change, work)
                .map(|version| Done::unrecorded(version, work.cx.remarked())),
            Some(recorder) => (recorder.apply)(self, change, work),
        };
        match made {
            Ok(done) => Outcome::Done(done),
            Err(Stopped::Failed(failure)) => Outcome::Failed(failure),
            Err(Stopped::Refused(refusal)) => Outcome::Refused(refusal),
        }
    }

    /// Makes a change and counts up the version.
    pub(crate) fn make(
        &self,
        change: &mut Change<'_, S>,
        work: &mut Work<S>,
    ) -> Result<Version, Stopped> {
        work.cx.begin(change.take_inputs());
        #[cfg(debug_assertions)]
        let name = change.name();
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        let touched = change.touches(&present.state);
        self.attempt(&mut present.state, change, &mut work.cx)?;
        present.version = present.version.next();
        let version = present.version;
        drop(present);

        let committed = work.committed.get_or_insert(Committed {
            touched: Touched::NONE,
            #[cfg(debug_assertions)]
            name: Cow::Borrowed(""),
        });
        committed.touched = committed.touched.and(touched);
        #[cfg(debug_assertions)]
        {
            committed.name = name;
        }
        // What a change did outside when it was new, its replay does not do again.
        if change.origin() != Origin::Replay {
            work.cx.agree();
        }
        Ok(version)
    }

    /// Makes a change, or leaves the state as it is.
    fn attempt(
        &self,
        state: &mut Arc<S>,
        change: &mut Change<'_, S>,
        cx: &mut Cx<S>,
    ) -> Result<(), Stopped> {
        let comparison = if cfg!(debug_assertions) {
            change.comparison()
        } else {
            None
        };
        let failing = change.failing();
        let layers = self.layers.get();
        let copied = match failing {
            _ if layers.is_some_and(|layers| layers.checks()) => true,
            Failing::Never => cfg!(panic = "unwind"),
            Failing::ChecksFirst => comparison.is_some(),
            Failing::AfterWriting => true,
        };
        let before = copied.then(|| Before::of(state));

        self.applying.store(thread_mark(), Ordering::Relaxed);
        let mut panics = Panics::default();
        let result = panics.guard(|| {
            change.apply(state, cx).map_err(Stopped::Failed)?;
            layers.map_or(Ok(()), |layers| {
                layers.check(state).map_err(Stopped::Refused)
            })
        });
        self.applying.store(0, Ordering::Relaxed);

        if let (Some(before), false) = (before, matches!(result, Some(Ok(())))) {
            let promised = failing == Failing::ChecksFirst
                && !matches!(result, Some(Err(Stopped::Refused(_))));
            let broken = promised && comparison.is_some_and(|same| !same(before.state(), state));
            before.put_back(state);
            if broken {
                self.report(&change.name(), Problem::BrokenPromise);
            }
        }
        result.unwrap_or_else(|| {
            panics.go_on();
            unreachable!("a call without a result panicked")
        })
    }

    /// The present state and version.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions, where there is no present state.
    pub(crate) fn snapshot(&self) -> Snapshot<S> {
        self.try_snapshot().unwrap_or_else(|| {
            panic!(
                "store `{}` was read inside one of its own actions; read `self` there",
                self.name()
            )
        })
    }

    /// The present state and version; `None` inside one of the store's own actions.
    pub(crate) fn try_snapshot(&self) -> Option<Snapshot<S>> {
        let present = match self.present.try_read() {
            Ok(present) => present,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock)
                if self.applying.load(Ordering::Relaxed) == thread_mark() =>
            {
                return None
            }
            Err(TryLockError::WouldBlock) => {
                self.present.read().unwrap_or_else(PoisonError::into_inner)
            }
        };
        Some(present.clone())
    }

    /// Puts a layer inside those that are there. `blinding` says what becomes of one that would blind another.
    pub(crate) fn push_layer(
        self: &Arc<Self>,
        layer: KeptLayer<S>,
        blinding: impl FnOnce(SeesAll, Blinding<'_>) -> LayerOrderError,
    ) -> Result<(), LayerOrderError> {
        let layers = self.layers.get_or_init(|| Box::new(Stack::new())).stack();
        let outer = Outer(layers);
        if let Some(sees_all) = layer.delays().then(|| layers.sees_all()).flatten() {
            let (store, layer) = (self.name(), layer.name());
            return Err(blinding(
                sees_all,
                Blinding {
                    store,
                    layer,
                    outer,
                },
            ));
        }
        if let Err(reason) = layer.admit(outer) {
            return Err(LayerOrderError {
                store: self.name(),
                layer: layer.name(),
                outer: outer.names(),
                reason,
            });
        }
        layer.attach(Store::<S, Shared>::of(Arc::clone(self)).downgrade());
        if layer.sees_all() {
            layers.note_that_sees_all();
        }
        layers.push(layer);
        Ok(())
    }

    /// What some layer lends at `place`, from the outermost inwards, if it is a `T`.
    pub(crate) fn find_layer<T: Clone + 'static>(&self, place: &str) -> Option<T> {
        let mut found = None;
        self.layers.get()?.stack().find(place, &mut |lent| {
            found = lent.downcast_ref::<T>().cloned();
            found.is_some()
        });
        found
    }

    /// Tells the reporter what a caller who takes no outcome would miss.
    pub(crate) fn report_verdict(&self, change: &str, verdict: &Verdict<S>) {
        match verdict {
            Outcome::Failed(failure) => self.report(change, Problem::Failed(failure)),
            Outcome::Refused(refusal) => self.report(change, Problem::Refused(refusal)),
            Outcome::Done(_) | Outcome::Queued | Outcome::Disposed => {}
        }
    }

    /// Tells the reporter of a problem.
    pub(crate) fn report(&self, change: &str, problem: Problem<'_>) {
        let report = Report::new(self.name(), change, problem);
        self.environment.report(&report);
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name.get().copied().unwrap_or(self.state_name)
    }

    /// Names the store, unless it has a name of its own already.
    pub(crate) fn set_name(&self, name: &'static str) {
        let _ = self.name.set(name);
    }

    pub(crate) const fn environment(&self) -> &Environment {
        &self.environment
    }

    pub(crate) const fn initial(&self) -> &Arc<S> {
        &self.initial
    }

    /// Who is woken by every commit that may have touched the state, or what `make` makes.
    pub(crate) fn whole(&self, make: impl FnOnce() -> Box<dyn Wake>) -> &dyn Wake {
        &**self.whole.get_or_init(make)
    }

    /// All others who watch, if somebody ever did.
    pub(crate) fn audience(&self) -> Option<&dyn Audience<S>> {
        self.audience.get().map(|audience| &**audience)
    }

    /// The same, to watch.
    pub(crate) fn watchers(&self) -> &Watchers<S> {
        self.audience.get_or_init(|| Watchers::new()).watchers()
    }
}

/// Why a change was not made.
pub(crate) enum Stopped {
    Failed(Failure),
    Refused(Refusal),
}

/// The state before a change: a copy, or the state itself where somebody else holds it too and the change works on a copy.
enum Before<S> {
    Copied(S),
    Shared(Arc<S>),
}

impl<S: Clone> Before<S> {
    fn of(state: &mut Arc<S>) -> Self {
        match Arc::get_mut(state) {
            Some(state) => Self::Copied(state.clone()),
            None => Self::Shared(Arc::clone(state)),
        }
    }

    fn state(&self) -> &S {
        match self {
            Self::Copied(state) => state,
            Self::Shared(state) => state,
        }
    }

    fn put_back(self, state: &mut Arc<S>) {
        match self {
            Self::Copied(before) => *state = Arc::new(before),
            Self::Shared(before) => *state = before,
        }
    }
}
