//! The drawing that is in the page is that of the chart.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state::chart::form::Form;
use leptos_state_draw::Drawing;
use player::machine::Player;

#[test]
fn the_drawing_is_that_of_the_chart() {
    assert!(
        include_str!("../src/player.svg") == Drawing::of(&Form::of::<Player>()).svg(),
        "it has to be made anew: leptos-state draw examples/player/src/machine.rs -o examples/player/src/player.svg"
    );
}
