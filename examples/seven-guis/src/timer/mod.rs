//! The fourth task: time that passes beside what somebody does, as a chart.

mod view;

use std::time::Duration;

use leptos_state::chart::Emitter;
use leptos_state::prelude::*;
use leptos_state::Environment;

pub use self::view::View;

/// How long it is until the timer looks at the clock again.
const STEP: Duration = Duration::from_millis(100);

/// The most that the duration can be set to.
pub const LONGEST: Duration = Duration::from_secs(30);

/// How far the timer is.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Progress {
    /// The time that has passed, never more than the duration was then.
    pub elapsed: Duration,
    /// The time after which it stops.
    pub duration: Duration,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            elapsed: Duration::ZERO,
            duration: Duration::from_secs(15),
        }
    }
}

impl Progress {
    /// How much of the duration has passed, from 0 to 1.
    pub fn share(&self) -> f64 {
        if self.elapsed >= self.duration {
            return 1.0;
        }
        self.elapsed.as_secs_f64() / self.duration.as_secs_f64()
    }
}

chart! {
    /// Runs until the duration has passed, and goes on whenever there is time left again.
    pub Timer { context: Progress }

    events {
        /// The duration is to be another.
        Adjust(Duration),
        /// The time is to begin anew.
        Reset,
    }

    initial Running;
    on Adjust(duration) / adjust(duration);
    on Reset / reset;

    Running {
        invoke clock next Duration { next(passed) / pass(passed); }
        always if is_over => Over;
    }
    Over { always if !is_over => Running; }
}

/// The timer's logic.
pub struct Timer {
    environment: Environment,
}

impl Timer {
    /// A timer by the clock of this environment.
    pub const fn new(environment: Environment) -> Self {
        Self { environment }
    }
}

impl timer::Logic for Timer {
    /// Tells how much time has passed, again and again. It measures it: browsers wake a page later than it asks, and one
    /// that nobody sees much later.
    async fn clock(&self, _: Progress, passed: Emitter<Duration>) {
        let mut told = self.environment.now();
        loop {
            self.environment.sleep(STEP).await;
            let now = self.environment.now();
            passed.emit(now.since(told));
            told = now;
        }
    }

    fn pass(&self, progress: &mut Progress, passed: &Duration, _: &mut timer::Cx<'_>) {
        progress.elapsed = (progress.elapsed + *passed).min(progress.duration);
    }

    fn adjust(&self, progress: &mut Progress, duration: &Duration, _: &mut timer::Cx<'_>) {
        progress.duration = (*duration).min(LONGEST);
    }

    fn reset(&self, progress: &mut Progress, _: &mut timer::Cx<'_>) {
        progress.elapsed = Duration::ZERO;
    }

    fn is_over(&self, progress: &Progress) -> bool {
        progress.elapsed >= progress.duration
    }
}
