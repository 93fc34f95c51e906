//! Recordings as JSON, in the shape that Redux's devtools have for them.

use std::sync::Arc;

use leptos_state_core::Timestamp;
use serde_json::Value;

use super::line::Options;
use crate::session::lifted;
use crate::timeline::{Step, Timeline};
use crate::transport::{Lifted, Shown, Unwritable};
use crate::{EntryId, Recordable};

/// An entry, as it is shown.
pub(crate) struct ShownStep<'a, S: Recordable> {
    options: &'a Options<S>,
    step: &'a Step<S>,
    next_id: u32,
}

impl<'a, S: Recordable> ShownStep<'a, S> {
    pub(crate) const fn new(options: &'a Options<S>, step: &'a Step<S>, next_id: u32) -> Self {
        Self {
            options,
            step,
            next_id,
        }
    }
}

impl<S: Recordable> Options<S> {
    fn action(&self, step: &Step<S>) -> Result<Value, Unwritable> {
        let mut action = lifted::action(&step.entry)?;
        if let Some(sanitize) = &self.sanitize_actions {
            sanitize(step.entry.name(), &mut action);
        }
        Ok(action)
    }

    fn state(&self, state: &Arc<S>) -> Result<Value, Unwritable> {
        let mut state = lifted::state(state)?;
        if let Some(sanitize) = &self.sanitize_states {
            sanitize(&mut state);
        }
        Ok(state)
    }
}

impl<S: Recordable> Shown for ShownStep<'_, S> {
    fn id(&self) -> EntryId {
        self.step.entry.id()
    }

    fn name(&self) -> &str {
        self.step.entry.name()
    }

    fn at(&self) -> Timestamp {
        self.step.entry.at()
    }

    fn trace(&self) -> Option<&str> {
        self.step.entry.trace()
    }

    fn problem(&self) -> Option<&str> {
        self.step.problem.as_deref()
    }

    fn action(&self) -> Result<Value, Unwritable> {
        self.options.action(self.step)
    }

    fn state(&self) -> Result<Value, Unwritable> {
        self.options.state(&self.step.state)
    }

    fn next_id(&self) -> EntryId {
        EntryId::new(self.next_id)
    }
}

/// A recording, as it is shown.
pub(crate) struct LiftedView<'a, S: Recordable> {
    options: &'a Options<S>,
    timeline: Timeline<S>,
    /// The last entry may not be shown, its state is the present one all the same.
    present: Arc<S>,
}

impl<'a, S: Recordable> LiftedView<'a, S> {
    /// What is shown of `timeline`: without the entries that are not to be seen.
    pub(crate) fn new(options: &'a Options<S>, mut timeline: Timeline<S>) -> Self {
        let present = Arc::clone(timeline.present());
        let before = timeline.steps.range(..timeline.position);
        timeline.position = before.filter(|step| options.filter.shows(step)).count();
        timeline.steps.retain(|step| options.filter.shows(step));
        Self {
            options,
            timeline,
            present,
        }
    }
}

impl<S: Recordable> Lifted for LiftedView<'_, S> {
    fn lifted(&self) -> Result<Value, Unwritable> {
        lifted::write(
            &self.timeline,
            |step| self.options.action(step),
            |state| self.options.state(state),
        )
    }

    fn committed(&self) -> Result<Value, Unwritable> {
        self.options.state(&self.timeline.committed)
    }

    fn present(&self) -> Result<Value, Unwritable> {
        self.options.state(&self.present)
    }
}
