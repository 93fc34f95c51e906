//! What a layer that records and its handles share.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use leptos_state_core::{
    Change, Failure, Inputs, Layer, Next, Origin, Outcome, Record, RecordedChange, Snapshot, Store,
    Timestamp, Verdict, WeakStore,
};

use crate::entry::{Attempt, Entry, What};
use crate::timeline::Timeline;
use crate::{EntryId, Instruction, Recordable, Session, Stopped};

/// The name of what happened while nothing was recorded.
pub(crate) const PAUSED: &str = "@@PAUSED";

/// The name of what changed a slice together with something else.
pub(crate) const ELSEWHERE: &str = "elsewhere";

/// Why a change is refused while the recording is locked.
const LOCKED: &str = "changes are locked in the devtools";

pub(crate) type Trace = Box<dyn Fn() -> String + Send + Sync>;

/// What became of the recording.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Happened {
    /// Nothing.
    Nothing,
    /// There is a new entry, the last one.
    Recorded(EntryId),
    /// The recording is another one.
    Rewritten,
    /// What was asked for can't be done.
    Failed(String),
}

pub(crate) struct Core<S: Recordable> {
    /// There is none as long as nothing of the state has been seen.
    timeline: Mutex<Option<Timeline<S>>>,
    store: OnceLock<WeakStore<S>>,
    /// The store's name, which is known when the first change comes.
    name: OnceLock<&'static str>,
    /// Counts what happens to the recording, once somebody wants to know.
    revision: OnceLock<Store<u64>>,
    pub(crate) options: Options,
}

/// How a recorder is to be.
pub(crate) struct Options {
    /// How many entries are kept.
    pub(crate) limit: usize,
    pub(crate) is_locked: bool,
    pub(crate) is_paused: bool,
    pub(crate) trace: Option<Trace>,
    pub(crate) schema: u32,
}

impl<S: Recordable> Core<S> {
    pub(crate) const fn new(limit: usize) -> Self {
        Self {
            timeline: Mutex::new(None),
            store: OnceLock::new(),
            name: OnceLock::new(),
            revision: OnceLock::new(),
            options: Options {
                limit,
                is_locked: false,
                is_paused: false,
                trace: None,
                schema: 1,
            },
        }
    }

    pub(crate) fn attach(&self, store: WeakStore<S>) {
        if let (Some(snapshot), Some(environment)) = (store.try_snapshot(), store.environment()) {
            drop(self.timeline(|| (snapshot, environment.now())));
        }
        let _ = self.store.set(store);
    }

    /// The way to the store; `None` as long as the layer is around none.
    pub(crate) fn store(&self) -> Option<&WeakStore<S>> {
        self.store.get()
    }

    /// The recording, which begins with what `first` returns if there is none yet.
    fn timeline(&self, first: impl FnOnce() -> (Snapshot<S>, Timestamp)) -> Guard<'_, S> {
        let mut timeline = lock(&self.timeline);
        if timeline.is_none() {
            let (snapshot, now) = first();
            let mut begun = Timeline::new(Arc::clone(snapshot.state()), now, self.options.limit);
            begun.is_locked = self.options.is_locked;
            begun.is_paused = self.options.is_paused;
            *timeline = Some(begun);
        }
        Guard(timeline)
    }

    /// Reads the recording; `None` as long as there is none.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Timeline<S>) -> T) -> Option<T> {
        lock(&self.timeline).as_ref().map(read)
    }

    /// The recording as it is now.
    pub(crate) fn session(&self) -> Option<Session<S>> {
        let timeline = self.read(Clone::clone)?;
        let name = self.name.get().map(|name| (*name).to_owned());
        Some(Session::new(name, Some(self.options.schema), timeline))
    }

    /// A count that goes up whenever something of the recording is another.
    pub(crate) fn revision(&self) -> &Store<u64> {
        self.revision.get_or_init(|| Store::new(0))
    }

    /// Takes a change through the layer, and says what became of the recording.
    pub(crate) fn handle(
        &self,
        layer: &impl Layer<S>,
        change: Change<'_, S>,
        next: Next<'_, S>,
    ) -> (Verdict<S>, Happened) {
        let (verdict, happened) = self.take(layer, change, next);
        let is_other = matches!(happened, Happened::Recorded(_) | Happened::Rewritten);
        if let Some(revision) = self.revision.get().filter(|_| is_other) {
            revision.update(|count| *count += 1);
        }
        (verdict, happened)
    }

    fn take(
        &self,
        layer: &impl Layer<S>,
        change: Change<'_, S>,
        next: Next<'_, S>,
    ) -> (Verdict<S>, Happened) {
        let _ = self.name.set(next.store_name());
        if let Some(instruction) = change.as_instruction::<Instruction<S>>() {
            let instruction = instruction.clone();
            return self.obey(&instruction, &change, next);
        }
        let timeline = self.timeline(|| (next.snapshot(), next.environment().now()));
        let (is_locked, is_paused) = (timeline.get().is_locked, timeline.get().is_paused);
        drop(timeline);
        // An undo outside is a restore here.
        if is_locked && matches!(change.origin(), Origin::Local | Origin::Restore) {
            return (next.refuse(layer, LOCKED), Happened::Nothing);
        }
        if is_paused {
            return (next.run(change), Happened::Nothing);
        }
        let name = change.name();
        let action = change.as_action().cloned();
        let trace = self.options.trace.as_ref().map(|trace| trace());
        let verdict = next.run(change.recorded());
        let happened = match &verdict {
            Outcome::Done(done) => match done.commit() {
                Some(commit) => {
                    let what = What::Made(Arc::clone(commit));
                    let state = Arc::clone(commit.state());
                    self.change(|timeline| {
                        let id = timeline.take_id();
                        let is_last = timeline.position == timeline.steps.len();
                        timeline.push(Entry::new(id, name, commit.at(), what, trace), state);
                        recorded(id, is_last)
                    })
                }
                None => Happened::Nothing,
            },
            Outcome::Failed(failure) => {
                let why = Stopped::Failed(failure.to_string());
                self.stopped(name, action, why, trace)
            }
            Outcome::Refused(refusal) => {
                let why = Stopped::Refused(refusal.clone());
                self.stopped(name, action, why, trace)
            }
            Outcome::Queued | Outcome::Disposed => Happened::Nothing,
        };
        (verdict, happened)
    }

    /// Refuses a session of another store or of another shape.
    fn admit(&self, instruction: &Instruction<S>, store: &str) -> Result<(), String> {
        let Instruction::Import(session) = instruction else {
            return Ok(());
        };
        if let Some(other) = session.store_name().filter(|name| *name != store) {
            return Err(format!(
                "the session is of the store `{other}`, and this is `{store}`"
            ));
        }
        let known = self.options.schema;
        match session.schema().filter(|schema| *schema != known) {
            Some(other) => Err(format!(
                "the session is of schema version {other}, and this program has version {known}"
            )),
            None => Ok(()),
        }
    }

    /// Notes that nothing came of a change.
    fn stopped(
        &self,
        name: Cow<'static, str>,
        action: Option<S::Action>,
        why: Stopped,
        trace: Option<String>,
    ) -> Happened {
        let problem = Arc::from(why.to_string());
        let environment = self.store.get().and_then(WeakStore::environment);
        let at = environment.map_or_else(Timestamp::default, |environment| environment.now());
        let what = What::Stopped(Box::new(Attempt { action, why }));
        self.change(|timeline| {
            let id = timeline.take_id();
            let is_last = timeline.position == timeline.steps.len();
            timeline.push_stopped(Entry::new(id, name, at, what, trace), problem);
            recorded(id, is_last)
        })
    }

    fn change(&self, change: impl FnOnce(&mut Timeline<S>) -> Happened) -> Happened {
        lock(&self.timeline)
            .as_mut()
            .map_or(Happened::Nothing, change)
    }

    /// Does what is asked of the recording.
    fn obey(
        &self,
        instruction: &Instruction<S>,
        change: &Change<'_, S>,
        next: Next<'_, S>,
    ) -> (Verdict<S>, Happened) {
        let now = next.environment().now();
        let before = next.snapshot();
        let mut guard = self.timeline(|| (before.clone(), now));
        catch_up(guard.get_mut(), &before, now);
        let mut timeline = guard.get().clone();
        drop(guard);
        let wrong = self.admit(instruction, next.store_name());
        if let Err(reason) = wrong.and_then(|()| timeline.obey(instruction, now)) {
            let failure = Failure::new(&reason);
            return (Outcome::Failed(failure), Happened::Failed(reason));
        }
        let state = Arc::clone(timeline.present());
        let verdict = if same(before.state(), &state) {
            next.unchanged()
        } else {
            next.run(change.replaced_by(Change::restore_named(instruction.name(), state)))
        };
        match &verdict {
            Outcome::Done(_) => {
                *lock(&self.timeline) = Some(timeline);
                (verdict, Happened::Rewritten)
            }
            Outcome::Failed(failure) => {
                let reason = failure.to_string();
                (verdict, Happened::Failed(reason))
            }
            Outcome::Refused(refusal) => {
                let reason = refusal.to_string();
                (verdict, Happened::Failed(reason))
            }
            Outcome::Queued | Outcome::Disposed => (verdict, Happened::Nothing),
        }
    }
}

/// Notes what has changed the state without having been recorded.
fn catch_up<S: Recordable>(timeline: &mut Timeline<S>, present: &Snapshot<S>, now: Timestamp) {
    let state = present.state();
    if same(timeline.present(), state) {
        return;
    }
    let name = if timeline.is_paused {
        PAUSED
    } else {
        ELSEWHERE
    };
    let record = Record {
        version: present.version(),
        origin: Origin::Restore,
        time: now,
        inputs: Inputs::default(),
        change: RecordedChange::Restore {
            name: name.to_owned(),
            state: Arc::clone(state),
        },
    };
    let id = timeline.take_id();
    let what = What::Read(Box::new(record));
    timeline.push(
        Entry::new(id, name.into(), now, what, None),
        Arc::clone(state),
    );
}

/// Whether two states are equal. They need not be comparable, so they are compared as they are written.
fn same<S: Recordable>(a: &Arc<S>, b: &Arc<S>) -> bool {
    if Arc::ptr_eq(a, b) {
        return true;
    }
    if S::COMPARED {
        return S::same(a, b);
    }
    match (serde_json::to_value(&**a), serde_json::to_value(&**b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

const fn recorded(id: EntryId, is_last: bool) -> Happened {
    if is_last {
        Happened::Recorded(id)
    } else {
        Happened::Rewritten
    }
}

/// The lock on a recording that has begun.
struct Guard<'a, S: Recordable>(MutexGuard<'a, Option<Timeline<S>>>);

impl<S: Recordable> Guard<'_, S> {
    fn get(&self) -> &Timeline<S> {
        self.0.as_ref().expect(BEGUN)
    }

    fn get_mut(&mut self) -> &mut Timeline<S> {
        self.0.as_mut().expect(BEGUN)
    }
}

const BEGUN: &str = "a guard is made when the recording has begun";

/// Locks, whoever panicked while holding it: nothing here is left half done by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
