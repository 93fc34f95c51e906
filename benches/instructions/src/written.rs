//! Machines of `chart!`, which the compiler writes out.

use leptos_state_chart::{Effects, Running, Statechart};
use leptos_state_macros::chart;

chart! {
    pub Flat { context: u64 }
    events { Go }
    One { on Go / add => Other; }
    Other { on Go / add => One; }
}

chart! {
    pub Guarded { context: u64 }
    events { Go }
    One { on Go if is_low / add => Other; on Go => Other; }
    Other { on Go if is_low / add => One; on Go => One; }
}

chart! {
    pub Eventless { context: u64 }
    events { Go }
    One { on Go / add => Other; }
    Other { always => One; }
}

chart! {
    pub Deep { context: u64 }
    events { Go }
    on Go / add => Outer;
    Outer { exit add; Middle { exit flip; Inner { exit add; } } }
}

chart! {
    pub Regions parallel { context: u64 }
    events { Go }
    First { FirstOne { on Go / add => FirstOther; } FirstOther { on Go / add => FirstOne; } }
    Second { SecondOne { on Go / flip => SecondOther; } SecondOther { on Go / flip => SecondOne; } }
    Third { ThirdOne { on Go / add => ThirdOther; } ThirdOther { on Go / add => ThirdOne; } }
}

/// The logic of a chart.
macro_rules! logic {
    ($chart:ident, $module:ident, $($function:ident),*) => {
        #[derive(Default)]
        pub struct $chart;

        impl $module::Logic for $chart {
            $(logic! { @$function $module })*
        }

        impl WithGo for $chart {
            const GO: $module::Event = $module::Event::Go;
        }
    };
    (@add $module:ident) => {
        fn add(&self, count: &mut u64, _: &mut $module::Cx<'_>) {
            *count += 1;
        }
    };
    (@flip $module:ident) => {
        fn flip(&self, count: &mut u64, _: &mut $module::Cx<'_>) {
            *count = !*count;
        }
    };
    (@is_low $module:ident) => {
        fn is_low(&self, count: &u64) -> bool {
            *count < 1_000_000
        }
    };
}

logic! { Flat, flat, add }
logic! { Guarded, guarded, is_low, add }
logic! { Eventless, eventless, add }
logic! { Deep, deep, add, flip }
logic! { Regions, regions, add, flip }

/// A chart with the event that they all have.
pub trait WithGo: Statechart<Context = u64> + Default {
    /// The event.
    const GO: Self::Event;
}

/// A machine that has taken an event.
pub struct Machine<L: Statechart> {
    running: Running<L>,
    effects: Effects<L::Event, L::Data>,
}

/// A machine of this chart.
pub fn machine<L: WithGo>() -> Box<Machine<L>> {
    let mut machine = Box::new(Machine {
        running: Running::new(L::default(), 0),
        effects: Effects::new(),
    });
    machine.go(&L::GO);
    machine
}

impl<L: Statechart> Machine<L> {
    /// Sends it the event.
    #[inline(always)]
    pub fn go(&mut self, event: &L::Event) {
        let handled = self.running.send(event, &mut self.effects);
        assert!(handled.is_ok());
    }
}
