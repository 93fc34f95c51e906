//! The history of one store: what becomes of each change, and of what is asked of the layer.

use std::borrow::Cow;
#[cfg(feature = "json")]
use std::sync::OnceLock;
use std::sync::{Arc, Mutex, MutexGuard};

use super::handle::{Instruction, Reach};
use super::timeline::{Bounds, Label, Timeline};
use super::{Keep, Rules, StepId, Undo, UndoHandle, UndoStep, UndoView};
use crate::panics::Panics;
use crate::turn::lock;
use crate::{
    Admits, Change, Failure, Held, Next, Outcome, Problem, Refusal, Report, State, Store, Verdict,
    Version, WeakStore,
};

/// What a layer has once it is around a store.
pub(super) struct Running<S: State, K: Keep<S>, R: Rules<S>> {
    end: End<S, K, R>,
    shown: Store<UndoView>,
    handle: UndoHandle,
}

/// What a layer and its handle share.
pub struct End<S: State, K: Keep<S>, R: Rules<S>> {
    store: WeakStore<S>,
    history: Arc<Mutex<HistoryOf<S, K, R>>>,
}

type HistoryOf<S, K, R> = History<<K as Keep<S>>::At, <K as Keep<S>>::Step, <R as Rules<S>>::Key>;

struct History<A, T, Key> {
    timeline: Timeline<A, T>,
    /// By what the last step goes on, if the next change has it too.
    run: Option<Key>,
    is_paused: bool,
    revision: u64,
}

impl<S: State, K: Keep<S>, R: Rules<S>> Running<S, K, R> {
    pub(super) fn new<M: Admits<End<S, K, R>>>(store: WeakStore<S>, bounds: Bounds) -> Self {
        let history = History {
            timeline: Timeline::new(bounds),
            run: None,
            is_paused: false,
            revision: 0,
        };
        let end = End {
            store,
            history: Arc::new(Mutex::new(history)),
        };
        let shown = Store::new(UndoView::default());
        let reach = Arc::new(Reached::<S, K, R, M>(M::Held::hold(end.clone())));
        Self {
            handle: UndoHandle::new(shown.clone(), reach),
            end,
            shown,
        }
    }

    pub(super) const fn handle(&self) -> &UndoHandle {
        &self.handle
    }

    pub(super) fn is_paused(&self) -> bool {
        lock(&self.end.history).is_paused
    }

    /// Passes a change on that is a step.
    pub(super) fn step<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        change: Change<'_, S>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let key = layer.rules.key(&change);
        let label = layer.rules.label(&change);
        let goes_on = key.is_some() && lock(&self.end.history).run == key;
        let before =
            (!goes_on || K::EXTENDS_FROM_BEFORE).then(|| layer.keep.before(next.snapshot().state));
        let store = next.store_name();
        self.passed(change, next, || {
            let kept = match before {
                Some(before) if !goes_on => self.push(layer, label.clone(), key, before),
                before => self.extend(layer, label.clone(), before),
            };
            if let Err(why) = kept {
                lock(&self.end.history).timeline.moved();
                let report = Report::new(store, &label, Problem::Unwritable(&why));
                if let Some(environment) = self.end.store.environment() {
                    environment.report(&report);
                }
            }
        })
    }

    /// A step has led from the state of which `before` is kept to the present one.
    fn push<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        label: Label,
        key: Option<R::Key>,
        before: K::Before,
    ) -> Result<(), String> {
        if let Some(made) = layer.keep.made(before, || self.end.present())? {
            let mut history = lock(&self.end.history);
            history.timeline.push(label, made.at, made.step);
            history.run = key;
            self.show(history);
        }
        Ok(())
    }

    /// The last step leads to the present state now.
    fn extend<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        label: Label,
        before: Option<K::Before>,
    ) -> Result<(), String> {
        let mut history = lock(&self.end.history);
        let extended = |start: Option<&K::At>, step: &K::Step| {
            let after = || self.end.present();
            layer.keep.extended(start, step, before, after)
        };
        if !history.timeline.extend(label, extended)? {
            history.run = None;
        }
        self.show(history);
        Ok(())
    }

    /// Passes a change on that is no step.
    pub(super) fn pass<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        change: Change<'_, S>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let before = layer.apart.then(|| layer.keep.at(next.snapshot().state));
        self.passed(change, next, || {
            let mut history = lock(&self.end.history);
            let weight = history.timeline.bytes();
            match before {
                Some(at) => history.timeline.stay(at),
                None => history.timeline.moved(),
            }
            if history.timeline.bytes() != weight {
                self.show(history);
            }
        })
    }

    /// Passes a change on, and calls `done` once it has been committed, also if a layer further inside panics after that.
    fn passed(&self, change: Change<'_, S>, next: Next<'_, S>, done: impl FnOnce()) -> Verdict<S> {
        let version = || self.end.store.try_version();
        let before = if cfg!(panic = "unwind") {
            version()
        } else {
            None
        };
        let mut panics = Panics::default();
        let verdict = panics.guard(|| next.run(change));
        let is_done = match &verdict {
            Some(verdict) => verdict.is_done(),
            None => version() != before,
        };
        if is_done {
            done();
        }
        panics.go_on();
        verdict.expect("a change without a verdict panicked, and the panic went on")
    }

    /// Does what is asked for.
    pub(super) fn answer<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        instruction: Instruction,
        change: &Change<'_, S>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let mut history = lock(&self.end.history);
        let timeline = &mut history.timeline;
        let name = instruction.name();
        let target = match instruction {
            Instruction::Undo(0) | Instruction::Redo(0) | Instruction::EndRun => {
                Ok(timeline.present())
            }
            Instruction::Undo(n) => timeline.back(n).ok_or("there is nothing to undo"),
            Instruction::Redo(n) => timeline.forth(n).ok_or("there is nothing to redo"),
            Instruction::Jump(id) if timeline.has(id) => Ok(id),
            Instruction::Jump(_) => Err("the history has no such position"),
            Instruction::Clear => {
                timeline.clear();
                Ok(timeline.present())
            }
            Instruction::Pause => {
                history.is_paused = true;
                Ok(history.timeline.present())
            }
            Instruction::Resume => {
                history.is_paused = false;
                Ok(history.timeline.present())
            }
            #[cfg(feature = "json")]
            Instruction::Export(into) => {
                drop(history);
                return self.export(layer, &into, next);
            }
            #[cfg(feature = "json")]
            Instruction::Import(text) => {
                drop(history);
                return self.import(layer, &text, change, next);
            }
        };
        match target {
            Ok(target) if target == history.timeline.present() => {
                history.run = None;
                self.show(history);
                next.unchanged()
            }
            Ok(target) => {
                drop(history);
                self.go(layer, target, name, change, next)
            }
            Err(reason) => refused(reason),
        }
    }

    /// Writes the history down.
    #[cfg(feature = "json")]
    fn export<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        into: &OnceLock<String>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let Some(storing) = layer.storing else {
            return refused(NOT_STORED);
        };
        let present = next.snapshot().state;
        let text = (storing.write)(&lock(&self.end.history).timeline, &present);
        match text {
            Ok(text) => {
                let _ = into.set(text);
                next.unchanged()
            }
            Err(why) => refused(format!("the history could not be written: {why}")),
        }
    }

    /// Takes over a history that was written down.
    #[cfg(feature = "json")]
    fn import<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        text: &str,
        change: &Change<'_, S>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let Some(storing) = layer.storing else {
            return refused(NOT_STORED);
        };
        let (timeline, state) = match (storing.read)(&layer.keep, text, layer.bounds) {
            Ok(read) => read,
            Err(why) => return refused(format!("the history could not be read: {why}")),
        };
        let restore = change.replaced_by(Change::restore_named("import history", state));
        self.passed(restore, next, || {
            let mut history = lock(&self.end.history);
            history.timeline = timeline;
            history.run = None;
            self.show(history);
        })
    }

    /// Puts the state at another position in the place of the present one.
    fn go<M>(
        &self,
        layer: &Undo<S, K, R, M>,
        target: StepId,
        name: &'static str,
        change: &Change<'_, S>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let present = next.snapshot().state;
        let there = {
            let history = lock(&self.end.history);
            layer.keep.go(&history.timeline.way(target), &present)
        };
        let state = match there {
            Ok(state) => state,
            Err(reason) => return refused(reason),
        };
        let left = layer.keep.at(present);
        let restore = change.replaced_by(Change::restore_named(name, state));
        self.passed(restore, next, || {
            let mut history = lock(&self.end.history);
            history.timeline.go(target, left);
            history.run = None;
            self.show(history);
        })
    }

    /// Shows what the history is now. Whoever is told of it may ask the history something.
    fn show(&self, mut history: MutexGuard<'_, HistoryOf<S, K, R>>) {
        history.revision += 1;
        let view = history.view();
        drop(history);
        self.shown.update(move |shown| *shown = view);
    }
}

#[cfg(feature = "json")]
const NOT_STORED: &str = "the history is not stored; say `.stored()` where the layer is made";

fn refused<S>(reason: impl Into<Cow<'static, str>>) -> Verdict<S> {
    Outcome::Refused(Refusal::new("Undo", reason))
}

impl<A, T, Key> History<A, T, Key> {
    fn view(&self) -> UndoView {
        let timeline = &self.timeline;
        UndoView {
            can_undo: timeline.undos() > 0,
            can_redo: timeline.redos() > 0,
            undos: timeline.undos(),
            redos: timeline.redos(),
            undo_label: timeline.undo_label().cloned(),
            redo_label: timeline.redo_label().cloned(),
            is_paused: self.is_paused,
            position: timeline.present(),
            bytes: timeline.bytes(),
            revision: self.revision,
        }
    }
}

impl<S: State, K: Keep<S>, R: Rules<S>> End<S, K, R> {
    fn present(&self) -> Option<Arc<S>> {
        Some(self.store.try_snapshot()?.state)
    }
}

impl<S: State, K: Keep<S>, R: Rules<S>> Clone for End<S, K, R> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            history: Arc::clone(&self.history),
        }
    }
}

/// The way to a layer around a store of the mode `M`.
struct Reached<S: State, K: Keep<S>, R: Rules<S>, M: Admits<End<S, K, R>>>(
    <M as Admits<End<S, K, R>>>::Held,
);

impl<S: State, K: Keep<S>, R: Rules<S>, M: Admits<End<S, K, R>>> Reach for Reached<S, K, R, M> {
    fn ask(&self, instruction: Instruction) -> Outcome<Version, Failure> {
        let change = Change::instruction(instruction.name(), instruction);
        let verdict = self.0.get().store.submit(change);
        verdict.map(|done| done.version())
    }

    fn ask_reporting(&self, instruction: Instruction) {
        let change = Change::instruction(instruction.name(), instruction);
        self.0.get().store.submit_reporting(change);
    }

    fn steps(&self) -> Vec<UndoStep> {
        lock(&self.0.get().history).timeline.steps()
    }
}
