//! What differs is kept.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

use super::super::stored::KeepStored;
use super::{read_state, read_stored, written, Keep, Kept, Made, MadeOf, Way, MISSING};
use crate::patch::Patch;
use crate::State;

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

impl<S: State + Serialize + DeserializeOwned> KeepStored<S> for Patches {
    const KEPT: &'static str = "patches";

    fn write_at((): &()) -> Result<Option<Value>, String> {
        Ok(None)
    }

    fn read_at(&self, _: Option<Value>) -> Result<Kept<()>, String> {
        Ok(Kept { kept: (), bytes: 0 })
    }

    fn write_step(step: &Patch) -> Result<Option<Value>, String> {
        written(step).map(Some)
    }

    fn read_step(&self, step: Option<Value>) -> Result<Kept<Patch>, String> {
        let patch: Patch = read_stored(step.ok_or(MISSING)?)?;
        Ok(Kept {
            bytes: patch.size(),
            kept: patch,
        })
    }
}
