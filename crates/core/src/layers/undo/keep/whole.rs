//! The whole state is kept.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Keep, Kept, Made, MadeOf, Same, Way, Weigh};
use crate::State;

#[cfg(feature = "json")]
use {
    super::super::stored::KeepStored,
    super::{read_stored, written, MISSING},
    crate::redacted,
    serde_json::Value,
};

/// The whole state is kept at each position, as an `Arc`. So a step costs one copy of the state, as it is copied by `Clone`.
#[derive(Clone, Copy, Debug)]
pub struct Whole<E = Known, W = Unweighed> {
    pub(in super::super) same: E,
    pub(in super::super) weigh: W,
}

/// States are compared as their type says ([`State::same`]).
#[derive(Clone, Copy, Debug)]
pub struct Known;

/// Nobody has said how many bytes a state takes.
#[derive(Clone, Copy, Debug)]
pub struct Unweighed;

impl<S: State> Same<S> for Known {
    const TELLS: bool = S::COMPARED;

    fn same(&self, one: &S, other: &S) -> bool {
        S::same(one, other)
    }
}

impl<T> Weigh<T> for Unweighed {
    fn weigh(&self, _: &T) -> usize {
        0
    }
}

impl<E, W> Whole<E, W> {
    fn is_back<S: State>(&self, start: &Arc<S>, after: Option<Arc<S>>) -> bool
    where
        E: Same<S>,
    {
        after.is_some_and(|after| {
            Arc::ptr_eq(start, &after) || (E::TELLS && self.same.same(start, &after))
        })
    }
}

impl<S: State, E: Same<S>, W: Weigh<S>> Keep<S> for Whole<E, W> {
    type At = Arc<S>;
    type Step = ();
    type Before = Arc<S>;

    fn before(&self, present: Arc<S>) -> Arc<S> {
        present
    }

    fn at(&self, present: Arc<S>) -> Kept<Arc<S>> {
        Kept {
            bytes: self.weigh.weigh(&present),
            kept: present,
        }
    }

    fn made(&self, before: Arc<S>, after: impl FnOnce() -> Option<Arc<S>>) -> MadeOf<S, Self> {
        let is_back = E::TELLS && self.is_back(&before, after());
        Ok((!is_back).then(|| Made {
            at: self.at(before),
            step: Kept { kept: (), bytes: 0 },
        }))
    }

    fn extended(
        &self,
        start: Option<&Arc<S>>,
        (): &(),
        _: Option<Arc<S>>,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> Result<Option<Kept<()>>, String> {
        let is_back = E::TELLS && start.is_some_and(|start| self.is_back(start, after()));
        Ok((!is_back).then_some(Kept { kept: (), bytes: 0 }))
    }

    fn go(&self, way: &Way<'_, Arc<S>, ()>, _: &Arc<S>) -> Result<Arc<S>, Cow<'static, str>> {
        way.at
            .cloned()
            .ok_or(Cow::Borrowed("nothing is kept of that position"))
    }
}

#[cfg(feature = "json")]
impl<S, E, W> KeepStored<S> for Whole<E, W>
where
    S: State + serde::Serialize + serde::de::DeserializeOwned,
    E: Same<S>,
    W: Weigh<S>,
{
    const KEPT: &'static str = "states";
    const REDACTS: bool = true;

    fn write_at(at: &Arc<S>) -> Result<Option<Value>, String> {
        written(&*redacted(&**at)).map(Some)
    }

    fn read_at(&self, at: Option<Value>) -> Result<Kept<Arc<S>>, String> {
        let state = read_stored(at.ok_or(MISSING)?)?;
        Ok(self.at(Arc::new(state)))
    }

    fn write_step((): &()) -> Result<Option<Value>, String> {
        Ok(None)
    }

    fn read_step(&self, _: Option<Value>) -> Result<Kept<()>, String> {
        Ok(Kept { kept: (), bytes: 0 })
    }
}
