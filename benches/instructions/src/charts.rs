//! Machines whose logic is a `match`, which the compiler puts into the kernel.

use std::hint::black_box;

use leptos_state_chart::form::{deep_history, parallel, run, state, to, when, Form, State};
use leptos_state_chart::{ActionCx, ActionError, Chart, Column, Effects, GuardCx, Host, Snapshot};

/// The events, by their places in [`EVENTS`].
#[derive(Clone, Copy)]
pub enum Event {
    /// The only one.
    Go,
    /// Back to where the machine was before.
    Back,
}

const EVENTS: [&str; 2] = ["go", "back"];

/// Counts.
struct Counting {
    columns: [Option<Column>; EVENTS.len()],
}

impl Host for Counting {
    type Context = u64;
    type Event = Event;
    type Data = ();

    fn column(&self, _: &Chart, event: &Event) -> Option<Column> {
        self.columns[*event as usize]
    }

    fn guard(&self, guard: u16, cx: &GuardCx<'_, u64, Event>) -> bool {
        match guard {
            0 => *cx.context < 1_000_000,
            _ => *cx.context > 1_000_000,
        }
    }

    fn act(&mut self, action: u16, cx: &mut ActionCx<'_, u64, Event>) -> Result<(), ActionError> {
        match action {
            0 => *cx.context += 1,
            1 => *cx.context += 2,
            2 => *cx.context ^= 1,
            _ => *cx.context = cx.context.rotate_left(1),
        }
        Ok(())
    }

    fn make(&mut self, _: u16, _: &GuardCx<'_, u64, Event>) {}
}

/// A machine that is started and has been through its events once.
pub struct Machine {
    chart: Chart,
    host: Counting,
    snapshot: Snapshot<u64>,
    effects: Effects<Event>,
}

impl Machine {
    fn of(form: &Form) -> Box<Self> {
        let chart = form.compile().expect("the form is right");
        let host = Counting {
            columns: EVENTS.map(|event| chart.column(event)),
        };
        let mut machine = Box::new(Self {
            snapshot: chart.create(0),
            chart,
            host,
            effects: Effects::new(),
        });
        machine
            .chart
            .start(
                &mut machine.host,
                &mut machine.snapshot,
                &mut machine.effects,
            )
            .expect("it comes to rest");
        machine.send(Event::Go);
        machine.send(Event::Back);
        machine
    }

    /// Has it handle an event.
    pub fn send(&mut self, event: Event) {
        let handled = self.chart.send(
            &mut self.host,
            &mut self.snapshot,
            &event,
            &mut self.effects,
        );
        black_box(handled.is_ok());
    }
}

/// Two states that lead to each other.
pub fn flat() -> Box<Machine> {
    let form = Form::new("flat")
        .state(state("a").on("go", to("b").run("one")))
        .state(state("b").on("go", to("a").run("one")).on("back", to("a")));
    Machine::of(&form)
}

/// The same with a guard that reads the context.
pub fn guarded() -> Box<Machine> {
    let form = Form::new("guarded")
        .state(state("a").on("go", when("small").to("b").run("one")))
        .state(
            state("b")
                .on("go", when("small").to("a").run("one"))
                .on("back", to("a")),
        );
    Machine::of(&form)
}

/// A transition of the outermost state, from three levels down, with four actions.
pub fn deep() -> Box<Machine> {
    let level = |name: &str| state(name).exit(format!("leave {name}"));
    let inner = level("a").state(level("b").state(level("c")));
    let form = Form::new("deep")
        .on("go back", to("a").run("act"))
        .state(inner);
    Machine::of(&form)
}

/// A transition without an event after each event.
pub fn eventless() -> Box<Machine> {
    let form = Form::new("eventless")
        .state(state("a").on("go", to("b").run("one")))
        .state(state("b").always(to("a")));
    Machine::of(&form)
}

fn region(name: &str) -> State {
    let (one, two) = (format!("{name}1"), format!("{name}2"));
    state(name)
        .state(state(&one).on("go", to(two.as_str()).run("one")))
        .state(state(&two).on("go", to(one.as_str()).run("one")))
}

/// Three regions that all move.
pub fn regions() -> Box<Machine> {
    let all = parallel("all")
        .state(region("a"))
        .state(region("b"))
        .state(region("c"));
    Machine::of(&Form::new("regions").state(all).on("back", run("one")))
}

/// Two regions that were left, and are remembered by a deep history.
pub fn left() -> Box<Machine> {
    let both = parallel("both")
        .state(region("a"))
        .state(region("b"))
        .state(deep_history("last"))
        .on("back", to("away"));
    let away = state("away").on("back", to("last"));
    Machine::of(&Form::new("remembered").state(both).state(away))
}

/// Two regions that were entered again.
pub fn remembered() -> Box<Machine> {
    let mut machine = left();
    machine.send(Event::Back);
    machine
}
