//! Going back to where a state has been.

mod handle;
mod history;
mod keep;
mod rules;
#[cfg(feature = "json")]
mod shared;
#[cfg(feature = "json")]
mod stored;
mod timeline;
mod view;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;

pub use handle::UndoHandle;
#[cfg(feature = "json")]
pub use keep::Patches;
pub use keep::{Equal, Keep, Known, Part, Same, Unweighed, Weigh, Whole};
pub use rules::{Coalesced, EachChange, Filtered, Labelled, Rules};
#[cfg(feature = "json")]
pub use shared::{SharedUndo, SharedUndoHandle};
#[cfg(feature = "json")]
pub use stored::KeepStored;
pub use timeline::{StepId, UndoStep};
pub use view::{UndoView, UndoViewHandle};

use handle::Instruction;
use history::{End, Running};
use timeline::Bounds;

use crate::layered::Layered;
use crate::{
    Admits, Change, ChangeKind, Confined, Layer, Next, Origin, Outer, Shared, State, Verdict,
    WeakStore,
};

#[doc = include_str!("../../../docs/undo.md")]
pub struct Undo<S: State, K: Keep<S> = Whole, R: Rules<S> = EachChange, M = Shared> {
    bounds: Bounds,
    origins: Origins,
    apart: bool,
    keep: K,
    rules: R,
    #[cfg(feature = "json")]
    storing: Option<stored::Storing<S, K>>,
    running: OnceLock<Running<S, K, R>>,
    mode: PhantomData<fn() -> M>,
}

/// The origins of which changes are steps.
#[derive(Clone, Copy)]
struct Origins(u8);

impl Origins {
    const LOCAL: Self = Self(1 << Origin::Local as u8);

    const fn and(self, origin: Origin) -> Self {
        Self(self.0 | 1 << origin as u8)
    }

    const fn has(self, origin: Origin) -> bool {
        self.0 & 1 << origin as u8 != 0
    }
}

impl<S: State> Undo<S> {
    /// Remembers the last `steps` steps, by keeping the whole state before each.
    pub const fn limit(steps: usize) -> Self {
        Self {
            bounds: Bounds {
                steps,
                bytes: usize::MAX,
                branches: false,
            },
            origins: Origins::LOCAL,
            apart: false,
            keep: Whole {
                same: Known,
                weigh: Unweighed,
            },
            rules: EachChange,
            #[cfg(feature = "json")]
            storing: None,
            running: OnceLock::new(),
            mode: PhantomData,
        }
    }

    /// Remembers every step as long as the store is there.
    pub const fn unlimited() -> Self {
        Self::limit(usize::MAX)
    }
}

impl Undo<()> {
    /// The handle to the history of a store or a slice, as the world of `handle` has it.
    ///
    /// # Panics
    ///
    /// If there is no layer `Undo` around it. [`try_of`](Self::try_of) returns `None` then.
    #[track_caller]
    pub fn of<H: Layered>(handle: H) -> H::Lent<UndoHandle> {
        match Self::try_of(&handle) {
            Some(undo) => undo,
            None => panic!(
                "there is no layer `Undo` around `{}`; put it there with `.layer(Undo::limit(100))`",
                handle.layered_name()
            ),
        }
    }

    /// The same; `None` if there is no layer `Undo` around it.
    pub fn try_of<H: Layered>(handle: H) -> Option<H::Lent<UndoHandle>> {
        handle.lent()
    }
}

impl<S: State, K: Keep<S>, R: Rules<S>, M> Undo<S, K, R, M> {
    /// For a store that stays on one thread, whose state need not be `Send + Sync`.
    pub fn local(self) -> Undo<S, K, R, Confined> {
        self.ruled(|rules| rules)
    }

    /// Keeps branches: what was undone stays when another step follows, and [`jump`](UndoHandle::jump) leads back to it. Without
    /// this it is forgotten then.
    ///
    /// All steps count for the bounds. The ends of branches go first, oldest first.
    #[must_use]
    pub const fn branching(mut self) -> Self {
        self.bounds.branches = true;
        self
    }

    /// Changes of this origin are steps too, not only those that are made here ([`Origin::Local`]).
    #[must_use]
    pub const fn also_from(mut self, origin: Origin) -> Self {
        self.origins = self.origins.and(origin);
        self
    }

    /// Only changes for which `filter` returns `true` are steps, of those that would be one.
    ///
    /// The others change the state that the present position has: an undo goes back behind them together with the step before
    /// them, and a redo brings them back, unless the history is to keep [apart](Self::apart) from them.
    pub fn filter<F>(self, filter: F) -> Undo<S, K, Filtered<R, F>, M>
    where
        F: Fn(&Change<'_, S>) -> bool + 'static,
    {
        self.ruled(|rest| Filtered { rest, filter })
    }

    /// What is no step is kept out of the history: a position remains what its step led to. So a step also takes back what was
    /// no step and came before it, since the step before.
    ///
    /// That suits a drag of which only the end is a step: the undo leads back to where it began.
    #[must_use]
    pub const fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Consecutive steps for which `key` returns the same are one step, called as the last of them is. `None` is a step of its
    /// own.
    ///
    /// Other steps, an undo and [`end_run`](UndoHandle::end_run) end it; time does not. If the state is in the end what it was
    /// before, there is no step.
    pub fn coalesce<T, F>(self, key: F) -> Undo<S, K, Coalesced<R, F>, M>
    where
        T: PartialEq + 'static,
        F: Fn(&Change<'_, S>) -> Option<T> + 'static,
    {
        self.ruled(|rest| Coalesced { rest, key })
    }

    /// Steps are called what `label` returns, and not by the names of their changes.
    pub fn label<L, F>(self, label: F) -> Undo<S, K, Labelled<R, F>, M>
    where
        L: Into<Cow<'static, str>>,
        F: Fn(&Change<'_, S>) -> L + 'static,
    {
        self.ruled(|rest| Labelled { rest, label })
    }

    /// The same with other rules, for a store of another mode.
    fn ruled<Q: Rules<S>, N>(self, rules: impl FnOnce(R) -> Q) -> Undo<S, K, Q, N> {
        Undo {
            bounds: self.bounds,
            origins: self.origins,
            apart: self.apart,
            keep: self.keep,
            rules: rules(self.rules),
            #[cfg(feature = "json")]
            storing: self.storing,
            running: OnceLock::new(),
            mode: PhantomData,
        }
    }

    /// The same with another way to keep states.
    fn keeping<L: Keep<S>>(self, keep: impl FnOnce(K) -> L) -> Undo<S, L, R, M> {
        Undo {
            bounds: self.bounds,
            origins: self.origins,
            apart: self.apart,
            keep: keep(self.keep),
            rules: self.rules,
            #[cfg(feature = "json")]
            storing: None,
            running: OnceLock::new(),
            mode: PhantomData,
        }
    }
}

#[cfg(feature = "json")]
impl<S, K, R, M> Undo<S, K, R, M>
where
    S: State + serde::Serialize + serde::de::DeserializeOwned,
    K: KeepStored<S>,
    R: Rules<S>,
{
    /// The history can be stored and read again: [`export`](UndoHandle::export), [`import`](UndoHandle::import). Say it after what is
    /// kept.
    ///
    /// What is `#[state(secret)]` is left out, so where it was, the default of its type is after reading. Of parts and patches it can't
    /// be left out: histories of those that have secrets in their states are not written.
    #[must_use]
    pub const fn stored(mut self) -> Self {
        self.storing = Some(stored::Storing::new());
        self
    }
}

impl<S: State, E: Same<S>, W: Weigh<S>, R: Rules<S>, M> Undo<S, Whole<E, W>, R, M> {
    /// What leaves an equal state is no step, and `same` says what is equal. Without this the state's own
    /// [comparison](State::same) says it.
    pub fn equality<F>(self, same: F) -> Undo<S, Whole<F, W>, R, M>
    where
        F: Fn(&S, &S) -> bool + 'static,
    {
        let keep = |keep: Whole<E, W>| Whole {
            same,
            weigh: keep.weigh,
        };
        self.keeping(keep)
    }

    /// Remembers no more than `bytes` bytes, of which `weigh` says how many a state takes. What states share counts for each,
    /// unless `weigh` knows better.
    pub fn max_bytes<F>(mut self, bytes: usize, weigh: F) -> Undo<S, Whole<E, F>, R, M>
    where
        F: Fn(&S) -> usize + 'static,
    {
        self.bounds.bytes = bytes;
        let keep = |keep: Whole<E, W>| Whole {
            same: keep.same,
            weigh,
        };
        self.keeping(keep)
    }
}

impl<S: State, R: Rules<S>, M> Undo<S, Whole, R, M> {
    /// Remembers a part of the state: what `take` returns. `put` puts it back; what it doesn't write stays as it is at present.
    /// What leaves an equal part is no step.
    pub fn part<P, T, U>(self, take: T, put: U) -> Undo<S, Part<P, T, U>, R, M>
    where
        P: PartialEq + 'static,
        T: Fn(&S) -> P + 'static,
        U: Fn(&mut S, &P) + 'static,
    {
        let keep = |_| Part {
            take,
            put,
            same: Equal,
            weigh: Unweighed,
            part: PhantomData,
        };
        self.keeping(keep)
    }
}

#[cfg(feature = "json")]
impl<S, R, M> Undo<S, Whole, R, M>
where
    S: State + serde::Serialize + serde::de::DeserializeOwned,
    R: Rules<S>,
{
    /// Keeps of each step only what differs, as a [patch](crate::patch): memory for what a step changed, and for each change the
    /// time in which the state is written as JSON twice. What is no step stays as it is when steps are taken back; where it changed
    /// what a step changed, that step can't be taken back, and the refusal names the place.
    pub fn patches(self) -> Undo<S, Patches, R, M> {
        let keep = |_| Patches {
            identified_by: &["id", "key"],
        };
        self.keeping(keep)
    }
}

#[cfg(feature = "json")]
impl<S: State, R: Rules<S>, M> Undo<S, Patches, R, M>
where
    Patches: Keep<S>,
{
    /// Elements of lists are known by the first of `fields` that all of them have. Without this that is `id` or `key`.
    #[must_use]
    pub const fn identified_by(mut self, fields: &'static [&'static str]) -> Self {
        self.keep.identified_by = fields;
        self
    }

    /// Remembers no more than about `bytes` bytes.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.bounds.bytes = bytes;
        self
    }
}

impl<S, P, T, U, E, W, R, M> Undo<S, Part<P, T, U, E, W>, R, M>
where
    S: State,
    P: 'static,
    T: Fn(&S) -> P + 'static,
    U: Fn(&mut S, &P) + 'static,
    E: Same<P>,
    W: Weigh<P>,
    R: Rules<S>,
{
    /// What leaves an equal part is no step, and `same` says what is equal. Without this `==` says it.
    pub fn equality<F>(self, same: F) -> Undo<S, Part<P, T, U, F, W>, R, M>
    where
        F: Fn(&P, &P) -> bool + 'static,
    {
        let keep = |keep: Part<P, T, U, E, W>| keep.measured(|_| same, |weigh| weigh);
        self.keeping(keep)
    }

    /// Remembers no more than `bytes` bytes, of which `weigh` says how many a part takes.
    pub fn max_bytes<F>(mut self, bytes: usize, weigh: F) -> Undo<S, Part<P, T, U, E, F>, R, M>
    where
        F: Fn(&P) -> usize + 'static,
    {
        self.bounds.bytes = bytes;
        let keep = |keep: Part<P, T, U, E, W>| keep.measured(|same| same, |_| weigh);
        self.keeping(keep)
    }
}

impl<S, K, R, M> Layer<S> for Undo<S, K, R, M>
where
    S: State,
    K: Keep<S>,
    R: Rules<S>,
    M: Admits<End<S, K, R>>,
{
    fn name(&self) -> &'static str {
        "Undo"
    }

    fn attach(&self, store: WeakStore<S>) {
        let _ = self.running.set(Running::new::<M>(store, self.bounds));
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let running = self.running.get().expect("a layer is attached first");
        if let Some(instruction) = change.as_instruction::<Instruction>().cloned() {
            return running.answer(self, instruction, &change, next);
        }
        let is_step = change.kind() != ChangeKind::Instruction
            && self.origins.has(change.origin())
            && !running.is_paused()
            && self.rules.takes(&change);
        if is_step {
            running.step(self, change, next)
        } else {
            running.pass(self, change, next)
        }
    }

    fn sees_all(&self) -> bool {
        true
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        let running = self.running.get().filter(|_| place.is_empty())?;
        Some(running.handle())
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        if outer.contains("Undo") {
            return Err("the `Undo` there remembers the same changes".to_owned());
        }
        Ok(())
    }
}

impl<S: State, K: Keep<S>, R: Rules<S>, M> fmt::Debug for Undo<S, K, R, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undo")
            .field("bounds", &self.bounds)
            .finish_non_exhaustive()
    }
}
