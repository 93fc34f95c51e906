//! Changes of a slice as changes of the state that has it.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use super::project::weak;
use super::{ActionOf, AdmitsSlice, SlicePath};
use crate::change::{Body, Compound, Whole};
use crate::commit::Recorder;
use crate::in_flight::{print, Apply, Dispatched, Kept};
use crate::link::Outward;
use crate::{
    Action, Actions, Admits, Change, ChangeKind, Commit, Cx, Done, Environment, Failing, Failure,
    Gone, Held, Link, Origin, Outcome, State, Touched, Verdict, Version, WeakStore,
};

type HeldIn<M, T> = <M as Admits<T>>::Held;

/// Takes a change of the slice at the end of `path` through `run`, which takes changes of the state that has it.
pub(super) fn pass_on<S, P, M>(
    change: Change<'_, P::Value>,
    path: &P,
    run: impl FnOnce(Change<'_, S>) -> Verdict<S>,
) -> Verdict<P::Value>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    let (body, origin, inputs, recorder) = change.into_parts();
    let outer = recorder.map(|_| Recorder::new());
    let verdict = match body {
        Body::Borrowed(apply) => {
            let mut lifted = Lifted::<S, P, M, _>::new(path.clone(), apply);
            let change = Change::of_parts(Body::Borrowed(&mut lifted), origin, inputs, outer);
            let verdict = run(change);
            match lifted.gone {
                Some(gone) => Outcome::Refused(gone.into()),
                None => verdict,
            }
        }
        body => run(Change::of_parts(
            lift::<S, P, M>(body, origin, path),
            origin,
            inputs,
            outer,
        )),
    };
    narrow_verdict::<S, P, M>(verdict, path, recorder.is_some())
}

/// What came of a change, as the slice sees it.
pub(super) fn narrow_verdict<S, P, M>(
    verdict: Verdict<S>,
    path: &P,
    is_recorded: bool,
) -> Verdict<P::Value>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    verdict.map(|done| Done {
        version: done.version,
        remark: done.remark,
        commit: done
            .commit
            .filter(|_| is_recorded)
            .and_then(|commit| narrow_commit::<S, P, M>(&commit, path)),
    })
}

/// The record of a commit, as the slice sees it; `None` if there was no slice any more.
fn narrow_commit<S, P, M>(commit: &Commit<S>, path: &P) -> Option<Arc<Commit<P::Value>>>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    let state = Arc::new(path.get(&commit.state)?.clone());
    let action = commit
        .change
        .as_action()
        .and_then(|action| path.unwrap(action));
    let change = match action {
        Some(action) => Change::new(Body::Owned(Box::new(Dispatched::<_, M, ()>::new(
            action.clone(),
        )))),
        None => Change::whole(Arc::clone(&state), commit.change.kind(), "update"),
    };
    Some(Arc::new(Commit {
        version: commit.version,
        origin: commit.origin,
        at: commit.at,
        change: change.from(commit.origin),
        inputs: commit.inputs.clone(),
        remark: commit.remark,
        state,
    }))
}

/// What a change of a slice consists of, as a change of the state, cut loose from its caller.
fn lift<S, P, M>(body: Body<'_, P::Value>, origin: Origin, path: &P) -> Body<'static, S>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    let kept: Kept<P::Value> = match body {
        Body::Borrowed(apply) => apply.detach(),
        Body::Owned(apply) => apply,
        Body::Compound(compound) => match compound.split() {
            Ok(Whole {
                state,
                kind,
                name,
                resumes,
            }) => Box::new(Replaced::<HeldIn<M, Arc<P::Value>>> {
                state: Held::hold(state),
                kind,
                name,
                resumes: resumes && origin != Origin::Replay,
            }),
            Err(changes) => {
                let lifted = changes.into_iter().map(|change| {
                    let (body, origin, inputs, _) = change.into_parts();
                    let body = lift::<S, P, M>(body, origin, path);
                    Change::of_parts(body, origin, inputs, None)
                });
                return Body::Compound(Box::new(Compound::batch(lifted.collect())));
            }
        },
    };
    Body::Owned(Box::new(Lifted::<S, P, M, _>::new(path.clone(), kept)))
}

/// The name of a change of a slice: `add` as `cart.add`, `set items` as `set cart.items`.
fn lifted_name(path: &dyn fmt::Display, name: &str, kind: ChangeKind) -> String {
    match kind {
        ChangeKind::Write | ChangeKind::Restore => {
            let (verb, rest) = name.split_once(' ').unwrap_or((name, ""));
            format!("{verb} {}", joined(path, rest))
        }
        ChangeKind::Action | ChangeKind::Batch | ChangeKind::Instruction => {
            format!("{path}.{name}")
        }
    }
}

/// The path that leads to `rest` behind the place at `path`.
fn joined(path: &dyn fmt::Display, rest: &str) -> String {
    let dot = if rest.is_empty() || rest.starts_with('[') {
        ""
    } else {
        "."
    };
    format!("{path}{dot}{rest}")
}

/// What came of a change of a slice, for the reporter of the state that has it.
pub(super) fn outside<S, T>(
    change: &str,
    verdict: &Verdict<T>,
    path: &dyn fmt::Display,
) -> (String, Verdict<S>) {
    let verdict = verdict.clone().map(|done| Done {
        version: done.version,
        remark: done.remark,
        commit: None,
    });
    let verb = change.split(' ').next();
    let kind = match verb {
        Some("set" | "update" | "restore" | "reset") => ChangeKind::Write,
        _ => ChangeKind::Action,
    };
    (lifted_name(path, change, kind), verdict)
}

/// A whole state of a slice in place of the present one.
struct Replaced<H> {
    state: H,
    kind: ChangeKind,
    name: &'static str,
    /// Whether what it has under way begins.
    resumes: bool,
}

impl<T: State, H: Held<Arc<T>>> Apply<T> for Replaced<H> {
    fn kind(&self) -> ChangeKind {
        self.kind
    }

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.name)
    }

    fn apply(&mut self, state: &mut T, cx: &mut Cx<T>) -> Result<(), Failure> {
        let before = std::mem::replace(state, T::clone(self.state.get()));
        if T::RESUMES && self.resumes {
            T::resume(Some(&before), Some(state), cx);
        }
        Ok(())
    }

    fn copy(&self) -> Option<Kept<T>> {
        Some(Box::new(Self {
            state: H::hold(Arc::clone(self.state.get())),
            ..*self
        }))
    }

    fn detach(&mut self) -> Kept<T> {
        Box::new(Self {
            state: H::hold(Arc::clone(self.state.get())),
            ..*self
        })
    }
}

/// An action or a write of a slice, lent or owned.
trait Lent<T: 'static>: Send + Sync {
    fn get(&self) -> &dyn Apply<T>;
    fn get_mut(&mut self) -> &mut dyn Apply<T>;
}

impl<T: 'static> Lent<T> for &mut (dyn Apply<T> + Send + Sync + '_) {
    fn get(&self) -> &dyn Apply<T> {
        &**self
    }

    fn get_mut(&mut self) -> &mut dyn Apply<T> {
        &mut **self
    }
}

impl<T: 'static> Lent<T> for Kept<T> {
    fn get(&self) -> &dyn Apply<T> {
        &**self
    }

    fn get_mut(&mut self) -> &mut dyn Apply<T> {
        &mut **self
    }
}

/// An action or a write of the slice at the end of a path, as one of the state `S`. To whoever looks it is the state's own
/// action; it is applied as it came, so its reply finds its caller.
struct Lifted<S, P, M, I>
where
    S: Actions,
    M: Admits<S::Action>,
{
    path: P,
    inner: I,
    /// The state's action, once somebody has looked.
    shown: OnceLock<Option<HeldIn<M, S::Action>>>,
    /// Whether `shown` may have been altered.
    is_altered: bool,
    /// That there was no slice to apply it to.
    gone: Option<Gone>,
}

impl<S, P, M, I> Lifted<S, P, M, I>
where
    S: Actions,
    P: SlicePath<S>,
    M: Admits<S::Action>,
    I: Lent<P::Value>,
{
    const fn new(path: P, inner: I) -> Self {
        Self {
            path,
            inner,
            shown: OnceLock::new(),
            is_altered: false,
            gone: None,
        }
    }

    fn own(&self) -> Option<&ActionOf<P::Value>> {
        self.inner.get().action()?.downcast_ref()
    }

    fn shown(&self) -> Option<&S::Action> {
        let shown = self.shown.get_or_init(|| {
            let own = self.own()?.clone();
            Some(Held::hold(self.path.wrap(own)))
        });
        shown.as_ref().map(Held::get)
    }

    /// The state's action, if it has been altered into one that is none of this slice.
    fn another(&mut self) -> Option<S::Action> {
        if !std::mem::take(&mut self.is_altered) {
            return None;
        }
        let shown = self.shown.take().flatten()?.into_inner();
        let altered = self.path.unwrap(&shown).cloned();
        let place = self.inner.get_mut().action_mut();
        match (altered, place.and_then(|action| action.downcast_mut())) {
            (Some(altered), Some(place)) => {
                *place = altered;
                None
            }
            _ => Some(shown),
        }
    }
}

impl<S, P, M, I> Apply<S> for Lifted<S, P, M, I>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
    I: Lent<P::Value>,
{
    fn kind(&self) -> ChangeKind {
        self.inner.get().kind()
    }

    fn name(&self) -> Cow<'static, str> {
        match self.shown() {
            Some(action) => action
                .full_name()
                .map_or(Cow::Borrowed(action.name()), Cow::Owned),
            None => Cow::Owned(lifted_name(
                &self.path,
                &self.inner.get().name(),
                self.kind(),
            )),
        }
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shown() {
            Some(action) if cfg!(any(debug_assertions, feature = "tracing")) => print(action, f),
            _ => f.write_str(&self.name()),
        }
    }

    fn action(&self) -> Option<&dyn Any> {
        self.shown().map(|action| action as &dyn Any)
    }

    fn action_mut(&mut self) -> Option<&mut dyn Any> {
        self.shown()?;
        self.is_altered = true;
        let shown = self.shown.get_mut()?.as_mut()?;
        Some(shown.get_mut() as &mut dyn Any)
    }

    fn instruction(&self) -> Option<(String, &dyn Any)> {
        let (inside, instruction) = self.inner.get().instruction()?;
        Some((joined(&self.path, &inside), instruction))
    }

    fn failing(&self) -> Failing {
        match self.shown.get() {
            Some(Some(action)) if self.is_altered => action.get().failing(),
            _ => self.inner.get().failing(),
        }
    }

    fn touches(&self) -> Touched {
        match self.shown.get() {
            Some(Some(action)) if self.is_altered => action.get().touches(),
            _ => P::TOUCHED,
        }
    }

    fn apply(&mut self, state: &mut S, cx: &mut Cx<S>) -> Result<(), Failure> {
        if let Some(another) = self.another() {
            return another.apply(state, cx).map(drop).map_err(Failure::new);
        }
        let Some(slice) = self.path.get_mut(state) else {
            let gone = Gone::at(&self.path);
            let failure = Failure::new(&gone);
            self.gone = Some(gone);
            return Err(failure);
        };
        let inner = self.inner.get_mut();
        let applied = cx.lend::<P, M, _>(&self.path, |cx| inner.apply(slice, cx));
        self.path.settle(state);
        if P::FOLLOWS {
            applied?;
            return self.path.follow(state, cx);
        }
        applied
    }

    fn copy(&self) -> Option<Kept<S>> {
        if let Some(action) = self.shown() {
            return Some(Box::new(Dispatched::<_, M, ()>::new(action.clone())));
        }
        let inner = self.inner.get().copy()?;
        Some(Box::new(Lifted::<S, P, M, _>::new(
            self.path.clone(),
            inner,
        )))
    }

    fn written(&self, state: &S) -> Option<Kept<S>> {
        let slice = self.path.get(state)?;
        let written = self.inner.get().written(slice).unwrap_or_else(|| {
            Box::new(Replaced::<HeldIn<M, Arc<P::Value>>> {
                state: Held::hold(Arc::new(slice.clone())),
                kind: ChangeKind::Write,
                name: "set",
                resumes: true,
            })
        });
        Some(Box::new(Lifted::<S, P, M, _>::new(
            self.path.clone(),
            written,
        )))
    }

    fn detach(&mut self) -> Kept<S> {
        self.copy().unwrap_or_else(|| {
            let inner = self.inner.get_mut().detach();
            Box::new(Lifted::<S, P, M, _>::new(self.path.clone(), inner))
        })
    }
}

/// The way from a slice to a store.
pub(crate) struct Narrowed<S: Actions, P, M: Admits<Link<S>>> {
    outer: HeldIn<M, Link<S>>,
    path: P,
    state: PhantomData<fn() -> S>,
}

impl<S: Actions, P, M: Admits<Link<S>>> Narrowed<S, P, M> {
    pub(crate) fn new(outer: Link<S>, path: P) -> Self {
        Self {
            outer: Held::hold(outer),
            path,
            state: PhantomData,
        }
    }
}

impl<S, P, M> Outward<P::Value> for Narrowed<S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    fn submit(&self, change: Change<'_, P::Value>) -> Verdict<P::Value> {
        pass_on::<S, P, M>(change, &self.path, |change| self.outer.get().submit(change))
    }

    fn report(&self, change: &str, verdict: &Verdict<P::Value>) {
        let (name, verdict) = outside(change, verdict, &self.path);
        self.outer.get().report_verdict(&name, &verdict);
    }

    fn read(&self, read: &mut dyn FnMut(Version, Option<&P::Value>)) -> bool {
        self.outer.get().read(&mut |version, state| {
            read(version, state.and_then(|state| self.path.get(state)));
        })
    }

    fn environment(&self) -> Environment {
        self.outer.get().environment()
    }

    fn store_name(&self) -> &'static str {
        self.outer.get().store_name()
    }

    fn downgrade(&self) -> WeakStore<P::Value> {
        weak::<S, P, M>(self.outer.get().downgrade(), self.path.clone())
    }
}
