//! Actions and writes on their way through the pipeline, whatever their types.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use send_wrapper::SendWrapper;

use crate::{Action, Admits, ChangeKind, Cx, Failing, Failure, Gone, Held, Path, Touched};

/// An action or a write on its way through the pipeline.
pub(crate) trait Apply<S: 'static> {
    fn kind(&self) -> ChangeKind;

    fn name(&self) -> Cow<'static, str>;

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }

    /// The action, while it has not been applied.
    fn action(&self) -> Option<&dyn Any> {
        None
    }

    /// The action, to alter, while it has not been applied.
    fn action_mut(&mut self) -> Option<&mut dyn Any> {
        None
    }

    /// The path of the slice whose layer is asked to do something, which is empty for the state itself, and what.
    fn instruction(&self) -> Option<(String, &dyn Any)> {
        None
    }

    /// When it may fail.
    fn failing(&self) -> Failing {
        Failing::Never
    }

    /// Which fields it may write to.
    fn touches(&self) -> Touched {
        Touched::ALL
    }

    /// How to compare two states.
    fn comparison(&self) -> Option<fn(&S, &S) -> bool> {
        None
    }

    /// Makes the change. Called once.
    fn apply(&mut self, state: &mut S, cx: &mut Cx<S>) -> Result<(), Failure>;

    /// A copy, while it has not been applied; `None` for what can't be copied.
    fn copy(&self) -> Option<Kept<S>>;

    /// What it wrote, once it has been applied; `None` if that is the whole state.
    fn written(&self, _: &S) -> Option<Kept<S>> {
        None
    }

    /// Moves it out from under its caller. Called once, instead of `apply`.
    fn detach(&mut self) -> Kept<S>;
}

/// An action or a write that no caller waits for.
pub(crate) type Kept<S> = Box<dyn Apply<S> + Send + Sync>;

/// Where the result of applying is left: in a [`Reply`] for a caller who waits, in `()` for nobody.
pub(crate) trait Sink<T>: Send + Sync {
    fn put(&mut self, value: T);
}

/// A place for the result on the stack of a caller who waits. A change that borrows it stays on the caller's thread.
pub(crate) struct Reply<T>(SendWrapper<Option<T>>);

impl<T> Reply<T> {
    pub(crate) fn take(self) -> Option<T> {
        self.0.take()
    }
}

impl<T> Default for Reply<T> {
    fn default() -> Self {
        Self(SendWrapper::new(None))
    }
}

impl<T> Sink<T> for Reply<T> {
    fn put(&mut self, value: T) {
        *self.0 = Some(value);
    }
}

impl<T> Sink<T> for () {
    fn put(&mut self, _: T) {}
}

/// Prints an action with its arguments, but for those that are secret.
pub(crate) fn print<S, A: Action<S>>(action: &A, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = action.clone();
    shown.redact();
    fmt::Debug::fmt(&shown, f)
}

const ONCE: &str = "a change is applied or detached once";

/// An action, whose result goes to `R`.
pub(crate) struct Dispatched<A, M: Admits<A>, R> {
    name: &'static str,
    action: Option<M::Held>,
    pub(crate) result: R,
}

impl<A, M: Admits<A>, R: Default> Dispatched<A, M, R> {
    pub(crate) fn new<S>(action: A) -> Self
    where
        A: Action<S>,
    {
        Self {
            name: action.name(),
            action: Some(M::Held::hold(action)),
            result: R::default(),
        }
    }
}

impl<S, A, M, R> Apply<S> for Dispatched<A, M, R>
where
    S: 'static,
    A: Action<S>,
    M: Admits<A>,
    R: Sink<Result<A::Reply, A::Error>>,
{
    fn kind(&self) -> ChangeKind {
        ChangeKind::Action
    }

    fn name(&self) -> Cow<'static, str> {
        let action = self.action.as_ref();
        let full = action.and_then(|action| action.get().full_name());
        full.map_or(Cow::Borrowed(self.name), Cow::Owned)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.action {
            // Printing the arguments takes more code than all the rest of a small store.
            Some(action) if cfg!(any(debug_assertions, feature = "tracing")) => {
                print(action.get(), f)
            }
            _ => f.write_str(self.name),
        }
    }

    fn action(&self) -> Option<&dyn Any> {
        self.action.as_ref().map(|action| action.get() as &dyn Any)
    }

    fn action_mut(&mut self) -> Option<&mut dyn Any> {
        self.action
            .as_mut()
            .map(|action| action.get_mut() as &mut dyn Any)
    }

    fn failing(&self) -> Failing {
        self.action
            .as_ref()
            .map_or(Failing::Never, |action| action.get().failing())
    }

    fn touches(&self) -> Touched {
        self.action
            .as_ref()
            .map_or(Touched::ALL, |action| action.get().touches())
    }

    fn comparison(&self) -> Option<fn(&S, &S) -> bool> {
        self.action.as_ref()?.get().comparison()
    }

    fn apply(&mut self, state: &mut S, cx: &mut Cx<S>) -> Result<(), Failure> {
        let action = self.action.take().expect(ONCE).into_inner();
        let result = action.apply(state, cx);
        let seen = result.as_ref().map(|_| ()).map_err(Failure::new);
        self.result.put(result);
        seen
    }

    fn copy(&self) -> Option<Kept<S>> {
        let action = self.action.as_ref()?.get().clone();
        Some(Box::new(Dispatched::<A, M, ()>::new(action)))
    }

    fn detach(&mut self) -> Kept<S> {
        let action = self.action.take().expect(ONCE).into_inner();
        Box::new(Dispatched::<A, M, ()>::new(action))
    }
}

/// A closure that writes to the value at a path, whose result goes to `R`.
pub(crate) struct Written<P, F, M: Admits<F>, R> {
    path: P,
    write: Option<M::Held>,
    pub(crate) result: R,
}

impl<P, F, M: Admits<F>, R: Default> Written<P, F, M, R> {
    pub(crate) fn new(path: P, write: F) -> Self {
        Self {
            path,
            write: Some(M::Held::hold(write)),
            result: R::default(),
        }
    }
}

impl<S, P, F, T, M, R> Apply<S> for Written<P, F, M, R>
where
    S: 'static,
    P: Path<S>,
    F: FnOnce(&mut P::Value) -> T + 'static,
    T: 'static,
    M: Admits<F> + Admits<P::Value>,
    R: Sink<T>,
{
    fn kind(&self) -> ChangeKind {
        ChangeKind::Write
    }

    fn name(&self) -> Cow<'static, str> {
        self.path.change_name("update")
    }

    fn touches(&self) -> Touched {
        P::TOUCHED
    }

    fn apply(&mut self, state: &mut S, _: &mut Cx<S>) -> Result<(), Failure> {
        let write = self.write.take().expect(ONCE).into_inner();
        let place = found(self.path.get_mut(state), &self.path)?;
        let result = write(place);
        self.path.settle(state);
        self.result.put(result);
        Ok(())
    }

    fn copy(&self) -> Option<Kept<S>> {
        None
    }

    fn written(&self, state: &S) -> Option<Kept<S>> {
        if P::IS_ROOT {
            // The store has the whole state in an `Arc`; a copy would be deep.
            return None;
        }
        let value = self.path.get(state)?.clone();
        Some(Box::new(Assigned::<P, P::Value, M>::new(
            self.path.clone(),
            value,
        )))
    }

    fn detach(&mut self) -> Kept<S> {
        let write = self.write.take().expect(ONCE).into_inner();
        Box::new(Written::<P, F, M, ()>::new(self.path.clone(), write))
    }
}

/// A value for a place in the state.
pub(crate) struct Assigned<P, V, M: Admits<V>> {
    path: P,
    value: Option<M::Held>,
}

impl<P, V, M: Admits<V>> Assigned<P, V, M> {
    pub(crate) fn new(path: P, value: V) -> Self {
        Self {
            path,
            value: Some(M::Held::hold(value)),
        }
    }

    fn take(&mut self) -> V {
        self.value.take().expect(ONCE).into_inner()
    }
}

impl<S, P, M> Apply<S> for Assigned<P, P::Value, M>
where
    S: 'static,
    P: Path<S>,
    M: Admits<P::Value>,
{
    fn kind(&self) -> ChangeKind {
        ChangeKind::Write
    }

    fn name(&self) -> Cow<'static, str> {
        self.path.change_name("set")
    }

    /// What was there before is dropped with this, after the commit: nothing in here can panic, unless rows are put where they
    /// belong.
    fn failing(&self) -> Failing {
        if P::SETTLES {
            Failing::Never
        } else {
            Failing::ChecksFirst
        }
    }

    fn touches(&self) -> Touched {
        P::TOUCHED
    }

    fn apply(&mut self, state: &mut S, _: &mut Cx<S>) -> Result<(), Failure> {
        let value = self.value.as_mut().expect(ONCE).get_mut();
        std::mem::swap(found(self.path.get_mut(state), &self.path)?, value);
        self.path.settle(state);
        Ok(())
    }

    fn copy(&self) -> Option<Kept<S>> {
        let value = self.value.as_ref()?.get().clone();
        Some(Box::new(Self::new(self.path.clone(), value)))
    }

    fn detach(&mut self) -> Kept<S> {
        Box::new(Self::new(self.path.clone(), self.take()))
    }
}

/// Something that a layer is asked to do.
pub(crate) struct Instructed<T> {
    pub(crate) name: &'static str,
    pub(crate) instruction: T,
}

impl<S: 'static, T: Clone + Send + Sync + 'static> Apply<S> for Instructed<T> {
    fn kind(&self) -> ChangeKind {
        ChangeKind::Instruction
    }

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.name)
    }

    fn instruction(&self) -> Option<(String, &dyn Any)> {
        Some((String::new(), &self.instruction))
    }

    fn failing(&self) -> Failing {
        Failing::ChecksFirst
    }

    fn touches(&self) -> Touched {
        Touched::NONE
    }

    fn apply(&mut self, _: &mut S, _: &mut Cx<S>) -> Result<(), Failure> {
        Err(Failure::new("no layer does that"))
    }

    fn copy(&self) -> Option<Kept<S>> {
        Some(Box::new(Self {
            name: self.name,
            instruction: self.instruction.clone(),
        }))
    }

    fn detach(&mut self) -> Kept<S> {
        Box::new(Self {
            name: self.name,
            instruction: self.instruction.clone(),
        })
    }
}

/// The place to write to, or the failure that there is none.
fn found<T>(place: Option<T>, path: &impl fmt::Display) -> Result<T, Failure> {
    place.ok_or_else(|| Failure::new(Gone::at(path)))
}
