//! A machine: always in one of a few states, of which each says what may happen.
//!
//! In a component, `use_machine(Example)` makes it. It is a store: `machine.send(Event::Start)` sends an event, and
//! `machine.matches(Active)` says whether a state is active. Both names are in the module [`example`].

use leptos_state::prelude::*;

chart! {
    /// Works for ten seconds at most.
    pub Example { context: u32 }
    events {
        /// It is to begin.
        Start,
        /// It is to end.
        Stop,
    }

    initial Idle;
    Idle {
        on Start / count => Active;
        on Stop ignore;
    }
    Active {
        on Stop => Idle;
        on Start ignore;
        after 10s => Idle;
    }
}

/// What the functions need that the chart names, such as an HTTP client, is in here.
#[derive(Debug, Default)]
pub struct Example;

impl example::Logic for Example {
    fn count(&self, started: &mut u32, _: &mut example::Cx<'_>) {
        *started += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use leptos_state::testing::Scenario;

    use super::example::{Event, State};
    use super::*;

    fn active() -> Scenario<Running<Example>> {
        Scenario::given(Running::new(Example, 0)).when(|machine| machine.send(Event::Start))
    }

    #[test]
    fn starting_is_counted() {
        active().then_state(|machine| {
            assert!(matches!(machine.state(), State::Active));
            assert_eq!(*machine.context(), 1);
        });
    }

    #[test]
    fn it_can_be_stopped() {
        active()
            .when(|machine| machine.send(Event::Stop))
            .then_state(|machine| assert!(matches!(machine.state(), State::Idle)));
    }

    #[test]
    fn it_stops_after_ten_seconds() {
        active()
            .run_effects()
            .advance(Duration::from_secs(10))
            .run_effects()
            .then_state(|machine| assert!(matches!(machine.state(), State::Idle)));
    }
}
