//! A part of the state is kept.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Keep, Kept, Made, MadeOf, Same, Unweighed, Way, Weigh};
use crate::State;

#[cfg(feature = "json")]
use {
    super::super::stored::KeepStored,
    super::{read_stored, written, MISSING},
    serde_json::Value,
};

/// A part of the state is kept at each position. The rest of the state stays as it is when the part is put back.
pub struct Part<P, T, U, E = Equal, W = Unweighed> {
    pub(in super::super) take: T,
    pub(in super::super) put: U,
    pub(in super::super) same: E,
    pub(in super::super) weigh: W,
    pub(in super::super) part: PhantomData<fn() -> P>,
}

/// Parts are compared by `==`.
#[derive(Clone, Copy, Debug)]
pub struct Equal;

impl<P: PartialEq> Same<P> for Equal {
    const TELLS: bool = true;

    fn same(&self, one: &P, other: &P) -> bool {
        one == other
    }
}

impl<S, P, T, U, E, W> Keep<S> for Part<P, T, U, E, W>
where
    S: State,
    P: 'static,
    T: Fn(&S) -> P + 'static,
    U: Fn(&mut S, &P) + 'static,
    E: Same<P>,
    W: Weigh<P>,
{
    type At = P;
    type Step = ();
    type Before = P;

    fn before(&self, present: Arc<S>) -> P {
        (self.take)(&present)
    }

    fn at(&self, present: Arc<S>) -> Kept<P> {
        self.weighed((self.take)(&present))
    }

    fn made(&self, before: P, after: impl FnOnce() -> Option<Arc<S>>) -> MadeOf<S, Self> {
        Ok((!self.is_back(&before, after())).then(|| Made {
            at: self.weighed(before),
            step: Kept { kept: (), bytes: 0 },
        }))
    }

    fn extended(
        &self,
        start: Option<&P>,
        (): &(),
        _: Option<P>,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> Result<Option<Kept<()>>, String> {
        let is_back = start.is_some_and(|start| self.is_back(start, after()));
        Ok((!is_back).then_some(Kept { kept: (), bytes: 0 }))
    }

    fn go(&self, way: &Way<'_, P, ()>, present: &Arc<S>) -> Result<Arc<S>, Cow<'static, str>> {
        let part = way.at.ok_or("nothing is kept of that position")?;
        let mut state = S::clone(present);
        (self.put)(&mut state, part);
        Ok(Arc::new(state))
    }
}

impl<P, T, U, E, W> Part<P, T, U, E, W> {
    /// The same part, compared and weighed in other ways.
    pub(in super::super) fn measured<F, X>(
        self,
        same: impl FnOnce(E) -> F,
        weigh: impl FnOnce(W) -> X,
    ) -> Part<P, T, U, F, X> {
        Part {
            take: self.take,
            put: self.put,
            same: same(self.same),
            weigh: weigh(self.weigh),
            part: PhantomData,
        }
    }

    fn is_back<S>(&self, start: &P, after: Option<Arc<S>>) -> bool
    where
        T: Fn(&S) -> P,
        E: Same<P>,
    {
        after.is_some_and(|after| self.same.same(start, &(self.take)(&after)))
    }

    fn weighed(&self, part: P) -> Kept<P>
    where
        W: Weigh<P>,
    {
        Kept {
            bytes: self.weigh.weigh(&part),
            kept: part,
        }
    }
}

#[cfg(feature = "json")]
impl<S, P, T, U, E, W> KeepStored<S> for Part<P, T, U, E, W>
where
    S: State,
    P: serde::Serialize + serde::de::DeserializeOwned + 'static,
    T: Fn(&S) -> P + 'static,
    U: Fn(&mut S, &P) + 'static,
    E: Same<P>,
    W: Weigh<P>,
{
    const KEPT: &'static str = "parts";

    fn write_at(at: &P) -> Result<Option<Value>, String> {
        written(at).map(Some)
    }

    fn read_at(&self, at: Option<Value>) -> Result<Kept<P>, String> {
        Ok(self.weighed(read_stored(at.ok_or(MISSING)?)?))
    }

    fn write_step((): &()) -> Result<Option<Value>, String> {
        Ok(None)
    }

    fn read_step(&self, _: Option<Value>) -> Result<Kept<()>, String> {
        Ok(Kept { kept: (), bytes: 0 })
    }
}
