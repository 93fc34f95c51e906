//! The drawing of the machine's chart, in which it can be seen to run.

use leptos::prelude::*;
use leptos_state::chart::Running;
use leptos_state::prelude::*;
use leptos_state_panel::LiveChart;

use crate::machine::Player;

/// The drawing, which `leptos-state draw examples/player/src/machine.rs -o examples/player/src/player.svg` makes.
#[component]
pub fn Drawing() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    view! {
        <section class="drawing" aria-labelledby="drawing">
            <h2 id="drawing">"Its chart"</h2>
            <LiveChart machine drawing=include_str!("../player.svg")/>
        </section>
    }
}
