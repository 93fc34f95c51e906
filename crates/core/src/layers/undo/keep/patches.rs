//! What differs is kept.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

use super::{Keep, Kept, Made, MadeOf, Way};
use crate::patch::Patch;
use crate::{json, State};

/// Of each step is kept what differs, as a [`Patch`]. The state goes through JSON for that: what serde skips is what reading
/// gives it.
#[derive(Clone, Copy, Debug)]
pub struct Patches {
    pub(in super::super) identified_by: &'static [&'static str],
}

impl Patches {
    fn between(&self, before: &Value, after: &Value) -> Option<Kept<Patch>> {
        let patch = Patch::identified_by(self.identified_by, before, after);
        let bytes = patch.size();
        (!patch.is_empty()).then_some(Kept { kept: patch, bytes })
    }
}

/// The state as JSON.
pub(in super::super) fn written<S: Serialize>(state: &S) -> Result<Value, String> {
    serde_json::to_value(state).map_err(|error| error.to_string())
}

/// The state that was written as `value`.
pub(in super::super) fn read_state<S: DeserializeOwned>(value: Value) -> Result<S, String> {
    // Reading the text says where something is wrong.
    S::deserialize(&value).or_else(|_| {
        let read = json::read(&value.to_string());
        read.map_err(|error| format!("the state could not be read: {error}"))
    })
}

const GONE: &str = "the state is gone";

impl<S: State + Serialize + DeserializeOwned> Keep<S> for Patches {
    type At = ();
    type Step = Patch;
    type Before = Result<Value, String>;

    fn before(&self, present: Arc<S>) -> Self::Before {
        written(&*present)
    }

    fn at(&self, _: Arc<S>) -> Kept<()> {
        Kept { kept: (), bytes: 0 }
    }

    fn made(
        &self,
        before: Self::Before,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> MadeOf<S, Self> {
        let after = written(&*after().ok_or(GONE)?)?;
        Ok(self.between(&before?, &after).map(|step| Made {
            at: Kept { kept: (), bytes: 0 },
            step,
        }))
    }

    const EXTENDS_FROM_BEFORE: bool = true;

    fn extended(
        &self,
        _: Option<&()>,
        step: &Patch,
        before: Option<Self::Before>,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> Result<Option<Kept<Patch>>, String> {
        let mut start = before.unwrap_or_else(|| Err(GONE.to_owned()))?;
        let after = written(&*after().ok_or(GONE)?)?;
        step.unmake(&mut start)
            .map_err(|conflict| conflict.to_string())?;
        Ok(self.between(&start, &after))
    }

    fn go(&self, way: &Way<'_, (), Patch>, present: &Arc<S>) -> Result<Arc<S>, Cow<'static, str>> {
        let mut value = written(&**present)?;
        let back = way
            .back
            .iter()
            .try_for_each(|patch| patch.unmake(&mut value));
        let forth = back.and_then(|()| {
            way.forth
                .iter()
                .try_for_each(|patch| patch.make(&mut value))
        });
        forth.map_err(|conflict| conflict.to_string())?;
        Ok(Arc::new(read_state(value)?))
    }
}
