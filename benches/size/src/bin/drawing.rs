//! The counter on a signal of Leptos, beside a drawing of a chart that is made in the browser.

use leptos::prelude::*;
use leptos_state_chart::form::{parallel, state, to, Form};
use leptos_state_draw::Drawing;

#[component]
fn App() -> impl IntoView {
    let count = RwSignal::new(0_i32);
    let form = Form::new("counter")
        .state(state("idle").on("begin", to("busy")))
        .state(
            parallel("busy")
                .on("end", to("idle"))
                .state(state("counting"))
                .state(state("showing")),
        );
    let drawing = Drawing::of(&form).svg();
    view! {
        <button on:click=move |_| count.update(|count| *count += 1)>{count}</button>
        <div inner_html=drawing></div>
    }
}

fn main() {
    mount_to_body(App);
}
