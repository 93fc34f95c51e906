//! Contestant: machines that are written by hand, each an `enum` and a `match`.

use harness::machines::{self, add, flip, is_low, twist, Machine, Seen, AWAY};
use harness::Entry;

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = machines::flat::<Flat>("match");
    entries.extend([
        machines::root::<Nested>("match"),
        machines::guard::<Guarded>("match"),
        machines::eventless::<Eventless>("match"),
        machines::regions::<Regions>("match"),
        machines::history::<Remembering>("match"),
        machines::idle::<Flat>("match"),
    ]);
    entries
}

#[derive(Clone, Copy)]
enum Step {
    Next,
    Back,
    Across,
}

#[derive(Clone, Copy)]
enum Quarter {
    North,
    East,
    South,
    West,
}

struct Flat {
    state: Quarter,
    count: u32,
}

impl Default for Flat {
    fn default() -> Self {
        Self {
            state: Quarter::North,
            count: 0,
        }
    }
}

impl Machine for Flat {
    type Event = Step;
    const EVENTS: &'static [Step] = &[Step::Next, Step::Back, Step::Across];

    fn send(&mut self, event: Step) {
        self.state = match (self.state, event) {
            (Quarter::North, Step::Next) => {
                add(&mut self.count);
                Quarter::East
            }
            (Quarter::North, Step::Back) => {
                flip(&mut self.count);
                Quarter::West
            }
            (Quarter::North, Step::Across) => {
                twist(&mut self.count);
                Quarter::South
            }
            (Quarter::East, Step::Next) => {
                add(&mut self.count);
                Quarter::South
            }
            (Quarter::East, Step::Back) => {
                flip(&mut self.count);
                Quarter::North
            }
            (Quarter::East, Step::Across) => {
                twist(&mut self.count);
                Quarter::West
            }
            (Quarter::South, Step::Next) => {
                add(&mut self.count);
                Quarter::West
            }
            (Quarter::South, Step::Back) => {
                flip(&mut self.count);
                Quarter::East
            }
            (Quarter::South, Step::Across) => {
                twist(&mut self.count);
                Quarter::North
            }
            (Quarter::West, Step::Next) => {
                add(&mut self.count);
                Quarter::North
            }
            (Quarter::West, Step::Back) => {
                flip(&mut self.count);
                Quarter::South
            }
            (Quarter::West, Step::Across) => {
                twist(&mut self.count);
                Quarter::East
            }
        };
    }

    fn seen(&self) -> Seen {
        Seen {
            active: self.state as u8,
            count: self.count,
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Which of the two innermost states is active. All others follow from it.
struct Nested {
    state: Side,
    count: u32,
}

impl Default for Nested {
    fn default() -> Self {
        Self {
            state: Side::Left,
            count: 0,
        }
    }
}

impl Machine for Nested {
    type Event = Side;
    const EVENTS: &'static [Side] = &[Side::Right, Side::Left];

    fn send(&mut self, event: Side) {
        match self.state {
            Side::Left | Side::Right => {
                add(&mut self.count);
                flip(&mut self.count);
                twist(&mut self.count);
            }
        }
        self.state = event;
        match event {
            Side::Left | Side::Right => add(&mut self.count),
        }
    }

    fn seen(&self) -> Seen {
        Seen {
            active: self.state as u8,
            count: self.count,
        }
    }
}

#[derive(Clone, Copy)]
enum Pulse {
    Go,
}

#[derive(Clone, Copy)]
enum Two {
    One,
    Other,
}

impl Two {
    fn toggle(&mut self) {
        *self = match self {
            Self::One => Self::Other,
            Self::Other => Self::One,
        };
    }
}

struct Guarded {
    state: Two,
    count: u32,
}

impl Default for Guarded {
    fn default() -> Self {
        Self {
            state: Two::One,
            count: 0,
        }
    }
}

impl Machine for Guarded {
    type Event = Pulse;
    const EVENTS: &'static [Pulse] = &[Pulse::Go];

    fn send(&mut self, event: Pulse) {
        self.state = match (self.state, event) {
            (Two::One, Pulse::Go) if is_low(self.count) => {
                add(&mut self.count);
                Two::Other
            }
            (Two::One, Pulse::Go) => {
                self.count = 0;
                Two::Other
            }
            (Two::Other, Pulse::Go) if is_low(self.count) => {
                add(&mut self.count);
                Two::One
            }
            (Two::Other, Pulse::Go) => {
                self.count = 0;
                Two::One
            }
        };
    }

    fn seen(&self) -> Seen {
        Seen {
            active: self.state as u8,
            count: self.count,
        }
    }
}

struct Eventless {
    state: Two,
    count: u32,
}

impl Default for Eventless {
    fn default() -> Self {
        Self {
            state: Two::One,
            count: 0,
        }
    }
}

impl Machine for Eventless {
    type Event = Pulse;
    const EVENTS: &'static [Pulse] = &[Pulse::Go];

    fn send(&mut self, event: Pulse) {
        if let (Two::One, Pulse::Go) = (self.state, event) {
            add(&mut self.count);
            self.state = Two::Other;
        }
        if let Two::Other = self.state {
            flip(&mut self.count);
            self.state = Two::One;
        }
    }

    fn seen(&self) -> Seen {
        Seen {
            active: self.state as u8,
            count: self.count,
        }
    }
}

struct Regions {
    states: [Two; 3],
    count: u32,
}

impl Default for Regions {
    fn default() -> Self {
        Self {
            states: [Two::One; 3],
            count: 0,
        }
    }
}

impl Machine for Regions {
    type Event = Pulse;
    const EVENTS: &'static [Pulse] = &[Pulse::Go];

    fn send(&mut self, event: Pulse) {
        match event {
            Pulse::Go => {
                self.states[0].toggle();
                add(&mut self.count);
                self.states[1].toggle();
                flip(&mut self.count);
                self.states[2].toggle();
                twist(&mut self.count);
            }
        }
    }

    fn seen(&self) -> Seen {
        let [a, b, c] = self.states.map(|state| state as u8);
        Seen {
            active: a | b << 1 | c << 2,
            count: self.count,
        }
    }
}

#[derive(Clone, Copy)]
enum Visit {
    Go,
    Leave,
    Return,
}

enum Place {
    Here { left: Two, right: Two },
    Away,
}

struct Remembering {
    state: Place,
    remembered: (Two, Two),
    count: u32,
}

impl Default for Remembering {
    fn default() -> Self {
        Self {
            state: Place::Here {
                left: Two::One,
                right: Two::One,
            },
            remembered: (Two::One, Two::One),
            count: 0,
        }
    }
}

impl Machine for Remembering {
    type Event = Visit;
    const EVENTS: &'static [Visit] = &[Visit::Go, Visit::Leave, Visit::Return];

    fn send(&mut self, event: Visit) {
        match (&mut self.state, event) {
            (Place::Here { left, right }, Visit::Go) => {
                left.toggle();
                flip(&mut self.count);
                right.toggle();
                twist(&mut self.count);
            }
            (Place::Here { left, right }, Visit::Leave) => {
                self.remembered = (*left, *right);
                add(&mut self.count);
                self.state = Place::Away;
            }
            (Place::Away, Visit::Return) => {
                let (left, right) = self.remembered;
                self.state = Place::Here { left, right };
            }
            (Place::Here { .. }, Visit::Return) | (Place::Away, Visit::Go | Visit::Leave) => {}
        }
    }

    fn seen(&self) -> Seen {
        Seen {
            active: match self.state {
                Place::Here { left, right } => left as u8 | (right as u8) << 1,
                Place::Away => AWAY,
            },
            count: self.count,
        }
    }
}
