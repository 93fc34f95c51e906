//! What is written down, without what is secret in it.
//!
//! Whatever leaves a recording goes through here: sessions, tests, what transports are told. In memory a recording has all of it,
//! because its entries could not be done again otherwise.

use std::borrow::Cow;
use std::sync::Arc;

use leptos_state_core::{redacted, Action, Record, RecordedChange};

use crate::Recordable;

/// A state as it may be written down.
pub(crate) fn state<S: Recordable>(state: &S) -> Cow<'_, S> {
    redacted(state)
}

/// An action as it may be written down.
pub(crate) fn action<S: Recordable>(action: &S::Action) -> S::Action {
    let mut action = action.clone();
    action.redact();
    action
}

/// A record as it may be written down. Records of commits are so already.
pub(crate) fn record<S: Recordable>(record: &Record<S>) -> Record<S> {
    let mut record = record.clone();
    redact(&mut record.change);
    record
}

fn redact<S: Recordable>(change: &mut RecordedChange<S>) {
    match change {
        RecordedChange::Action(action) => action.redact(),
        RecordedChange::Batch(parts) => parts.iter_mut().for_each(redact),
        RecordedChange::Write { state, .. } | RecordedChange::Restore { state, .. } => {
            if let Cow::Owned(redacted) = redacted(&**state) {
                *state = Arc::new(redacted);
            }
        }
    }
}
