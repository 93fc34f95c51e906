//! Writing down what happens.

use tracing::Level;

use crate::{Change, Layer, Next, Outcome, Outer, State, Verdict};

/// Writes an event for every change: its name, its arguments but for secret ones, its origin and what came of it. Refusals and failures are
/// warnings; the others have the level that is asked for.
///
/// A subscriber of `tracing` decides what becomes of the events.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{layers::Log, Store};
///
/// let store = Store::new(0_i32).layer(Log::new());
/// store.update(|n| *n += 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Log {
    level: Level,
    arguments: bool,
}

impl Log {
    /// Events of the level `INFO`, with arguments.
    pub const fn new() -> Self {
        Self {
            level: Level::INFO,
            arguments: true,
        }
    }

    /// Events of another level.
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Leaves out the arguments of actions: only the names are written.
    #[must_use]
    pub const fn names_only(mut self) -> Self {
        self.arguments = false;
        self
    }
}

impl Default for Log {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: State> Layer<S> for Log {
    fn name(&self) -> &'static str {
        "Log"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let store = next.store_name();
        let name = if self.arguments {
            format!("{change:?}")
        } else {
            change.name().into_owned()
        };
        let origin = change.origin();
        let verdict = next.run(change);
        // `tracing` wants a level that is known when it is compiled.
        macro_rules! event {
            ($level:expr, $($field:tt)*) => {
                tracing::event!($level, store, change = name, ?origin, $($field)*)
            };
        }
        macro_rules! at_level {
            ($($field:tt)*) => {
                match self.level {
                    Level::ERROR => event!(Level::ERROR, $($field)*),
                    Level::WARN => event!(Level::WARN, $($field)*),
                    Level::INFO => event!(Level::INFO, $($field)*),
                    Level::DEBUG => event!(Level::DEBUG, $($field)*),
                    Level::TRACE => event!(Level::TRACE, $($field)*),
                }
            };
        }
        match &verdict {
            Outcome::Done(done) => at_level!(version = done.version().get(), "done"),
            Outcome::Queued => at_level!("queued"),
            Outcome::Failed(failure) => event!(Level::WARN, %failure, "failed"),
            Outcome::Refused(refusal) => event!(Level::WARN, %refusal, "refused"),
            Outcome::Disposed => event!(Level::WARN, "the store is gone"),
        }
        verdict
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        if outer.contains("Log") {
            return Err("every change would be written down twice".to_owned());
        }
        Ok(())
    }
}
