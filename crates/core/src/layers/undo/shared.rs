//! A history for each of those who share a state.

mod handle;
mod steps;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;
use serde::Serialize;

pub use handle::SharedUndoHandle;

use self::handle::{Asked, Reached};
use self::steps::{Author, Histories};
use super::handle::Instruction;
use super::keep::{read_state, written};
use super::{Origins, StepId};
use crate::patch::Patch;
use crate::turn::lock;
use crate::{
    Admits, Change, ChangeKind, Confined, Held, Layer, Layered, Next, Origin, Outcome, Outer,
    Problem, Refusal, Report, Shared, State, Verdict, WeakStore,
};

/// Undo over a state that several share: each takes back and takes again only their own steps.
///
/// `author` says whose a change is; what is nobody's is no step. Of a step is kept what differs, as a
/// [patch](crate::patch::Patch). To take it back, that is taken out of the present state, and what others have done since stays.
/// Where somebody else has changed the same place, there is a conflict: the undo is refused, the refusal names the place, and
/// nothing has changed. Rows are known by `id` or `key`, wherever others have moved them.
///
/// A step of somebody makes what they had undone be forgotten, and nothing of what others have.
///
/// The state goes through JSON for all that: what serde skips is what reading gives it.
///
/// # Examples
///
/// ```
/// use leptos_state_core::layers::SharedUndo;
/// use leptos_state_core::{Change, Store};
/// use leptos_state_macros::{actions, State};
///
/// #[derive(Clone, Default, State, serde::Serialize, serde::Deserialize)]
/// struct Poll {
///     yes: Vec<String>,
///     closed: bool,
/// }
///
/// #[actions]
/// impl Poll {
///     fn agree(&mut self, who: String) {
///         self.yes.push(who);
///     }
///
///     fn close(&mut self) {
///         self.closed = true;
///     }
/// }
///
/// let author = |change: &Change<'_, Poll>| match change.as_action()? {
///     PollAction::Agree { who } => Some(who.clone()),
///     PollAction::Close => None,
/// };
/// let poll = Store::new(Poll::default()).layer(SharedUndo::limit(100, author));
/// let ann = SharedUndo::of(&poll).author("ann");
/// poll.agree("ann".into());
/// poll.close();
/// ann.undo();
/// assert!(poll.snapshot().yes.is_empty() && poll.snapshot().closed);
/// ```
pub struct SharedUndo<S: State, F = (), M = Shared> {
    steps: usize,
    bytes: usize,
    origins: Origins,
    identified_by: &'static [&'static str],
    author: F,
    running: OnceLock<Running<S>>,
    mode: PhantomData<fn() -> M>,
}

struct Running<S: State> {
    end: SharedEnd<S>,
    handle: SharedUndoHandle,
}

/// What a layer and its handles share.
pub struct SharedEnd<S: State> {
    store: WeakStore<S>,
    histories: Arc<Histories>,
}

impl<S, A, F> SharedUndo<S, F>
where
    S: State + Serialize + DeserializeOwned,
    A: Into<Cow<'static, str>>,
    F: Fn(&Change<'_, S>) -> Option<A> + 'static,
{
    /// Remembers the last `steps` steps, of all together. `author` says whose a change is.
    pub const fn limit(steps: usize, author: F) -> Self {
        Self {
            steps,
            bytes: usize::MAX,
            origins: Origins::LOCAL,
            identified_by: &["id", "key"],
            author,
            running: OnceLock::new(),
            mode: PhantomData,
        }
    }
}

impl SharedUndo<()> {
    /// The handle to the histories of a store or a slice, as the world of `handle` has it.
    ///
    /// # Panics
    ///
    /// If there is no layer `SharedUndo` around it. [`try_of`](Self::try_of) returns `None` then.
    #[track_caller]
    pub fn of<H: Layered>(handle: H) -> H::Lent<SharedUndoHandle> {
        match Self::try_of(&handle) {
            Some(undo) => undo,
            None => panic!(
                "there is no layer `SharedUndo` around `{}`",
                handle.layered_name()
            ),
        }
    }

    /// The same; `None` if there is no layer `SharedUndo` around it.
    pub fn try_of<H: Layered>(handle: H) -> Option<H::Lent<SharedUndoHandle>> {
        handle.lent()
    }
}

impl<S: State, F, M> SharedUndo<S, F, M> {
    /// For a store that stays on one thread, whose state need not be `Send + Sync`.
    pub fn local(self) -> SharedUndo<S, F, Confined> {
        SharedUndo {
            steps: self.steps,
            bytes: self.bytes,
            origins: self.origins,
            identified_by: self.identified_by,
            author: self.author,
            running: OnceLock::new(),
            mode: PhantomData,
        }
    }

    /// Remembers no more than about `bytes` bytes.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Changes of this origin are steps too, not only those that are made here.
    #[must_use]
    pub fn also_from(mut self, origin: Origin) -> Self {
        self.origins = self.origins.and(origin);
        self
    }

    /// Elements of lists are known by the first of `fields` that all of them have. Without this that is `id` or `key`.
    #[must_use]
    pub fn identified_by(mut self, fields: &'static [&'static str]) -> Self {
        self.identified_by = fields;
        self
    }
}

impl<S, A, F, M> Layer<S> for SharedUndo<S, F, M>
where
    S: State + Serialize + DeserializeOwned,
    A: Into<Cow<'static, str>>,
    F: Fn(&Change<'_, S>) -> Option<A> + 'static,
    M: Admits<SharedEnd<S>>,
{
    fn name(&self) -> &'static str {
        "SharedUndo"
    }

    fn attach(&self, store: WeakStore<S>) {
        let end = SharedEnd {
            store,
            histories: Arc::default(),
        };
        let reach = Reached::<S, M>(M::Held::hold(end.clone()));
        let handle = SharedUndoHandle::new(reach);
        let _ = self.running.set(Running { end, handle });
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let running = self.running.get().expect("a layer is attached first");
        if let Some(asked) = change.as_instruction::<Asked>().cloned() {
            return running.end.answer(asked, &change, next);
        }
        let is_step = change.kind() != ChangeKind::Instruction && self.origins.has(change.origin());
        match is_step.then(|| (self.author)(&change)).flatten() {
            Some(author) => self.step(&running.end, author.into(), change, next),
            None => next.run(change),
        }
    }

    fn sees_all(&self) -> bool {
        true
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        let running = self.running.get().filter(|_| place.is_empty())?;
        Some(&running.handle)
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        if outer.contains("SharedUndo") {
            return Err("the `SharedUndo` there remembers the same changes".to_owned());
        }
        Ok(())
    }
}

impl<S, F, M> SharedUndo<S, F, M>
where
    S: State + Serialize + DeserializeOwned,
{
    fn step(
        &self,
        end: &SharedEnd<S>,
        author: Author,
        change: Change<'_, S>,
        next: Next<'_, S>,
    ) -> Verdict<S> {
        let label = change.name();
        let before = written(&**next.snapshot().state());
        let store = next.store_name();
        let verdict = next.run(change);
        if !verdict.is_done() {
            return verdict;
        }
        let after = end.store.try_snapshot();
        let both = before.and_then(|before| {
            let after = after.ok_or_else(|| "the state is gone".to_owned())?;
            Ok((before, written(&**after.state())?))
        });
        match both {
            Ok((before, after)) => {
                let patch = Patch::identified_by(self.identified_by, &before, &after);
                if !patch.is_empty() {
                    lock(&end.histories.steps).push(author, label, patch, self.steps, self.bytes);
                    end.histories.show();
                }
            }
            Err(why) => {
                if let Some(environment) = end.store.environment() {
                    environment.report(&Report::new(store, &label, Problem::Unwritable(&why)));
                }
            }
        }
        verdict
    }
}

fn refused<S>(reason: impl Into<Cow<'static, str>>) -> Verdict<S> {
    Outcome::Refused(Refusal::new("SharedUndo", reason))
}

impl<S: State + Serialize + DeserializeOwned> SharedEnd<S> {
    /// Does what is asked for somebody.
    fn answer(&self, asked: Asked, change: &Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let Asked {
            author,
            instruction,
        } = asked;
        let (n, back) = match &instruction {
            Instruction::Undo(0) | Instruction::Redo(0) | Instruction::EndRun => {
                return next.unchanged();
            }
            Instruction::Undo(n) => (*n, true),
            Instruction::Redo(n) => (*n, false),
            Instruction::Clear => {
                lock(&self.histories.steps).retain(|step| step.author != author);
                self.histories.show();
                return next.unchanged();
            }
            Instruction::Jump(_) => return refused("where several share a state, nobody can jump"),
            Instruction::Pause | Instruction::Resume => {
                return refused("where several share a state, nobody can pause");
            }
            Instruction::Export(_) | Instruction::Import(_) => {
                return refused("what several share is not stored");
            }
        };
        let there = self.there(&author, n, back, &next);
        let (ids, state) = match there {
            Ok(there) => there,
            Err(reason) => return refused(reason),
        };
        let restore = Change::restore_named(instruction.name(), state);
        let verdict = next.run(change.replaced_by(restore));
        if verdict.is_done() {
            for step in &mut lock(&self.histories.steps).steps {
                step.is_done ^= ids.contains(&step.id);
            }
            self.histories.show();
        }
        verdict
    }

    /// The steps that are taken back or taken again, and the state that this leads to.
    fn there(
        &self,
        author: &str,
        n: usize,
        back: bool,
        next: &Next<'_, S>,
    ) -> Result<(Vec<StepId>, S), Cow<'static, str>> {
        let steps = lock(&self.histories.steps);
        let places: Vec<usize> = if back {
            steps.of(author, true).rev().take(n).collect()
        } else {
            steps.of(author, false).take(n).collect()
        };
        if places.is_empty() {
            let what = if back { "undo" } else { "redo" };
            return Err(format!("there is nothing of `{author}` to {what}").into());
        }
        let mut value = written(&**next.snapshot().state())?;
        let mut ids = Vec::with_capacity(places.len());
        for place in places {
            let step = &steps.steps[place];
            let made = if back {
                step.patch.unmake(&mut value)
            } else {
                step.patch.make(&mut value)
            };
            made.map_err(|conflict| format!("{conflict}: somebody else has changed it"))?;
            ids.push(step.id);
        }
        Ok((ids, read_state(value)?))
    }
}

impl<S: State> Clone for SharedEnd<S> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            histories: Arc::clone(&self.histories),
        }
    }
}

impl<S: State, F, M> fmt::Debug for SharedUndo<S, F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedUndo")
            .field("steps", &self.steps)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}
