//! The form.

use leptos::prelude::*;
use leptos_state::chart::Running;
use leptos_state::prelude::*;

use super::booker::{self, Event, State};
use super::{Booker, Date};
use crate::dialog::Dialog;

/// Shows the booker that was provided above.
#[component]
pub fn View() -> impl IntoView {
    let flight = use_store::<Running<Booker>>();
    let returns = flight.select(is_return);
    let booking = flight.select(|flight| match flight.state() {
        State::Booked(booking) => booking.to_string(),
        State::Choosing(_) => String::new(),
    });
    let problem = flight.select(problem);
    let choose = move |event| {
        flight.send(match event_target_value(&event).as_str() {
            "return" => Event::Return,
            _ => Event::OneWay,
        });
    };
    view! {
        <form
            class="column"
            on:submit=move |event| {
                event.prevent_default();
                flight.send(Event::Book);
            }
        >
            <label class="field">
                "Kind of flight"
                <select prop:value=move || if returns.get() { "return" } else { "one-way" } on:change=choose>
                    <option value="one-way">"one-way flight"</option>
                    <option value="return">"return flight"</option>
                </select>
            </label>
            <Day
                label="Start"
                text=flight.context().start()
                disabled=false
                enter=move |text| flight.send(Event::EnterStart(text))
            />
            <Day
                label="Return"
                text=flight.context().back()
                disabled=Signal::derive(move || !returns.get())
                enter=move |text| flight.send(Event::EnterBack(text))
            />
            <p class="problem" role="status">{problem}</p>
            <button class="main" disabled=move || !flight.can(&Event::Book)>"Book"</button>
        </form>
        <Dialog label="Booked" open=flight.active(booker::Booked) close=move || flight.send(Event::Close)>
            <p>{booking}</p>
        </Dialog>
    }
}

/// A field for a date, which is red while its text is none and it can be written to.
#[component]
fn Day(
    label: &'static str,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] disabled: Signal<bool>,
    enter: impl Fn(String) + 'static,
) -> impl IntoView {
    let is_wrong = move || !disabled.get() && text.with(|text| text.parse::<Date>().is_err());
    view! {
        <label class="field">
            {label}
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                placeholder="DD.MM.YYYY"
                aria-invalid=move || is_wrong().then_some("true")
                disabled=disabled
                prop:value=text
                on:input=move |event| enter(event_target_value(&event))
            />
        </label>
    }
}

/// Whether a return flight is chosen. It stays so while the message of what was booked is read.
fn is_return(flight: &Running<Booker>) -> bool {
    match flight.state() {
        State::Choosing(inside) => inside == booker::Choosing::Return,
        State::Booked(booking) => matches!(booking, super::Booking::Return(..)),
    }
}

/// What keeps the flight from being booked.
fn problem(machine: &Running<Booker>) -> Option<String> {
    let flight = machine.context();
    let start = match flight.start.parse::<Date>() {
        Ok(start) => start,
        Err(why) => return Some(format!("Start: {why}.")),
    };
    if !is_return(machine) {
        return None;
    }
    match flight.back.parse::<Date>() {
        Ok(back) if back < start => Some("The return is before the start.".to_owned()),
        Ok(_) => None,
        Err(why) => Some(format!("Return: {why}.")),
    }
}
