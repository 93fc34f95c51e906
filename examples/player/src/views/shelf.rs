//! The tracks to choose from.

use leptos::prelude::*;
use leptos_state::chart::Running;
use leptos_state::prelude::*;

use crate::machine::player::Event;
use crate::machine::Player;
use crate::tracks::Track;

/// A button for each track.
#[component]
pub fn Shelf() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let chosen = machine.context().chosen();
    let tracks = Track::ALL.map(|track| {
        view! {
            <li>
                <button
                    class="track"
                    aria-pressed=move || (chosen.get() == track).to_string()
                    on:click=move |_| machine.send(Event::Load(track))
                >
                    <span class="title">{track.title()}</span>
                    <span class="about">{track.about()}</span>
                </button>
            </li>
        }
    });
    view! {
        <h2 class="unseen" id="tracks">"Tracks"</h2>
        <ul class="shelf" aria-labelledby="tracks">{tracks.collect_view()}</ul>
    }
}
