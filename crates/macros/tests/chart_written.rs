//! What `chart!` writes out does what the tables of the chart say: both take the same random events.
//!
//! The seed of events that differ is printed; `SEED=n` repeats them.

use fastrand::Rng;
use leptos_state_chart::{
    ActionCx, ActionError, Chart, Column, Effects, GuardCx, Host, Running, Statechart,
};
use leptos_state_macros::chart;

/// What has been done, in order; guards look at how much it is.
type Done = Vec<&'static str>;

chart! {
    Flat { context: Done }
    events { Next, Back, Reset, Other }
    on Reset / reset => One;
    One {
        exit leave_one;
        on Next if is_even / twice, fail?, never => Two;
        on Next if is_third / once => Three;
        on Back forbid;
    }
    Two {
        entry enter_two;
        always if is_third / pass => Three;
        on Next / fail?, never;
        on Back / once => One;
        on Other ignore;
    }
    Three {
        on Next / once, twice => Two;
        on Back if !is_even => Two;
        on error.fail / once;
    }
}

chart! {
    Nested { context: Done }
    events { Next, Back, Reset, Other }
    on Reset => Outer;
    Outer {
        entry enter; exit leave;
        on Back / twice => Away;
        Inner {
            exit leave_inner;
            on Next if is_even => Innermost;
            on Other => internal Inner.Innermost;
            Innermost { on Next / once => Outer; on Back if is_even / raise => Inner; }
        }
        history Last;
    }
    Away { on Next => Last; on Other / once => Outer; }
}

chart! {
    Regions parallel { context: Done }
    events { Next, Back, Reset, Other }
    on Reset / reset;
    First {
        on Other => One1;
        One1 { on Next / once => Two1; on Back if is_even / twice => Two1; }
        Two1 { on Next / fail?, never => One1; on Back / once; on Other / twice; }
    }
    Second {
        One2 { on Next / twice => Two2; on Back / once => Two2; }
        Two2 { entry enter; exit leave; on Back if is_third => One2; on Other => One2; }
    }
    Third {
        on Next / once;
        One3 { always if is_third => Two3; on Back => Two3; }
        Two3 parallel {
            on Back => One3;
            Left { One4 { on Next / twice => Two4; } Two4 { on Next / once => One4; } }
            Right { One5 { on Other if in Two4 => Two5; } Two5 { on Next if !in One1 => One5; } }
        }
    }
}

/// The logic of a chart: actions note that they are taken.
macro_rules! logic {
    ($chart:ident, $module:ident: $($function:ident),*) => {
        #[derive(Default)]
        struct $chart;

        impl $module::Logic for $chart {
            $(logic! { @$function $module })*
        }

        impl Charted for $chart {
            const EVENTS: &'static [$module::Event] = &[
                $module::Event::Next,
                $module::Event::Back,
                $module::Event::Reset,
                $module::Event::Other,
            ];
        }
    };
    (@is_even $module:ident) => {
        fn is_even(&self, done: &Done) -> bool {
            done.len() % 2 == 0
        }
    };
    (@is_third $module:ident) => {
        fn is_third(&self, done: &Done) -> bool {
            done.len() % 3 == 0
        }
    };
    (@fail $module:ident) => {
        fn fail(&self, done: &mut Done, _: &mut $module::Cx<'_>) -> Result<(), ActionError> {
            done.push("fail");
            match done.len() % 2 {
                0 => Ok(()),
                _ => Err(ActionError::new("as is to be")),
            }
        }
    };
    (@raise $module:ident) => {
        fn raise(&self, done: &mut Done, cx: &mut $module::Cx<'_>) {
            done.push("raise");
            cx.raise($module::Event::Next);
        }
    };
    (@$action:ident $module:ident) => {
        fn $action(&self, done: &mut Done, _: &mut $module::Cx<'_>) {
            done.push(stringify!($action));
        }
    };
}

logic! { Flat, flat: is_even, is_third, leave_one, twice, once, fail, never, enter_two, pass, reset }
logic! { Nested, nested: is_even, enter, leave, leave_inner, once, twice, raise }
logic! { Regions, regions: is_even, is_third, once, twice, fail, never, enter, leave, reset }

trait Charted: Statechart<Context = Done> + Default {
    const EVENTS: &'static [Self::Event];
}

/// The logic of a chart, for a kernel that does not know what is written out.
struct Tabled<L: Statechart> {
    logic: L,
    held: L::Held,
}

impl<L: Statechart> Host for Tabled<L> {
    type Context = L::Context;
    type Event = L::Event;
    type Data = L::Data;

    fn column(&self, _: &Chart, event: &L::Event) -> Option<Column> {
        L::column(event)
    }

    fn guard(&self, guard: u16, cx: &GuardCx<'_, L::Context, L::Event, L::Data>) -> bool {
        self.logic.guard(guard, &self.held, cx)
    }

    fn act(
        &mut self,
        action: u16,
        cx: &mut ActionCx<'_, L::Context, L::Event, L::Data>,
    ) -> Result<(), ActionError> {
        self.logic.act(action, &mut self.held, cx)
    }

    fn make(&mut self, maker: u16, cx: &GuardCx<'_, L::Context, L::Event, L::Data>) -> L::Data {
        self.logic.make(maker, cx)
    }
}

/// Sends both the same events.
fn compare<L: Charted>(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let (mut asked, mut asked_by_tables) = (Effects::new(), Effects::new());
    let mut written = Running::started(L::default(), Done::new(), &mut asked).unwrap();
    let mut host = Tabled {
        logic: L::default(),
        held: L::Held::default(),
    };
    let chart = L::chart();
    let mut tabled = chart.create(Done::new());
    chart
        .start(&mut host, &mut tabled, &mut asked_by_tables)
        .unwrap();
    for sent in 0..50 {
        let event = rng.choice(L::EVENTS).unwrap();
        let one = written.send(event, &mut asked);
        let other = chart.send(&mut host, &mut tabled, event, &mut asked_by_tables);
        let place = format!(
            "{event:?} of {}, which is event {sent} of SEED={seed}",
            L::NAME
        );
        assert_eq!(one, other, "what became of {place}");
        assert_eq!(written.context(), &tabled.context, "done after {place}");
        let (one, other) = (asked.drain(), asked_by_tables.drain());
        let (one, other) = (
            format!("{:?}", one.collect::<Vec<_>>()),
            format!("{:?}", other.collect::<Vec<_>>()),
        );
        assert_eq!(one, other, "asked for after {place}");
        let active: Vec<_> = chart.active(&tabled).collect();
        assert!(written.active_states().eq(active), "active after {place}");
    }
}

fn compare_all<L: Charted>() {
    let seed = std::env::var("SEED").ok();
    match seed.map(|seed| seed.parse().expect("SEED is a number")) {
        Some(seed) => compare::<L>(seed),
        None => (0..1_000).for_each(compare::<L>),
    }
}

#[test]
fn one_atomic_state() {
    compare_all::<Flat>();
}

#[test]
fn nested_states_and_a_history() {
    compare_all::<Nested>();
}

#[test]
fn regions() {
    compare_all::<Regions>();
}
