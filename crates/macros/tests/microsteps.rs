//! A machine of `chart!` says which transitions an input would take, and stays as it is.

use leptos_state_chart::{Input, Microstep, Running};
use leptos_state_macros::chart;

chart! {
    Door { context: u32 }
    events { Open, Close, Knock }
    initial Closed;
    Closed { on Open => Opened(knocks); on Knock / listen; }
    Opened(u32) { on Close => Closing; }
    Closing { always if is_quiet => Closed; always => Broken; }
    final Broken;
}

#[derive(Default)]
struct Door;

impl door::Logic for Door {
    fn is_quiet(&self, knocks: &u32) -> bool {
        *knocks < 2
    }

    fn knocks(&self, knocks: &u32) -> u32 {
        *knocks
    }

    fn listen(&self, knocks: &mut u32, _: &mut door::Cx<'_>) {
        *knocks += 1;
    }
}

fn taken(steps: &[Microstep<u32, door::Data>]) -> Vec<(&str, usize)> {
    let taken = steps.iter().flat_map(|step| &step.taken);
    taken
        .map(|(state, place)| (state.as_str(), *place))
        .collect()
}

#[test]
fn the_transitions_are_named() {
    let mut machine = Running::<Door>::new(Door, 1);
    let mut effects = Default::default();
    let open = Input::Event(door::Event::Open);
    assert_eq!(taken(&machine.microsteps(&open).unwrap()), [("Closed", 0)]);
    assert!(machine.matches(door::Closed), "it was only asked");
    machine.handle(&open, &mut effects).unwrap();
    let close = Input::Event(door::Event::Close);
    let steps = machine.microsteps(&close).unwrap();
    assert_eq!(taken(&steps), [("Opened", 0), ("Closing", 0)]);

    let steps = machine.microsteps(&Input::Event(door::Event::Knock));
    assert!(steps.unwrap().is_empty());
    let first = Running::<Door>::first_microsteps(Door, 0).unwrap();
    assert_eq!((first.len(), taken(&first)), (1, vec![]));
}
