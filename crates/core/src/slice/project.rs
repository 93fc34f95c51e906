//! Changes of a state as changes of its slice, for layers on the slice.

use std::any::Any;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use send_wrapper::SendWrapper;

use super::lift::{narrow_verdict, pass_on};
use super::{ActionOf, AdmitsSlice, SlicePath};
use crate::change::Body;
use crate::commit::Recorder;
use crate::in_flight::{print, Apply, Dispatched, Kept};
use crate::{
    Action, Actions, Admits, Change, ChangeKind, Cx, Done, Environment, Failing, Failure, Gone,
    Held, Later, Layer, Next, Outcome, Snapshot, Verdict, Version, WeakStore,
};

/// What is further inside a store, as a layer on a slice sees it.
pub(crate) trait NextOutside<S: 'static> {
    fn run(&mut self, change: Change<'_, S>) -> Verdict<S>;

    fn later(&self) -> Arc<dyn LaterOutside<S> + Send + Sync>;

    fn snapshot(&self) -> Snapshot<S>;

    fn store_name(&self) -> &'static str;

    fn environment(&self) -> &Environment;
}

/// The way into a store at the place of a layer on a slice.
pub(crate) trait LaterOutside<S: 'static> {
    fn run(&self, change: Change<'_, S>);
}

/// A store whose slice is all that somebody sees of it.
pub(crate) trait WeakOutside<S: 'static> {
    fn submit(&self, change: Change<'_, S>) -> Verdict<S>;

    fn submit_reporting(&self, change: Change<'_, S>);

    fn try_snapshot(&self) -> Option<Snapshot<S>>;

    fn try_version(&self) -> Option<Version>;

    fn environment(&self) -> Option<Environment>;
}

/// Takes a change that is one of the slice at the end of `path` through a layer on the slice.
pub(super) fn through<S, P, M>(
    layer: &impl Layer<P::Value>,
    path: &P,
    mut change: Change<'_, S>,
    before: Snapshot<S>,
    next: Next<'_, S>,
) -> Verdict<S>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    let slot = Slot {
        is_asked: Cell::new(false),
        change: RefCell::new(None),
    };
    let (origin, inputs) = (change.origin(), change.take_inputs());
    let mut projected = Projected::<S, P, M> {
        change: SendWrapper::new(Some(change)),
        slot: SendWrapper::new(&slot),
        before: SendWrapper::new(Arc::clone(&before.state)),
        path,
        mode: PhantomData,
    };
    let mut inside = Passage::<S, P, M> {
        next: Some(next),
        slot: &slot,
        before,
        path,
        done: None,
        mode: PhantomData,
    };
    let change = Change::of_parts(Body::Borrowed(&mut projected), origin, inputs, None);
    let verdict = layer.handle(change, Next::outside(&mut inside));
    match verdict {
        Outcome::Done(done) => Outcome::Done(inside.done.unwrap_or(Done {
            version: done.version,
            remark: done.remark,
            commit: None,
        })),
        Outcome::Failed(failure) => Outcome::Failed(failure),
        Outcome::Refused(refusal) => Outcome::Refused(refusal),
        Outcome::Queued => Outcome::Queued,
        Outcome::Disposed => Outcome::Disposed,
    }
}

/// Where a change that was shown to a layer as one of a slice is given back as what it is.
struct Slot<'a, S: 'static> {
    is_asked: Cell<bool>,
    change: RefCell<Option<Change<'a, S>>>,
}

/// A change of the state `S`, seen as one of the slice at the end of a path.
struct Projected<'a, 's, S: 'static, P, M> {
    change: SendWrapper<Option<Change<'a, S>>>,
    slot: SendWrapper<&'s Slot<'a, S>>,
    before: SendWrapper<Arc<S>>,
    path: &'s P,
    mode: PhantomData<M>,
}

impl<'a, S, P, M> Projected<'a, '_, S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
{
    fn change(&self) -> &Change<'a, S> {
        (*self.change).as_ref().expect(ONCE)
    }

    fn own(&self) -> Option<&ActionOf<P::Value>> {
        self.path.unwrap(self.change().as_action()?)
    }
}

impl<S, P, M> Projected<'_, '_, S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: Admits<Aside<S>>,
{
    /// A write, cut loose from its caller.
    fn aside(&self, change: Change<'static, S>) -> Written<S, P, M> {
        Written {
            name: own_name(&change.name(), self.path),
            path: self.path.clone(),
            aside: Held::hold(Aside {
                change,
                before: Arc::clone(&self.before),
            }),
        }
    }
}

const ONCE: &str = "a change is applied or detached once";

impl<S, P, M> Apply<P::Value> for Projected<'_, '_, S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    fn kind(&self) -> ChangeKind {
        self.change().kind()
    }

    fn name(&self) -> Cow<'static, str> {
        match self.own() {
            Some(own) => own
                .full_name()
                .map_or(Cow::Borrowed(own.name()), Cow::Owned),
            None => Cow::Owned(own_name(&self.change().name(), self.path)),
        }
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.own() {
            Some(own) if cfg!(any(debug_assertions, feature = "tracing")) => print(own, f),
            _ => f.write_str(&self.name()),
        }
    }

    fn action(&self) -> Option<&dyn Any> {
        self.own().map(|own| own as &dyn Any)
    }

    fn action_mut(&mut self) -> Option<&mut dyn Any> {
        let change = (*self.change).as_mut()?;
        let own = self.path.unwrap_mut(change.as_action_mut()?)?;
        Some(own as &mut dyn Any)
    }

    fn instruction(&self) -> Option<(String, &dyn Any)> {
        let (place, instruction) = self.change().addressed_instruction()?;
        let rest = behind(&place, &self.path.to_string())?.to_owned();
        Some((rest, instruction))
    }

    fn failing(&self) -> Failing {
        match self.own() {
            Some(own) => own.failing(),
            None => Failing::AfterWriting,
        }
    }

    /// Asked only where a layer takes it to another store than its own: `next` takes it back before it is applied.
    fn apply(&mut self, slice: &mut P::Value, cx: &mut Cx<P::Value>) -> Result<(), Failure> {
        self.detach().apply(slice, cx)
    }

    fn copy(&self) -> Option<Kept<P::Value>> {
        if let Some(own) = self.own() {
            return Some(Box::new(Dispatched::<_, M, ()>::new(own.clone())));
        }
        let change = self.change().try_clone()?;
        Some(Box::new(self.aside(change)))
    }

    fn detach(&mut self) -> Kept<P::Value> {
        if self.slot.is_asked.get() {
            self.slot.change.replace((*self.change).take());
            return Box::new(GivenBack);
        }
        if let Some(own) = self.own() {
            return Box::new(Dispatched::<_, M, ()>::new(own.clone()));
        }
        let change = (*self.change).take().expect(ONCE).into_owned();
        Box::new(self.aside(change))
    }
}

/// A write to a slice, of which only the store's own form is there, with a state from before it: the write touches nothing
/// but the slice, so it can be made to any slice in the place of that state's.
#[doc(hidden)]
pub struct Aside<S: 'static> {
    change: Change<'static, S>,
    before: Arc<S>,
}

/// A write to the slice at the end of a path.
struct Written<S: 'static, P, M: Admits<Aside<S>>> {
    name: String,
    path: P,
    aside: <M as Admits<Aside<S>>>::Held,
}

impl<S, P, M> Apply<P::Value> for Written<S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    fn kind(&self) -> ChangeKind {
        ChangeKind::Write
    }

    fn name(&self) -> Cow<'static, str> {
        Cow::Owned(self.name.clone())
    }

    /// A row that is given another key is lost on the way.
    fn failing(&self) -> Failing {
        Failing::AfterWriting
    }

    fn apply(&mut self, slice: &mut P::Value, cx: &mut Cx<P::Value>) -> Result<(), Failure> {
        let Aside { change, before } = self.aside.get_mut();
        let mut state = S::clone(before);
        std::mem::swap(self.path.get_mut(&mut state).expect(WAS_THERE), slice);
        let mut state = Arc::new(state);
        // A write takes nothing from its `cx`.
        let result = change.apply(&mut state, &mut Cx::new(cx.environment().clone()));
        // A row that was given another key can't be found by the one that it had.
        let written = self.path.get_mut(Arc::make_mut(&mut state));
        let written = written.ok_or_else(|| Failure::new(Gone::at(&self.path)))?;
        std::mem::swap(written, slice);
        result
    }

    fn copy(&self) -> Option<Kept<P::Value>> {
        let Aside { change, before } = self.aside.get();
        Some(Box::new(Self {
            name: self.name.clone(),
            path: self.path.clone(),
            aside: Held::hold(Aside {
                change: change.try_clone()?,
                before: Arc::clone(before),
            }),
        }))
    }

    fn detach(&mut self) -> Kept<P::Value> {
        let Aside { change, before } = self.aside.get_mut();
        let taken = std::mem::replace(change, Change::restore(Arc::clone(before)));
        Box::new(Self {
            name: std::mem::take(&mut self.name),
            path: self.path.clone(),
            aside: Held::hold(Aside {
                change: taken,
                before: Arc::clone(before),
            }),
        })
    }
}

const WAS_THERE: &str = "a change goes to a layer on a slice only if the slice is there";

/// What is left of a change that was given back.
struct GivenBack;

impl<T: 'static> Apply<T> for GivenBack {
    fn kind(&self) -> ChangeKind {
        ChangeKind::Batch
    }

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("")
    }

    fn apply(&mut self, _: &mut T, _: &mut Cx<T>) -> Result<(), Failure> {
        Ok(())
    }

    fn copy(&self) -> Option<Kept<T>> {
        None
    }

    fn detach(&mut self) -> Kept<T> {
        Box::new(Self)
    }
}

/// `set cart.items` as `set items`, seen from `cart`.
fn own_name(name: &str, path: &impl fmt::Display) -> String {
    match below(name, &path.to_string()) {
        Some((verb, "")) => verb.to_owned(),
        Some((verb, rest)) => format!("{verb} {rest}"),
        None => name.to_owned(),
    }
}

/// The verb of a write's name and the rest of its path behind `path`; `None` if it was written elsewhere.
fn below<'n>(name: &'n str, path: &str) -> Option<(&'n str, &'n str)> {
    let (verb, place) = name.split_once(' ')?;
    Some((verb, behind(place, path)?))
}

/// The rest of the path `place` behind `path`; `None` if it does not lead there.
pub(super) fn behind<'p>(place: &'p str, path: &str) -> Option<&'p str> {
    let rest = place.strip_prefix(path)?;
    match rest.strip_prefix('.') {
        Some(rest) => Some(rest),
        None => (rest.is_empty() || rest.starts_with('[')).then_some(rest),
    }
}

/// Whether a change is an action of the slice at the end of `path`, or puts something in its place or in that of something in
/// it, or is for a layer there.
pub(super) fn is_of_slice<S, P>(change: &Change<'_, S>, path: &P, present: &Arc<S>) -> bool
where
    S: Actions,
    P: SlicePath<S>,
{
    match change.kind() {
        ChangeKind::Action => change
            .as_action()
            .is_some_and(|action| path.unwrap(action).is_some()),
        ChangeKind::Write | ChangeKind::Restore => {
            change.as_restore().is_none()
                && change.touches(present).overlaps(P::TOUCHED)
                && below(&change.name(), &path.to_string()).is_some()
        }
        ChangeKind::Instruction => change
            .addressed_instruction()
            .is_some_and(|(place, _)| behind(&place, &path.to_string()).is_some()),
        ChangeKind::Batch => false,
    }
}

/// The way on from a layer on the slice at the end of a path.
struct Passage<'p, 'n, 'a, S: 'static, P, M> {
    next: Option<Next<'n, S>>,
    slot: &'p Slot<'a, S>,
    before: Snapshot<S>,
    path: &'p P,
    /// That the change was committed, as the layers outside see it.
    done: Option<Done<S>>,
    mode: PhantomData<M>,
}

const NEXT: &str = "`next` runs one change";

impl<S, P, M> NextOutside<P::Value> for Passage<'_, '_, '_, S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    fn run(&mut self, change: Change<'_, P::Value>) -> Verdict<P::Value> {
        let next = self.next.take().expect(NEXT);
        let run = |change: Change<'_, S>| {
            let verdict = next.run(change);
            if let Outcome::Done(done) = &verdict {
                self.done = Some(done.clone());
            }
            verdict
        };
        let (body, origin, inputs, recorder) = change.into_parts();
        let body = match body {
            Body::Borrowed(lent) => {
                self.slot.is_asked.set(true);
                let left = lent.detach();
                self.slot.is_asked.set(false);
                if let Some(change) = self.slot.change.take() {
                    let (body, _, _, outer) = change.into_parts();
                    let outer = outer.or_else(|| recorder.map(|_| Recorder::new()));
                    let verdict = run(Change::of_parts(body, origin, inputs, outer));
                    return narrow_verdict::<S, P, M>(verdict, self.path, recorder.is_some());
                }
                Body::Owned(left)
            }
            body => body,
        };
        let change = Change::of_parts(body, origin, inputs, recorder);
        pass_on::<S, P, M>(change, self.path, run)
    }

    fn later(&self) -> Arc<dyn LaterOutside<P::Value> + Send + Sync> {
        let later = self.next.as_ref().expect(NEXT).later();
        Arc::new(Outside::<S, P, M, <M as Admits<Later<S>>>::Held> {
            way: Held::hold(later),
            path: self.path.clone(),
            of: PhantomData,
        })
    }

    fn snapshot(&self) -> Snapshot<P::Value> {
        let slice = self.path.get(&self.before).expect(WAS_THERE);
        Snapshot {
            version: self.before.version,
            state: Arc::new(slice.clone()),
        }
    }

    fn store_name(&self) -> &'static str {
        self.next.as_ref().expect(NEXT).store_name()
    }

    fn environment(&self) -> &Environment {
        self.next.as_ref().expect(NEXT).environment()
    }
}

/// A way into a store from outside, for the slice at the end of a path.
struct Outside<S, P, M, W> {
    way: W,
    path: P,
    of: PhantomData<fn() -> (S, M)>,
}

impl<S, P, M> LaterOutside<P::Value> for Outside<S, P, M, <M as Admits<Later<S>>>::Held>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    fn run(&self, change: Change<'_, P::Value>) {
        let later: &Later<S> = self.way.get();
        let _ = pass_on::<S, P, M>(change, &self.path, |change| {
            later.run(change);
            Outcome::Queued
        });
    }
}

/// What a layer on the slice at the end of `path` is given as its store.
pub(super) fn weak<S, P, M>(store: WeakStore<S>, path: P) -> WeakStore<P::Value>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    WeakStore::outside(Arc::new(Outside::<
        S,
        P,
        M,
        <M as Admits<WeakStore<S>>>::Held,
    > {
        way: Held::hold(store),
        path,
        of: PhantomData,
    }))
}

impl<S, P, M> WeakOutside<P::Value> for Outside<S, P, M, <M as Admits<WeakStore<S>>>::Held>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value>,
{
    fn submit(&self, change: Change<'_, P::Value>) -> Verdict<P::Value> {
        let store: &WeakStore<S> = self.way.get();
        pass_on::<S, P, M>(change, &self.path, |change| store.submit(change))
    }

    fn submit_reporting(&self, change: Change<'_, P::Value>) {
        let store: &WeakStore<S> = self.way.get();
        let _ = pass_on::<S, P, M>(change, &self.path, |change| {
            store.submit_reporting(change);
            Outcome::Queued
        });
    }

    fn try_snapshot(&self) -> Option<Snapshot<P::Value>> {
        let store: &WeakStore<S> = self.way.get();
        let snapshot = store.try_snapshot()?;
        let slice = self.path.get(&snapshot)?;
        Some(Snapshot {
            version: snapshot.version,
            state: Arc::new(slice.clone()),
        })
    }

    fn try_version(&self) -> Option<Version> {
        let store: &WeakStore<S> = self.way.get();
        store.try_version()
    }

    fn environment(&self) -> Option<Environment> {
        let store: &WeakStore<S> = self.way.get();
        store.environment()
    }
}
