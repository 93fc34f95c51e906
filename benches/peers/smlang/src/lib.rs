//! Contestant: smlang. It has neither nested states nor regions, nor history, nor transitions without an event.

use harness::machines::{self, Machine, Seen};
use harness::Entry;

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = machines::flat::<flat::Machine>("smlang");
    entries.extend([
        machines::guard::<guarded::Machine>("smlang"),
        machines::idle::<flat::Machine>("smlang"),
    ]);
    entries
}

/// What differs between the machines: their events, and the numbers of their states.
macro_rules! machine {
    ([$($event:ident),*], { $($state:ident => $number:expr),* $(,)? }) => {
        /// The machine with its context.
        pub struct Machine(StateMachine<Context>);

        impl Default for Machine {
            fn default() -> Self {
                Self(StateMachine::new(Context::default()))
            }
        }

        impl super::Machine for Machine {
            type Event = Events;
            const EVENTS: &'static [Events] = &[$(Events::$event),*];

            fn send(&mut self, event: Events) {
                let state = self.0.process_event(event);
                assert!(state.is_ok(), "there is a transition for it");
            }

            fn seen(&self) -> super::Seen {
                super::Seen {
                    active: match self.0.state() {
                        $(States::$state => $number),*
                    },
                    count: self.0.context().count,
                }
            }
        }
    };
}

mod flat {
    use harness::machines::{add, flip, twist};
    use smlang::statemachine;

    statemachine! {
        derive_events: [Clone, Copy],
        transitions: {
            *North + Next / add = East,
            North + Back / flip = West,
            North + Across / twist = South,
            East + Next / add = South,
            East + Back / flip = North,
            East + Across / twist = West,
            South + Next / add = West,
            South + Back / flip = East,
            South + Across / twist = North,
            West + Next / add = North,
            West + Back / flip = South,
            West + Across / twist = East,
        }
    }

    #[derive(Default)]
    pub struct Context {
        count: u32,
    }

    impl StateMachineContext for Context {
        fn add(&mut self) -> Result<(), ()> {
            add(&mut self.count);
            Ok(())
        }

        fn flip(&mut self) -> Result<(), ()> {
            flip(&mut self.count);
            Ok(())
        }

        fn twist(&mut self) -> Result<(), ()> {
            twist(&mut self.count);
            Ok(())
        }
    }

    machine! { [Next, Back, Across], { North => 0, East => 1, South => 2, West => 3 } }
}

mod guarded {
    use harness::machines::{add, is_low};
    use smlang::statemachine;

    statemachine! {
        derive_events: [Clone, Copy],
        transitions: {
            *One + Go [is_low] / add = Other,
            One + Go [!is_low] / reset = Other,
            Other + Go [is_low] / add = One,
            Other + Go [!is_low] / reset = One,
        }
    }

    #[derive(Default)]
    pub struct Context {
        count: u32,
    }

    impl StateMachineContext for Context {
        fn is_low(&self) -> Result<bool, ()> {
            Ok(is_low(self.count))
        }

        fn add(&mut self) -> Result<(), ()> {
            add(&mut self.count);
            Ok(())
        }

        fn reset(&mut self) -> Result<(), ()> {
            self.count = 0;
            Ok(())
        }
    }

    machine! { [Go], { One => 0, Other => 1 } }
}
