//! The two fields.

use leptos::prelude::*;
use leptos_state::prelude::*;

use super::{degrees, Temperature};

/// Shows the temperature that was provided above.
#[component]
pub fn View() -> impl IntoView {
    let temperature = use_store::<Temperature>();
    let celsius = temperature.celsius();
    let fahrenheit = temperature.fahrenheit();
    view! {
        <div class="equation">
            <Scale label="Celsius" text=celsius enter=move |text| temperature.enter_celsius(text)/>
            <span aria-hidden="true">"="</span>
            <Scale label="Fahrenheit" text=fahrenheit enter=move |text| temperature.enter_fahrenheit(text)/>
        </div>
        <p class="hint">"What is no number is left alone, and so is the other field."</p>
    }
}

/// One of the fields.
#[component]
fn Scale(
    label: &'static str,
    #[prop(into)] text: Signal<String>,
    enter: impl Fn(String) + 'static,
) -> impl IntoView {
    let is_wrong = move || text.with(|text| !text.is_empty() && degrees(text).is_none());
    view! {
        <label class="field">
            {label}
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-invalid=move || is_wrong().then_some("true")
                prop:value=text
                on:input=move |event| enter(event_target_value(&event))
            />
        </label>
    }
}
