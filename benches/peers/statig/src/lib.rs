//! Contestant: statig. It has neither regions nor history, nor transitions without an event.

use harness::machines::{self, Machine, Seen};
use harness::Entry;

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = machines::flat::<flat::Machine>("statig");
    entries.extend([
        machines::root::<nested::Machine>("statig"),
        machines::guard::<guarded::Machine>("statig"),
        machines::idle::<flat::Machine>("statig"),
    ]);
    entries
}

/// What differs between the machines: their events, and the numbers of their states.
macro_rules! machine {
    ($storage:ident, [$($event:expr),*], { $($state:pat => $number:expr),* $(,)? }) => {
        /// The machine with its storage.
        pub struct Machine(StateMachine<$storage>);

        impl Default for Machine {
            fn default() -> Self {
                let mut machine = $storage::default().state_machine();
                machine.init();
                Self(machine)
            }
        }

        impl super::Machine for Machine {
            type Event = Event;
            const EVENTS: &'static [Event] = &[$($event),*];

            fn send(&mut self, event: Event) {
                self.0.handle(&event);
            }

            fn seen(&self) -> super::Seen {
                super::Seen {
                    active: match self.0.state() {
                        $($state => $number),*
                    },
                    count: self.0.count,
                }
            }
        }
    };
}

mod flat {
    use harness::machines::{add, flip, twist};
    use statig::prelude::*;

    #[derive(Clone, Copy)]
    pub enum Event {
        Next,
        Back,
        Across,
    }

    #[derive(Default)]
    pub struct Flat {
        count: u32,
    }

    #[state_machine(initial = "State::north()")]
    impl Flat {
        #[state]
        fn north(&mut self, event: &Event) -> Outcome<State> {
            match event {
                Event::Next => {
                    add(&mut self.count);
                    Transition(State::east())
                }
                Event::Back => {
                    flip(&mut self.count);
                    Transition(State::west())
                }
                Event::Across => {
                    twist(&mut self.count);
                    Transition(State::south())
                }
            }
        }

        #[state]
        fn east(&mut self, event: &Event) -> Outcome<State> {
            match event {
                Event::Next => {
                    add(&mut self.count);
                    Transition(State::south())
                }
                Event::Back => {
                    flip(&mut self.count);
                    Transition(State::north())
                }
                Event::Across => {
                    twist(&mut self.count);
                    Transition(State::west())
                }
            }
        }

        #[state]
        fn south(&mut self, event: &Event) -> Outcome<State> {
            match event {
                Event::Next => {
                    add(&mut self.count);
                    Transition(State::west())
                }
                Event::Back => {
                    flip(&mut self.count);
                    Transition(State::east())
                }
                Event::Across => {
                    twist(&mut self.count);
                    Transition(State::north())
                }
            }
        }

        #[state]
        fn west(&mut self, event: &Event) -> Outcome<State> {
            match event {
                Event::Next => {
                    add(&mut self.count);
                    Transition(State::north())
                }
                Event::Back => {
                    flip(&mut self.count);
                    Transition(State::south())
                }
                Event::Across => {
                    twist(&mut self.count);
                    Transition(State::east())
                }
            }
        }
    }

    machine! {
        Flat,
        [Event::Next, Event::Back, Event::Across],
        { State::North {} => 0, State::East {} => 1, State::South {} => 2, State::West {} => 3 }
    }
}

mod nested {
    use harness::machines::{add, flip, twist};
    use statig::prelude::*;

    #[derive(Clone, Copy)]
    pub enum Event {
        Left,
        Right,
    }

    #[derive(Default)]
    pub struct Nested {
        count: u32,
    }

    #[state_machine(initial = "State::left_inner()")]
    impl Nested {
        #[superstate]
        fn root(event: &Event) -> Outcome<State> {
            match event {
                Event::Left => Transition(State::left_inner()),
                Event::Right => Transition(State::right_inner()),
            }
        }

        #[superstate(superstate = "root", entry_action = "add", exit_action = "twist")]
        fn left_outer() -> Outcome<State> {
            Super
        }

        #[superstate(superstate = "left_outer", exit_action = "flip")]
        fn left_middle() -> Outcome<State> {
            Super
        }

        #[state(superstate = "left_middle", exit_action = "add")]
        fn left_inner() -> Outcome<State> {
            Super
        }

        #[superstate(superstate = "root", entry_action = "add", exit_action = "twist")]
        fn right_outer() -> Outcome<State> {
            Super
        }

        #[superstate(superstate = "right_outer", exit_action = "flip")]
        fn right_middle() -> Outcome<State> {
            Super
        }

        #[state(superstate = "right_middle", exit_action = "add")]
        fn right_inner() -> Outcome<State> {
            Super
        }

        #[action]
        fn add(&mut self) {
            add(&mut self.count);
        }

        #[action]
        fn flip(&mut self) {
            flip(&mut self.count);
        }

        #[action]
        fn twist(&mut self) {
            twist(&mut self.count);
        }
    }

    machine! {
        Nested,
        [Event::Right, Event::Left],
        { State::LeftInner {} => 0, State::RightInner {} => 1 }
    }
}

mod guarded {
    use harness::machines::{add, is_low};
    use statig::prelude::*;

    #[derive(Clone, Copy)]
    pub enum Event {
        Go,
    }

    #[derive(Default)]
    pub struct Guarded {
        count: u32,
    }

    #[state_machine(initial = "State::one()")]
    impl Guarded {
        #[state]
        fn one(&mut self, event: &Event) -> Outcome<State> {
            match event {
                Event::Go if is_low(self.count) => {
                    add(&mut self.count);
                    Transition(State::other())
                }
                Event::Go => {
                    self.count = 0;
                    Transition(State::other())
                }
            }
        }

        #[state]
        fn other(&mut self, event: &Event) -> Outcome<State> {
            match event {
                Event::Go if is_low(self.count) => {
                    add(&mut self.count);
                    Transition(State::one())
                }
                Event::Go => {
                    self.count = 0;
                    Transition(State::one())
                }
            }
        }
    }

    machine! {
        Guarded,
        [Event::Go],
        { State::One {} => 0, State::Other {} => 1 }
    }
}
