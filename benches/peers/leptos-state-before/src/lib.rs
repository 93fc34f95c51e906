//! Contestant: leptos-state 1.0.1, which is another implementation. Of nested states it leaves the innermost ones without their
//! actions; its histories remember no regions; and it has no transitions without an event.

use std::marker::PhantomData;
use std::rc::Rc;

use harness::machines::{self, add, flip, is_low, twist, Seen};
use harness::Entry;
use leptos_state::machine::actions::FunctionAction;
use leptos_state::machine::{MachineBuilder, MachineState, MachineStateImpl, StateValue};

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = machines::flat::<Running<Flat>>("leptos-state");
    entries.extend([
        machines::guard::<Running<Guarded>>("leptos-state"),
        machines::regions::<Running<Regions>>("leptos-state"),
        machines::idle::<Running<Flat>>("leptos-state"),
    ]);
    entries
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Event {
    #[default]
    Next,
    Back,
    Across,
}

type Machine = leptos_state::machine::Machine<u32, Event>;
type State = MachineStateImpl<u32>;

/// The definition of a machine for one of the cases.
trait Definition: 'static {
    const EVENTS: &'static [Event];

    fn machine() -> Rc<Machine>;

    /// Where a machine begins.
    fn first(machine: &Machine) -> State {
        machine.initial_state()
    }

    /// The number of what is active.
    fn active(value: &StateValue) -> u8;
}

/// A machine: its state, and the definition that it shares with others.
struct Running<D> {
    machine: Rc<Machine>,
    state: State,
    definition: PhantomData<D>,
}

impl<D: Definition> Default for Running<D> {
    fn default() -> Self {
        let machine = D::machine();
        Self {
            state: D::first(&machine),
            machine,
            definition: PhantomData,
        }
    }
}

impl<D: Definition> machines::Machine for Running<D> {
    type Event = Event;
    const EVENTS: &'static [Event] = D::EVENTS;

    fn send(&mut self, event: Event) {
        self.state = self.machine.transition(&self.state, event);
    }

    fn seen(&self) -> Seen {
        Seen {
            active: D::active(self.state.value()),
            count: *self.state.context(),
        }
    }
}

/// An action of one of the harness's functions.
fn action(act: fn(&mut u32)) -> FunctionAction<u32, Event, impl Fn(&mut u32, &Event)> {
    FunctionAction::new(move |count: &mut u32, _: &Event| act(count))
}

/// The number of a state among these.
fn number(names: &[&str], state: &StateValue) -> u8 {
    let place = names.iter().position(|name| state.matches(name));
    u8::try_from(place.expect("it is one of them")).expect("there are few")
}

struct Flat;

impl Definition for Flat {
    const EVENTS: &'static [Event] = &[Event::Next, Event::Back, Event::Across];

    fn machine() -> Rc<Machine> {
        thread_local! {
            static MACHINE: Rc<Machine> = Rc::new(
                MachineBuilder::new()
                    .state("north")
                    .on(Event::Next, "east").action(action(add))
                    .on(Event::Back, "west").action(action(flip))
                    .on(Event::Across, "south").action(action(twist))
                    .state("east")
                    .on(Event::Next, "south").action(action(add))
                    .on(Event::Back, "north").action(action(flip))
                    .on(Event::Across, "west").action(action(twist))
                    .state("south")
                    .on(Event::Next, "west").action(action(add))
                    .on(Event::Back, "east").action(action(flip))
                    .on(Event::Across, "north").action(action(twist))
                    .state("west")
                    .on(Event::Next, "north").action(action(add))
                    .on(Event::Back, "south").action(action(flip))
                    .on(Event::Across, "east").action(action(twist))
                    .initial("north")
                    .build(),
            );
        }
        MACHINE.with(Rc::clone)
    }

    fn active(value: &StateValue) -> u8 {
        number(&["north", "east", "south", "west"], value)
    }
}

struct Guarded;

impl Definition for Guarded {
    const EVENTS: &'static [Event] = &[Event::Next];

    fn machine() -> Rc<Machine> {
        let low = |count: &u32, _: &Event| is_low(*count);
        let reset = |count: &mut u32| *count = 0;
        let machine = MachineBuilder::new()
            .state("one")
            .on(Event::Next, "other")
            .guard_fn(low)
            .action(action(add))
            .on(Event::Next, "other")
            .action(action(reset))
            .state("other")
            .on(Event::Next, "one")
            .guard_fn(low)
            .action(action(add))
            .on(Event::Next, "one")
            .action(action(reset))
            .initial("one")
            .build();
        Rc::new(machine)
    }

    fn active(value: &StateValue) -> u8 {
        number(&["one", "other"], value)
    }
}

/// Its builder knows no regions, but a machine may be in several states at once, each of which takes its own transition.
struct Regions;

impl Definition for Regions {
    const EVENTS: &'static [Event] = &[Event::Next];

    fn machine() -> Rc<Machine> {
        let machine = MachineBuilder::new()
            .state("a one")
            .on(Event::Next, "a other")
            .action(action(add))
            .state("a other")
            .on(Event::Next, "a one")
            .action(action(add))
            .state("b one")
            .on(Event::Next, "b other")
            .action(action(flip))
            .state("b other")
            .on(Event::Next, "b one")
            .action(action(flip))
            .state("c one")
            .on(Event::Next, "c other")
            .action(action(twist))
            .state("c other")
            .on(Event::Next, "c one")
            .action(action(twist))
            .build();
        Rc::new(machine)
    }

    fn first(_: &Machine) -> State {
        let all = ["a one", "b one", "c one"];
        State::new(StateValue::parallel(all.map(StateValue::simple).into()), 0)
    }

    fn active(value: &StateValue) -> u8 {
        let other = |region: &str| u8::from(value.matches(&format!("{region} other")));
        other("a") | other("b") << 1 | other("c") << 2
    }
}
