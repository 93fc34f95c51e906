//! Contestant: rust-fsm. It has states, inputs and outputs: no context, so no guards, and neither nested states nor regions.

use harness::machines::{self, add, flip, twist, Seen};
use harness::Entry;
use rust_fsm::state_machine;

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = machines::flat::<Flat>("rust-fsm");
    entries.push(machines::idle::<Flat>("rust-fsm"));
    entries
}

state_machine! {
    #[derive(Clone, Copy)]
    circle(North)

    North => { Next => East [Add], Back => West [Flip], Across => South [Twist] },
    East => { Next => South [Add], Back => North [Flip], Across => West [Twist] },
    South => { Next => West [Add], Back => East [Flip], Across => North [Twist] },
    West => { Next => North [Add], Back => South [Flip], Across => East [Twist] },
}

/// A machine, and the count on which its outputs are performed.
#[derive(Default)]
struct Flat {
    machine: circle::StateMachine,
    count: u32,
}

impl machines::Machine for Flat {
    type Event = circle::Input;
    const EVENTS: &'static [circle::Input] = &[
        circle::Input::Next,
        circle::Input::Back,
        circle::Input::Across,
    ];

    fn send(&mut self, event: circle::Input) {
        match self.machine.consume(&event) {
            Ok(Some(circle::Output::Add)) => add(&mut self.count),
            Ok(Some(circle::Output::Flip)) => flip(&mut self.count),
            Ok(Some(circle::Output::Twist)) => twist(&mut self.count),
            Ok(None) | Err(_) => panic!("there is a transition with an output for it"),
        }
    }

    fn seen(&self) -> Seen {
        Seen {
            active: match self.machine.state() {
                circle::State::North => 0,
                circle::State::East => 1,
                circle::State::South => 2,
                circle::State::West => 3,
            },
            count: self.count,
        }
    }
}
