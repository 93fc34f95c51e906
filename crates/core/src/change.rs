//! What the pipeline carries.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::commit::Recorder;
use crate::in_flight::{Apply, Assigned, Dispatched, Instructed, Kept, Written};
use crate::{
    Action, Actions, Cx, Failing, Failure, Inputs, Origin, Path, Root, Shared, State, Touched,
};

/// What the pipeline carries: an action, a write, a batch of changes, or a whole state to restore.
///
/// A change that is being dispatched borrows from its caller, which is waiting for the reply; a layer that keeps it calls
/// [`into_owned`](Self::into_owned).
pub struct Change<'a, S: 'static> {
    body: Body<'a, S>,
    origin: Origin,
    inputs: Option<Box<Inputs>>,
    recorder: Option<Recorder<S>>,
}

pub(crate) enum Body<'a, S: 'static> {
    Borrowed(&'a mut (dyn Apply<S> + Send + Sync + 'a)),
    Owned(Kept<S>),
    Compound(Box<Compound<S>>),
}

/// Several changes that are one, or a whole state.
pub(crate) struct Compound<S: 'static> {
    kind: ChangeKind,
    name: &'static str,
    parts: Vec<Change<'static, S>>,
    whole: Option<Arc<S>>,
    resume: Option<Resume<S>>,
    failing: Failing,
    /// These are pointers, so that nothing of compounds is in a program that makes none.
    touches: fn(&Self, present: &Arc<S>) -> Touched,
    apply: ApplyCompound<S>,
}

/// A whole state, with the kind and the name of what led to it, and whether what it has under way begins.
pub(crate) struct Whole<S> {
    pub(crate) state: Arc<S>,
    pub(crate) kind: ChangeKind,
    pub(crate) name: &'static str,
    pub(crate) resumes: bool,
}

/// What a change consists of: its body, where it comes from, what it is to be given, who records it.
pub(crate) type Parts<'a, S> = (
    Body<'a, S>,
    Origin,
    Option<Box<Inputs>>,
    Option<Recorder<S>>,
);

type ApplyCompound<S> =
    fn(&mut Compound<S>, &mut Arc<S>, Origin, &mut Cx<S>) -> Result<(), Failure>;

/// Has what the first state has under way end, and what the second has begin.
type Resume<S> = fn(&S, &mut Arc<S>, &mut Cx<S>);

impl<S: Clone + 'static> Compound<S> {
    pub(crate) fn batch(parts: Vec<Change<'static, S>>) -> Self {
        Self {
            kind: ChangeKind::Batch,
            name: "batch",
            parts,
            whole: None,
            resume: None,
            failing: Failing::AfterWriting,
            touches: |batch, present| {
                let each = batch.parts.iter().map(|change| change.touches(present));
                each.fold(Touched::NONE, Touched::and)
            },
            apply: |batch, state, origin, cx| {
                batch.parts.iter_mut().try_for_each(|change| {
                    if origin == Origin::Replay {
                        change.origin = origin;
                    }
                    change.apply(state, cx)
                })
            },
        }
    }
}

impl<S: 'static> Compound<S> {
    fn whole(state: Arc<S>, kind: ChangeKind, name: &'static str) -> Self {
        Self {
            kind,
            name,
            parts: Vec::new(),
            whole: Some(state),
            resume: None,
            failing: Failing::ChecksFirst,
            touches: |restore, present| match &restore.whole {
                Some(state) if Arc::ptr_eq(state, present) => Touched::NONE,
                _ => Touched::ALL,
            },
            apply: |restore, present, origin, cx| {
                if let Some(state) = &restore.whole {
                    let before = std::mem::replace(present, Arc::clone(state));
                    let resume = restore.resume.filter(|_| origin != Origin::Replay);
                    if let Some(resume) = resume.filter(|_| !Arc::ptr_eq(&before, state)) {
                        resume(&before, present, cx);
                    }
                }
                Ok(())
            },
        }
    }

    /// The same, of which what it has under way begins.
    fn resuming(self) -> Self
    where
        S: State,
    {
        if !S::RESUMES {
            return self;
        }
        Self {
            resume: Some(|before, now, cx| S::resume(Some(before), Some(Arc::make_mut(now)), cx)),
            // Work that begins is the user's code, which may panic.
            failing: Failing::AfterWriting,
            ..self
        }
    }

    /// The whole state with the kind and the name of what led to it, or the changes that are one.
    pub(crate) fn split(self) -> Result<Whole<S>, Vec<Change<'static, S>>> {
        match self.whole {
            Some(state) => Ok(Whole {
                state,
                kind: self.kind,
                name: self.name,
                resumes: self.resume.is_some(),
            }),
            None => Err(self.parts),
        }
    }

    fn try_clone(&self) -> Option<Self> {
        let parts = self.parts.iter().map(Change::try_clone);
        Some(Self {
            parts: parts.collect::<Option<_>>()?,
            whole: self.whole.clone(),
            ..*self
        })
    }
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// A named action.
    Action,
    /// A value written through a path, or a closure.
    Write,
    /// Several changes that are one.
    Batch,
    /// A whole state put in place of the present one.
    Restore,
    /// Something that a layer is asked to do, such as an undo. The layer puts in its place what comes of it: a restore.
    Instruction,
}

impl<S: State> Change<'static, S> {
    /// An action.
    pub fn action<A: Action<S> + Send + Sync>(action: A) -> Self {
        Self::owned(Dispatched::<A, Shared, ()>::new(action))
    }

    /// A closure's writing.
    pub fn update(write: impl FnOnce(&mut S) + Send + Sync + 'static) -> Self
    where
        S: Send + Sync,
    {
        Self::owned(Written::<Root, _, Shared, ()>::new(Root, write))
    }

    /// A value written through a path.
    pub fn set<P: Path<S>>(path: P, value: P::Value) -> Self
    where
        P::Value: Send + Sync,
    {
        Self::owned(Assigned::<P, P::Value, Shared>::new(path, value))
    }

    /// Several changes that are applied, or not, as one.
    pub fn batch(changes: impl IntoIterator<Item = Self>) -> Self {
        Self::compound(Compound::batch(changes.into_iter().collect()))
    }

    /// Something that a layer is asked to do, as a change of the name `name`: so it waits for its turn as others do, and the
    /// layers around that one see it.
    ///
    /// The layer that knows `T` [finds it](Self::as_instruction) and passes on what comes of it [in its
    /// place](Self::replaced_by). If none does, the change fails.
    pub fn instruction<T: Clone + Send + Sync + 'static>(
        name: &'static str,
        instruction: T,
    ) -> Self {
        Self::owned(Instructed { name, instruction })
    }

    fn owned(apply: impl Apply<S> + Send + Sync + 'static) -> Self {
        Self::new(Body::Owned(Box::new(apply)))
    }
}

impl<'a, S> Change<'a, S> {
    pub(crate) const fn new(body: Body<'a, S>) -> Self {
        Self {
            body,
            origin: Origin::Local,
            inputs: None,
            recorder: None,
        }
    }

    pub(crate) fn borrowed(apply: &'a mut (dyn Apply<S> + Send + Sync + 'a)) -> Self {
        Self::new(Body::Borrowed(apply))
    }

    /// A whole state in place of the present one.
    ///
    /// What a machine in the present state has under way ends, and what the machine in its place has under way begins anew, as
    /// after reading it from a storage: nothing is entered again, clocks take their whole time, and what was sent and had not
    /// arrived does not arrive. A machine that has asked for nothing in between goes on undisturbed.
    pub fn restore(state: impl Into<Arc<S>>) -> Self
    where
        S: State,
    {
        Self::restore_named("restore", state)
    }

    /// As [`restore`](Self::restore), with the name of what led to it, such as `undo`.
    pub fn restore_named(name: &'static str, state: impl Into<Arc<S>>) -> Self
    where
        S: State,
    {
        Self::whole(state.into(), ChangeKind::Restore, name).from(Origin::Restore)
    }

    /// A whole state in place of the present one, before anything has begun there: machines in it wait until they are begun. For
    /// what a server has rendered.
    pub fn hydrate(state: impl Into<Arc<S>>) -> Self {
        let compound = Compound::whole(state.into(), ChangeKind::Restore, "restore");
        Self::compound(compound).from(Origin::Restore)
    }

    /// A whole state, with the kind and the name of what led to it.
    pub(crate) fn whole(state: Arc<S>, kind: ChangeKind, name: &'static str) -> Self
    where
        S: State,
    {
        Self::compound(Compound::whole(state, kind, name).resuming())
    }

    /// The state of a slice, for a store that follows it. What it has under way is under way there.
    pub(crate) fn follow(state: Arc<S>) -> Self {
        Self::compound(Compound::whole(state, ChangeKind::Restore, "follow"))
    }

    fn compound(compound: Compound<S>) -> Self {
        Self::new(Body::Compound(Box::new(compound)))
    }

    /// The same change from another origin.
    #[must_use]
    pub const fn from(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The same change, which will be given these inputs instead of new ones.
    #[must_use]
    pub fn with_inputs(mut self, inputs: Inputs) -> Self {
        self.inputs = Some(Box::new(inputs));
        self
    }

    /// The same change, whose [`Done`](crate::Done) will carry the [`Commit`](crate::Commit).
    #[must_use]
    pub fn recorded(mut self) -> Self
    where
        S: State,
    {
        self.recorder = Some(Recorder::new());
        self
    }

    /// `other` in place of this: it is recorded if this was to be.
    #[must_use]
    pub fn replaced_by<'b>(&self, mut other: Change<'b, S>) -> Change<'b, S> {
        other.recorder = other.recorder.or(self.recorder);
        other
    }

    /// Where it comes from.
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// What kind of change it is.
    pub fn kind(&self) -> ChangeKind {
        match &self.body {
            Body::Borrowed(apply) => apply.kind(),
            Body::Owned(apply) => apply.kind(),
            Body::Compound(compound) => compound.kind,
        }
    }

    /// Its name: that of the action, `set` or `update` with the path written to, `batch`, `restore`.
    pub fn name(&self) -> Cow<'static, str> {
        match &self.body {
            Body::Borrowed(apply) => apply.name(),
            Body::Owned(apply) => apply.name(),
            Body::Compound(compound) => Cow::Borrowed(compound.name),
        }
    }

    /// The action, if it is one of the state's own.
    ///
    /// ```
    /// # use leptos_state_core::{Actions, Change};
    /// # fn example<S: Actions>(change: &Change<'_, S>) {
    /// if let Some(action) = change.as_action() {
    ///     println!("{action:?}");
    /// }
    /// # }
    /// ```
    pub fn as_action(&self) -> Option<&S::Action>
    where
        S: Actions,
    {
        self.apply_ref()?.action()?.downcast_ref()
    }

    /// The action, to alter, if it is one of the state's own.
    pub fn as_action_mut(&mut self) -> Option<&mut S::Action>
    where
        S: Actions,
    {
        let action = match &mut self.body {
            Body::Borrowed(apply) => apply.action_mut(),
            Body::Owned(apply) => apply.action_mut(),
            Body::Compound(_) => None,
        };
        action?.downcast_mut()
    }

    /// What a layer around this state is asked to do, if it is a `T`. What layers on slices are asked is not for this one.
    pub fn as_instruction<T: 'static>(&self) -> Option<&T> {
        match self.addressed_instruction()? {
            (place, instruction) if place.is_empty() => instruction.downcast_ref(),
            _ => None,
        }
    }

    /// The path of the slice whose layer is asked to do something, which is empty for the state itself, and what.
    pub(crate) fn addressed_instruction(&self) -> Option<(String, &dyn Any)> {
        self.apply_ref()?.instruction()
    }

    /// The changes of a batch; nothing for any other.
    pub fn parts(&self) -> &[Change<'static, S>] {
        match &self.body {
            Body::Compound(compound) => &compound.parts,
            _ => &[],
        }
    }

    /// The state that a restore, or the record of a closure, puts in place.
    pub const fn as_restore(&self) -> Option<&Arc<S>> {
        match &self.body {
            Body::Compound(compound) => compound.whole.as_ref(),
            _ => None,
        }
    }

    /// The change, cut loose from its caller, who then gets [`Outcome::Queued`](crate::Outcome::Queued).
    pub fn into_owned(self) -> Change<'static, S> {
        let body = match self.body {
            Body::Borrowed(apply) => Body::Owned(apply.detach()),
            Body::Owned(apply) => Body::Owned(apply),
            Body::Compound(compound) => Body::Compound(compound),
        };
        Change {
            body,
            origin: self.origin,
            inputs: self.inputs,
            recorder: self.recorder,
        }
    }

    /// A copy, unless it is, or holds, a closure that has not run yet.
    pub fn try_clone(&self) -> Option<Change<'static, S>> {
        let body = match &self.body {
            Body::Borrowed(apply) => Body::Owned(apply.copy()?),
            Body::Owned(apply) => Body::Owned(apply.copy()?),
            Body::Compound(compound) => Body::Compound(Box::new(compound.try_clone()?)),
        };
        Some(Change {
            body,
            origin: self.origin,
            inputs: self.inputs.clone(),
            recorder: self.recorder,
        })
    }

    fn apply_ref(&self) -> Option<&dyn Apply<S>> {
        match &self.body {
            Body::Borrowed(apply) => Some(&**apply),
            Body::Owned(apply) => Some(&**apply),
            Body::Compound(_) => None,
        }
    }

    pub(crate) const fn recorder(&self) -> Option<Recorder<S>> {
        self.recorder
    }

    /// What it consists of: its body, where it comes from, what it is to be given, who records it.
    pub(crate) fn into_parts(self) -> Parts<'a, S> {
        (self.body, self.origin, self.inputs, self.recorder)
    }

    pub(crate) fn of_parts(
        body: Body<'a, S>,
        origin: Origin,
        inputs: Option<Box<Inputs>>,
        recorder: Option<Recorder<S>>,
    ) -> Self {
        Self {
            body,
            origin,
            inputs,
            recorder,
        }
    }

    pub(crate) const fn take_inputs(&mut self) -> Option<Box<Inputs>> {
        self.inputs.take()
    }

    pub(crate) fn failing(&self) -> Failing {
        match &self.body {
            Body::Borrowed(apply) => apply.failing(),
            Body::Owned(apply) => apply.failing(),
            Body::Compound(compound) => compound.failing,
        }
    }

    /// Which fields it may write to, in place of the state `present`.
    pub(crate) fn touches(&self, present: &Arc<S>) -> Touched {
        match &self.body {
            Body::Borrowed(apply) => apply.touches(),
            Body::Owned(apply) => apply.touches(),
            Body::Compound(compound) => (compound.touches)(compound, present),
        }
    }

    /// How to compare two states, to verify what a change promised.
    pub(crate) fn comparison(&self) -> Option<fn(&S, &S) -> bool> {
        self.apply_ref()?.comparison()
    }
}

impl<S: Clone + 'static> Change<'_, S> {
    /// Makes the change to `state`. An error or a panic may leave it half made.
    pub(crate) fn apply(&mut self, state: &mut Arc<S>, cx: &mut Cx<S>) -> Result<(), Failure> {
        match &mut self.body {
            Body::Borrowed(apply) => apply_to(&mut **apply, state, cx),
            Body::Owned(apply) => apply_to(&mut **apply, state, cx),
            Body::Compound(compound) => (compound.apply)(compound, state, self.origin, cx),
        }
    }

    /// What it wrote, once it has been applied: for changes that could not be copied before.
    pub(crate) fn written(&self, state: &Arc<S>) -> Change<'static, S>
    where
        S: State,
    {
        let value = match &self.body {
            Body::Borrowed(apply) => apply.written(state),
            Body::Owned(apply) => apply.written(state),
            Body::Compound(_) => None,
        };
        match value {
            Some(value) => Change::new(Body::Owned(value)),
            None if self.kind() == ChangeKind::Batch => {
                Change::whole(Arc::clone(state), ChangeKind::Batch, "batch")
            }
            None => Change::whole(Arc::clone(state), ChangeKind::Write, "update"),
        }
    }
}

/// Makes a change to a state, or to a copy of it if somebody else holds it too. It is `Arc::make_mut`, in a third of the code.
fn apply_to<S: Clone + 'static>(
    change: &mut dyn Apply<S>,
    state: &mut Arc<S>,
    cx: &mut Cx<S>,
) -> Result<(), Failure> {
    let Some(own) = Arc::get_mut(state) else {
        *state = Arc::new(S::clone(state));
        return apply_to(change, state, cx);
    };
    change.apply(own, cx)
}

/// Prints an action with its arguments in debug builds and with the feature `tracing`, and by its name otherwise.
impl<S> fmt::Debug for Change<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.body {
            Body::Borrowed(apply) => apply.describe(f),
            Body::Owned(apply) => apply.describe(f),
            Body::Compound(compound) if compound.whole.is_none() => {
                f.debug_list().entries(&compound.parts).finish()
            }
            Body::Compound(compound) => f.write_str(compound.name),
        }
    }
}
