//! A media player as a statechart, with the chart beside it.
//!
//! `machine.rs` is the chart and its logic, which know neither the browser nor Leptos. `speaker.rs` has the browser play what
//! the machine says, `library.rs` fetches, `views` show the player and the machine.

mod journal;
mod library;
pub mod machine;
pub mod melody;
pub mod pcm;
mod speaker;
pub mod tracks;
mod views;

use leptos::prelude::*;
use leptos_state::prelude::*;

use crate::journal::{Journal, Witness};
use crate::library::FarAway;
use crate::machine::Player;
use crate::speaker::Speaker;
use crate::views::controls::{Controls, Display};
use crate::views::drawing::Drawing;
use crate::views::inspector::Inspector;
use crate::views::shelf::Shelf;

/// Makes the machine and what it is witnessed by, and shows both.
#[component]
pub fn App() -> impl IntoView {
    let journal = provide_store(Store::new(Journal::default()));
    provide_store(use_machine(Player::new(FarAway)).layer(Witness::new(journal)));
    view! {
        <main>
            <section class="player" aria-labelledby="player">
                <h1 id="player">"Player"</h1>
                <Display/>
                <Controls/>
                <Shelf/>
                <Speaker/>
            </section>
            <Inspector/>
            <Drawing/>
        </main>
    }
}
