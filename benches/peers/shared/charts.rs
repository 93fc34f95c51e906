//! The charts of the cases. Every contestant that runs them compiles this file, and imports what it needs at its root.

use harness::machines::{self, AWAY};

use crate::{chart, Running, Statechart};

/// A chart of one of the cases.
pub trait Charted: Statechart<Context = u32, Event: Copy> {
    /// The events by their numbers in the case.
    const EVENTS: &'static [Self::Event];

    /// The logic.
    const LOGIC: Self;

    /// What is active, by the numbers of the case.
    fn active(running: &Running<Self>) -> u8;
}

chart! {
    pub Flat { context: u32 }
    #[derive(Copy)]
    events { Next, Back, Across }
    North { on Next / add => East; on Back / flip => West; on Across / twist => South; }
    East { on Next / add => South; on Back / flip => North; on Across / twist => West; }
    South { on Next / add => West; on Back / flip => East; on Across / twist => North; }
    West { on Next / add => North; on Back / flip => South; on Across / twist => East; }
}

chart! {
    pub Nested { context: u32 }
    #[derive(Copy)]
    events { Right, Left }
    on Left => LeftOuter;
    on Right => RightOuter;
    LeftOuter {
        entry add; exit twist;
        LeftMiddle { exit flip; LeftInner { exit add; } }
    }
    RightOuter {
        entry add; exit twist;
        RightMiddle { exit flip; RightInner { exit add; } }
    }
}

chart! {
    pub Guarded { context: u32 }
    #[derive(Copy)]
    events { Go }
    One { on Go if is_low / add => Other; on Go / reset => Other; }
    Other { on Go if is_low / add => One; on Go / reset => One; }
}

chart! {
    pub Eventless { context: u32 }
    #[derive(Copy)]
    events { Go }
    One { on Go / add => Other; }
    Other { always / flip => One; }
}

chart! {
    pub Regions parallel { context: u32 }
    #[derive(Copy)]
    events { Go }
    First { FirstOne { on Go / add => FirstOther; } FirstOther { on Go / add => FirstOne; } }
    Second { SecondOne { on Go / flip => SecondOther; } SecondOther { on Go / flip => SecondOne; } }
    Third { ThirdOne { on Go / twist => ThirdOther; } ThirdOther { on Go / twist => ThirdOne; } }
}

chart! {
    pub Remembering { context: u32 }
    #[derive(Copy)]
    events { Go, Leave, Return }
    Here parallel {
        exit add;
        history deep Last;
        on Leave => Away;
        First { FirstOne { on Go / flip => FirstOther; } FirstOther { on Go / flip => FirstOne; } }
        Second { SecondOne { on Go / twist => SecondOther; } SecondOther { on Go / twist => SecondOne; } }
    }
    Away { on Return => Last; }
}

/// The logic of a chart, of functions that the harness has.
macro_rules! logic {
    ($chart:ident, $module:ident, $($function:ident),*) => {
        pub struct $chart;

        impl $module::Logic for $chart {
            $(logic! { @$function $module })*
        }
    };
    (@reset $module:ident) => {
        fn reset(&self, count: &mut u32, _: &mut $module::Cx<'_>) {
            *count = 0;
        }
    };
    (@is_low $module:ident) => {
        fn is_low(&self, count: &u32) -> bool {
            machines::is_low(*count)
        }
    };
    (@$action:ident $module:ident) => {
        fn $action(&self, count: &mut u32, _: &mut $module::Cx<'_>) {
            machines::$action(count);
        }
    };
}

logic! { Flat, flat, add, flip, twist }
logic! { Nested, nested, add, flip, twist }
logic! { Guarded, guarded, is_low, add, reset }
logic! { Eventless, eventless, add, flip }
logic! { Regions, regions, add, flip, twist }
logic! { Remembering, remembering, add, flip, twist }

impl Charted for Flat {
    const EVENTS: &'static [flat::Event] =
        &[flat::Event::Next, flat::Event::Back, flat::Event::Across];
    const LOGIC: Self = Self;

    fn active(running: &Running<Self>) -> u8 {
        match running.state() {
            flat::State::North => 0,
            flat::State::East => 1,
            flat::State::South => 2,
            flat::State::West => 3,
        }
    }
}

impl Charted for Nested {
    const EVENTS: &'static [nested::Event] = &[nested::Event::Right, nested::Event::Left];
    const LOGIC: Self = Self;

    fn active(running: &Running<Self>) -> u8 {
        let is_right = running.matches(nested::RightInner);
        assert_ne!(is_right, running.matches(nested::LeftInner));
        u8::from(is_right)
    }
}

impl Charted for Guarded {
    const EVENTS: &'static [guarded::Event] = &[guarded::Event::Go];
    const LOGIC: Self = Self;

    fn active(running: &Running<Self>) -> u8 {
        u8::from(running.matches(guarded::Other))
    }
}

impl Charted for Eventless {
    const EVENTS: &'static [eventless::Event] = &[eventless::Event::Go];
    const LOGIC: Self = Self;

    fn active(running: &Running<Self>) -> u8 {
        u8::from(running.matches(eventless::Other))
    }
}

impl Charted for Regions {
    const EVENTS: &'static [regions::Event] = &[regions::Event::Go];
    const LOGIC: Self = Self;

    fn active(running: &Running<Self>) -> u8 {
        u8::from(running.matches(regions::FirstOther))
            | u8::from(running.matches(regions::SecondOther)) << 1
            | u8::from(running.matches(regions::ThirdOther)) << 2
    }
}

impl Charted for Remembering {
    const EVENTS: &'static [remembering::Event] = &[
        remembering::Event::Go,
        remembering::Event::Leave,
        remembering::Event::Return,
    ];
    const LOGIC: Self = Self;

    fn active(running: &Running<Self>) -> u8 {
        if running.matches(remembering::Away) {
            return AWAY;
        }
        u8::from(running.matches(remembering::FirstOther))
            | u8::from(running.matches(remembering::SecondOther)) << 1
    }
}
