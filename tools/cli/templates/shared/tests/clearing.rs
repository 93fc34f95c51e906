//! The button that asks.

use std::time::Duration;

use leptos_state::chart::Running;
use leptos_state::testing::Scenario;
use my_app::clearing::clear_done::{Event, State};
use my_app::clearing::ClearDone;

fn asking() -> Scenario<Running<ClearDone>> {
    Scenario::given(Running::new(ClearDone, ())).when(|clearing| clearing.send(Event::Press))
}

fn assert_is(clearing: &Running<ClearDone>, expected: State) {
    assert_eq!(clearing.state(), expected);
}

#[test]
fn the_first_press_asks() {
    asking().then_state(|clearing| assert_is(clearing, State::Asking));
}

#[test]
fn a_second_press_is_the_answer() {
    asking()
        .when(|clearing| clearing.send(Event::Press))
        .then_state(|clearing| assert_is(clearing, State::Ready));
}

#[test]
fn who_leaves_is_not_asked_any_longer() {
    asking()
        .when(|clearing| clearing.send(Event::Leave))
        .then_state(|clearing| assert_is(clearing, State::Ready));
}

#[test]
fn the_question_is_open_for_five_seconds() {
    asking()
        .run_effects()
        .advance(Duration::from_secs(4))
        .run_effects()
        .then_state(|clearing| assert_is(clearing, State::Asking))
        .advance(Duration::from_secs(1))
        .run_effects()
        .then_state(|clearing| assert_is(clearing, State::Ready));
}
