//! Between a layer and its transports.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

use leptos_state_core::{
    Action, Change, Environment, Failure, Outcome, Problem, Report, Timer, Verdict,
};
use serde_json::Value;

use super::filter::{Features, Filter};
use super::show::{LiftedView, ShownStep};
use crate::core::Happened;
use crate::shown;
use crate::transport::{Command, Controls, Instance, Lifted, Told, Transport};
use crate::{EntryId, Instruction, Recordable, Recording, Session};

pub(crate) type SanitizeActions = Box<dyn Fn(&str, &mut Value) + Send + Sync>;
pub(crate) type SanitizeStates = Box<dyn Fn(&mut Value) + Send + Sync>;

pub(crate) struct Options<S: Recordable> {
    pub(crate) name: String,
    pub(crate) max_age: usize,
    pub(crate) features: Features,
    pub(crate) filter: Filter<S>,
    pub(crate) sanitize_actions: Option<SanitizeActions>,
    pub(crate) sanitize_states: Option<SanitizeStates>,
    pub(crate) latency: Duration,
}

impl<S: Recordable> Options<S> {
    pub(crate) const fn new(name: String, max_age: usize) -> Self {
        Self {
            name,
            max_age,
            features: Features::ALL,
            filter: Filter::new(),
            sanitize_actions: None,
            sanitize_states: None,
            latency: Duration::ZERO,
        }
    }
}

/// What a layer's transports are told by.
pub(crate) struct Line<S: Recordable> {
    pub(crate) options: Options<S>,
    pub(crate) transports: Vec<Box<dyn Transport>>,
    recording: OnceLock<Recording<S>>,
    is_started: AtomicBool,
    /// How often something could not be done.
    errors: AtomicUsize,
    waiting: Mutex<Waiting>,
}

/// What has not been told yet.
#[derive(Default)]
struct Waiting {
    entries: usize,
    is_rewritten: bool,
    timer: Option<Timer>,
}

impl<S: Recordable> Line<S> {
    pub(crate) fn new(options: Options<S>) -> Self {
        Self {
            options,
            transports: Vec::new(),
            recording: OnceLock::new(),
            is_started: AtomicBool::new(false),
            errors: AtomicUsize::new(0),
            waiting: Mutex::default(),
        }
    }

    pub(crate) fn connect(self: &Arc<Self>, recording: &Recording<S>) {
        let _ = self.recording.set(recording.clone());
        let instance = Instance {
            name: self.options.name.clone(),
            features: self.options.features,
            max_age: self.options.max_age,
            actions: <S::Action as Action<S>>::NAMES,
        };
        for transport in &self.transports {
            transport.connect(&instance, Arc::new(Way(Arc::downgrade(self))));
        }
    }

    /// Tells what became of the recording, at once or some time later.
    pub(crate) fn tell(self: &Arc<Self>, happened: Happened) {
        let rewritten = match happened {
            Happened::Nothing => return,
            Happened::Failed(reason) => return self.tell_error(&reason),
            Happened::Recorded(_) => false,
            Happened::Rewritten => true,
        };
        if !self.is_started.load(Ordering::SeqCst) {
            return;
        }
        let latency = self.options.latency;
        let mut waiting = self.waiting();
        waiting.entries += 1;
        waiting.is_rewritten |= rewritten;
        let environment = self.environment().filter(|_| !latency.is_zero());
        let Some(environment) = environment else {
            drop(waiting);
            return self.flush();
        };
        if waiting.timer.is_none() {
            let line = Arc::downgrade(self);
            waiting.timer = Some(environment.after(latency, move || {
                if let Some(line) = line.upgrade() {
                    line.flush();
                }
            }));
        }
    }

    /// Tells what waits.
    fn flush(&self) {
        let Waiting {
            entries,
            is_rewritten,
            ..
        } = std::mem::take(&mut *self.waiting());
        if entries == 1 && !is_rewritten {
            self.tell_entry();
        } else if entries > 0 {
            self.tell_lifted();
        }
    }

    fn tell_entry(&self) {
        let Some((step, next_id)) = self.recording().and_then(|recording| {
            let core = recording.core();
            core.read(|timeline| Some((timeline.steps.back()?.clone(), timeline.next_id)))?
        }) else {
            return;
        };
        if self.options.filter.shows(&step) {
            let shown = ShownStep::new(&self.options, &step, next_id);
            self.tell_all(Told::Entry(&shown));
        }
    }

    fn tell_lifted(&self) {
        self.with_lifted(&mut |lifted| self.tell_all(Told::Lifted(lifted)));
    }

    fn with_lifted(&self, read: &mut dyn FnMut(&dyn Lifted)) {
        let timeline = self
            .recording()
            .and_then(|recording| recording.core().read(Clone::clone));
        if let Some(timeline) = timeline {
            read(&LiftedView::new(&self.options, timeline));
        }
    }

    fn tell_error(&self, reason: &str) {
        self.errors.fetch_add(1, Ordering::SeqCst);
        self.tell_all(Told::Error(reason));
    }

    fn tell_all(&self, told: Told<'_>) {
        for transport in &self.transports {
            transport.tell(told);
        }
    }

    fn command(&self, command: Command) {
        if let Err(feature) = self.options.features.admit(&command) {
            return self.tell_error(&format!("`{feature}` is not allowed here"));
        }
        let instruction = match command {
            Command::Start => {
                self.is_started.store(true, Ordering::SeqCst);
                return self.tell_lifted();
            }
            Command::Stop => return self.is_started.store(false, Ordering::SeqCst),
            Command::Dispatch(action) => return self.dispatch(&action),
            Command::JumpToState(index) => match self.shown_at(index) {
                Some(entry) => Instruction::JumpTo(entry),
                None => return self.tell_error(&format!("there is no state {index}")),
            },
            Command::JumpToAction(entry) => Instruction::JumpTo(entry),
            Command::Toggle(entry) => Instruction::Toggle(entry),
            Command::SetActive { start, end, active } => Instruction::SetActive(start..end, active),
            Command::Reorder { entry, before } => Instruction::Reorder { entry, before },
            Command::Sweep => Instruction::Sweep,
            Command::Commit => Instruction::Commit,
            Command::Rollback => Instruction::Rollback,
            Command::Reset => Instruction::Reset,
            Command::Import(json) => match Session::of_json(&json, self.first().as_ref()) {
                Ok(session) => Instruction::Import(Arc::new(session)),
                Err(error) => return self.tell_error(&error.to_string()),
            },
            Command::Lock(on) => Instruction::Lock(on),
            Command::Pause(on) => Instruction::Pause(on),
        };
        self.submit(Change::instruction(instruction.name(), instruction));
    }

    /// The entry that stands at an index of what is shown.
    fn shown_at(&self, index: usize) -> Option<EntryId> {
        let Some(before) = index.checked_sub(1) else {
            return Some(EntryId::BEGINNING);
        };
        let filter = &self.options.filter;
        self.recording()?.core().read(|timeline| {
            let mut shown = timeline.steps.iter().filter(|step| filter.shows(step));
            shown.nth(before).map(|step| step.entry.id())
        })?
    }

    /// The state that the layer was put around.
    fn first(&self) -> Option<Arc<S>> {
        let recording = self.recording()?;
        recording
            .core()
            .read(|timeline| Arc::clone(&timeline.initial))
    }

    fn dispatch(&self, action: &Value) {
        match shown::read(action) {
            Ok(action) => self.submit(Change::action::<S::Action>(action)),
            Err(error) => self.tell_error(&format!("the action can't be read: {error}")),
        }
    }

    /// Takes a change to the store, and tells what went wrong unless the layer has told it.
    fn submit(&self, change: Change<'_, S>) {
        let Some(store) = self
            .recording()
            .and_then(|recording| recording.core().store())
        else {
            return;
        };
        let told = self.errors.load(Ordering::SeqCst);
        let verdict: Verdict<S> = store.submit(change);
        let reason = match &verdict {
            Outcome::Failed(failure) => failure.to_string(),
            Outcome::Refused(refusal) => refusal.to_string(),
            _ => return,
        };
        if told == self.errors.load(Ordering::SeqCst) {
            self.tell_error(&reason);
        }
    }

    fn recording(&self) -> Option<&Recording<S>> {
        self.recording.get()
    }

    fn environment(&self) -> Option<Environment> {
        self.recording()?.core().store()?.environment()
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The way from a transport to the store.
struct Way<S: Recordable>(Weak<Line<S>>);

impl<S: Recordable> Controls for Way<S> {
    fn command(&self, command: Command) {
        if let Some(line) = self.0.upgrade() {
            line.command(command);
        }
    }

    fn with_lifted(&self, read: &mut dyn FnMut(&dyn Lifted)) {
        if let Some(line) = self.0.upgrade() {
            line.with_lifted(read);
        }
    }

    fn report(&self, problem: &str) {
        if let Some(line) = self.0.upgrade() {
            if let Some(environment) = line.environment() {
                let failure = Failure::new(problem);
                let problem = Problem::Failed(&failure);
                environment.report(&Report::new(&line.options.name, "devtools", problem));
            }
        }
    }
}
