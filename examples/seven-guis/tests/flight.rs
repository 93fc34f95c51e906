//! The flight booker: what its machine takes, and which dates there are.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state::chart::Running;
use leptos_state::testing::Scenario;
use seven_guis::flight::booker::{Choosing, Event, State};
use seven_guis::flight::{Booker, Date, Flight, NoDate};

fn form() -> Scenario<Running<Booker>> {
    Scenario::given(Running::new(Booker, Flight::default()))
}

fn start(day: &str) -> Event {
    Event::EnterStart(day.into())
}

fn back(day: &str) -> Event {
    Event::EnterBack(day.into())
}

fn message(machine: &Running<Booker>) -> String {
    match machine.state() {
        State::Booked(booking) => booking.to_string(),
        State::Choosing(_) => panic!("nothing is booked"),
    }
}

#[test]
fn a_one_way_flight_is_chosen_at_first_and_both_days_are_the_same() {
    form().then_state(|machine| {
        assert!(matches!(machine.state(), State::Choosing(Choosing::OneWay)));
        assert_eq!(machine.context().start, machine.context().back);
        assert!(machine.can(&Event::Book));
        assert!(
            !machine.can(&back("01.01.2020")),
            "there is no return to be changed"
        );
    });
}

#[test]
fn booking_says_what_was_booked() {
    form()
        .when(|booker| booker.send(start("04.04.2014")))
        .when(|booker| booker.send(Event::Book))
        .then_state(|machine| {
            assert_eq!(
                message(machine),
                "You have booked a one-way flight on 04.04.2014."
            )
        })
        .when(|booker| booker.send(Event::Close))
        .when(|booker| booker.send(Event::Return))
        .when(|booker| booker.send(back("05.04.2014")))
        .when(|booker| booker.send(Event::Book))
        .then_state(|machine| {
            let booked = "You have booked a return flight on 04.04.2014, back on 05.04.2014.";
            assert_eq!(message(machine), booked);
        })
        .when(|booker| booker.send(Event::Close))
        .then_state(|machine| {
            assert!(
                matches!(machine.state(), State::Choosing(Choosing::Return)),
                "the choice is as it was"
            );
        });
}

#[test]
fn a_return_before_the_start_is_not_booked() {
    let book = |day: &'static str, can: bool| {
        form()
            .when(|booker| booker.send(Event::Return))
            .when(|booker| booker.send(back(day)))
            .then_state(|machine| assert_eq!(machine.can(&Event::Book), can, "{day}"));
    };
    book("26.03.2014", false);
    book("27.03.2014", true);
    book("01.01.2015", true);
    book("31.12.2013", false);
}

#[test]
fn what_is_no_date_counts_only_where_it_can_be_changed() {
    form()
        .when(|booker| booker.send(start("tomorrow")))
        .then_state(|machine| assert!(!machine.can(&Event::Book)))
        .when(|booker| booker.send(start("27.03.2014")))
        .when(|booker| booker.send(Event::Return))
        .when(|booker| booker.send(back("27.3.2014")))
        .then_state(|machine| assert!(!machine.can(&Event::Book)))
        .when(|booker| booker.send(Event::OneWay))
        .then_state(|machine| {
            assert!(machine.can(&Event::Book));
            assert_eq!(machine.context().back, "27.3.2014", "it is kept");
        });
}

#[test]
fn dates_are_days_of_the_calendar() {
    let read = str::parse::<Date>;
    for day in [
        "27.03.2014",
        "29.02.2024",
        "29.02.2000",
        "31.12.9999",
        "01.01.0000",
    ] {
        assert_eq!(read(day).map(|date| date.to_string()).as_deref(), Ok(day));
    }
    for day in [
        "29.02.2023",
        "29.02.1900",
        "31.04.2014",
        "00.01.2014",
        "01.00.2014",
        "01.13.2014",
        "32.01.2014",
    ] {
        assert_eq!(read(day), Err(NoDate::NoSuchDay), "{day}");
    }
    for day in [
        "",
        "1.1.2014",
        "27.03.14",
        "27-03-2014",
        "27.03.2014.",
        " 27.03.2014",
        "+7.03.2014",
        "٢٧.03.2014",
        "27.03",
    ] {
        assert_eq!(read(day), Err(NoDate::Form), "{day}");
    }
    assert!(read("31.12.2013").ok() < read("01.01.2014").ok());
    assert!(read("30.01.2014").ok() < read("01.02.2014").ok());
}
