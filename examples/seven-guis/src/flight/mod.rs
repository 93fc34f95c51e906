//! The third task: a form whose parts depend on each other, as a chart.

mod date;
mod view;

use leptos_state::prelude::*;

pub use self::date::{Date, NoDate};
pub use self::view::View;

/// What stands in the fields.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Flight {
    /// When it starts.
    pub start: String,
    /// When it returns. It is kept while a one-way flight is chosen.
    pub back: String,
}

impl Default for Flight {
    fn default() -> Self {
        let day = || "27.03.2014".to_owned();
        Self {
            start: day(),
            back: day(),
        }
    }
}

impl Flight {
    /// The booking of a one-way flight, if the start is a day.
    pub fn one_way(&self) -> Option<Booking> {
        self.start.parse().map(Booking::OneWay).ok()
    }

    /// The booking of a return flight, if both are days and the return is not before the start.
    pub fn there_and_back(&self) -> Option<Booking> {
        let (start, back) = (self.start.parse().ok()?, self.back.parse().ok()?);
        (start <= back).then_some(Booking::Return(start, back))
    }
}

/// What was booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// A flight on this day.
    OneWay(Date),
    /// A flight on the first day and one back on the second.
    Return(Date, Date),
}

impl std::fmt::Display for Booking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OneWay(start) => write!(f, "You have booked a one-way flight on {start}."),
            Self::Return(start, back) => {
                write!(
                    f,
                    "You have booked a return flight on {start}, back on {back}."
                )
            }
        }
    }
}

chart! {
    /// Books a flight. Whatever can't be booked has no transition for `Book`, so the button asks for nothing else.
    pub Booker { context: Flight }

    events {
        /// The flight is to be a one-way flight.
        OneWay,
        /// The flight is to be a return flight.
        Return,
        /// This was typed as the day of the start.
        EnterStart(String),
        /// This was typed as the day of the return.
        EnterBack(String),
        Book,
        /// The message was read.
        Close,
    }

    initial Choosing;
    Choosing {
        initial OneWay;
        history Last;
        on OneWay => OneWay;
        on Return => Return;
        on EnterStart(text) / enter_start(text);
        OneWay {
            on Book if can_start => Booked(one_way);
        }
        Return {
            on EnterBack(text) / enter_back(text);
            on Book if can_start_and_return => Booked(there_and_back);
        }
    }
    Booked(booking: Booking) {
        on Close => Last;
    }
}

/// The booker's logic.
pub struct Booker;

impl booker::Logic for Booker {
    fn enter_start(&self, flight: &mut Flight, text: &String, _: &mut booker::Cx<'_>) {
        flight.start.clone_from(text);
    }

    fn enter_back(&self, flight: &mut Flight, text: &String, _: &mut booker::Cx<'_>) {
        flight.back.clone_from(text);
    }

    fn can_start(&self, flight: &Flight) -> bool {
        flight.one_way().is_some()
    }

    fn can_start_and_return(&self, flight: &Flight) -> bool {
        flight.there_and_back().is_some()
    }

    fn one_way(&self, flight: &Flight) -> Booking {
        flight.one_way().expect("the guard has seen it")
    }

    fn there_and_back(&self, flight: &Flight) -> Booking {
        flight.there_and_back().expect("the guard has seen it")
    }
}
