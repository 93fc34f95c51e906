//! What was dispatched, and what came of it.

use std::fmt;
use std::sync::{Arc, Mutex};

use crate::turn::lock;
use crate::{Change, Failure, Layer, Next, Outcome, State, Verdict, Version};

/// A layer that keeps the names of the changes that pass it, in order, with what came of each. Clones keep them together.
///
/// What a layer further inside delays, it sees as queued. What is passed on later it sees if it is inside that layer.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{testing::Recorder, Store};
///
/// let recorder = Recorder::default();
/// let store = Store::new(1_i32).layer(recorder.clone());
/// store.update(|n| *n += 1);
/// let recorded = recorder.take();
/// assert_eq!(recorded[0].to_string(), "update");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Vec<Recorded>>>);

impl Recorder {
    /// What was dispatched since the last call.
    pub fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut lock(&self.0))
    }
}

impl<S: State> Layer<S> for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let name = change.name().into_owned();
        let verdict = next.run(change);
        lock(&self.0).push(Recorded {
            change: name,
            outcome: verdict.clone().map(|done| done.version()),
        });
        verdict
    }
}

/// A change that was dispatched. It prints as its name, and behind it what came of it unless that was a commit:
/// `rename failed: a name is not empty`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The name of the change.
    pub change: String,
    /// What came of it: the version that it led to, or the text of its error.
    pub outcome: Outcome<Version, Failure>,
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.change)?;
        match &self.outcome {
            Outcome::Done(_) => Ok(()),
            Outcome::Failed(failure) => write!(f, " failed: {failure}"),
            Outcome::Refused(refusal) => write!(f, " {refusal}"),
            Outcome::Queued => f.write_str(" queued"),
            Outcome::Disposed => f.write_str(" disposed"),
        }
    }
}
