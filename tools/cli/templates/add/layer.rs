//! A layer: sees every change of the store that it is around.
//!
//! `Store::new(..).layer(Example::default())` puts it there.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use leptos_state::{Change, Layer, Next, State, Verdict};

/// Counts the changes that were made. Clones count together: keep one to ask.
#[derive(Clone, Debug, Default)]
pub struct Example {
    made: Arc<AtomicU64>,
}

impl Example {
    /// How many changes were made.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }
}

impl<S: State> Layer<S> for Example {
    fn name(&self) -> &'static str {
        "Example"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        // Here the change has not been made. `next.refuse(self, "why")` would end it.
        let verdict = next.run(change);
        // Here it has been made, or was refused further inside, or has failed.
        if verdict.is_done() {
            self.made.fetch_add(1, Ordering::Relaxed);
        }
        verdict
    }
}

#[cfg(test)]
mod tests {
    use leptos_state::layers::Validate;
    use leptos_state::testing::Scenario;

    use super::*;

    #[test]
    fn what_is_made_is_counted_and_what_is_refused_is_not() {
        let example = Example::default();
        let small = Validate::new(|n: &i32| {
            if *n < 10 {
                Ok(())
            } else {
                Err("it is too large")
            }
        });
        let _ = Scenario::given(1_i32)
            .layer(example.clone())
            .layer(small)
            .when(|store| store.update(|n| *n = 2))
            .when(|store| store.update(|n| *n = 10));
        assert_eq!(example.made(), 1);
    }
}
