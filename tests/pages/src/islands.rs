//! A page that stays as the server rendered it, and islands in it.

use leptos::prelude::*;
use leptos_state::{after_hydration, page_store, prelude::*};
use serde::{Deserialize, Serialize};

/// A number that several parts of a page show.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Votes {
    /// The number.
    pub count: u32,
}

#[actions]
impl Votes {
    /// Counts one.
    pub fn up(&mut self) {
        self.count += 1;
    }
}

/// The page. The server gives it a state, and the islands go on with that.
#[component]
pub fn App() -> impl IntoView {
    let votes = provide_store(Store::new(Votes { count: 41 }).hydrated());
    view! {
        <h1>"Votes"</h1>
        <p id="rendered">{votes.count()}</p>
        <Vote/>
        <Total/>
    }
}

/// The store of the page, for all islands.
fn votes() -> Store<Votes> {
    page_store(|| Store::new(Votes::default()).hydrated())
}

#[island]
fn Vote() -> impl IntoView {
    let votes = votes();
    view! { <button on:click=move |_| votes.up()>"Vote"</button> }
}

/// The last island. It says in the page when all have been taken over.
#[island]
fn Total() -> impl IntoView {
    after_hydration(|| {
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
    view! { <output>{votes().count()}</output> }
}
