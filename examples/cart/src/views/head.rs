//! The head of the page: what prices are shown in, and a switch that brings the server into trouble.

use cart_api::Currency;
use leptos::prelude::*;
use leptos_state::prelude::*;

use crate::shop::Shop;

/// The head.
#[component]
pub fn Head(on_trouble: impl Fn(bool) + 'static) -> impl IntoView {
    view! {
        <header class="top">
            <h1>"Leaf & Kettle"</h1>
            <label class="switch">
                <input type="checkbox" on:change=move |event| on_trouble(event_target_checked(&event))/>
                "Server in trouble"
            </label>
            <fieldset class="choice">
                <legend class="unseen">"Currency"</legend>
                {Currency::ALL.map(|currency| view! { <Choice currency/> })}
            </fieldset>
        </header>
    }
}

#[component]
fn Choice(currency: Currency) -> impl IntoView {
    let shop = use_store::<Shop>();
    view! {
        <label>
            <input
                type="radio"
                name="currency"
                prop:checked=move || shop.currency().get() == currency
                on:change=move |_| shop.show_in(currency)
            />
            {currency.code()}
        </label>
    }
}
