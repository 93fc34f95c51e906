//! What there is to buy.

use cart_api::{Product, ProductId};
use leptos::prelude::*;
use leptos_state::prelude::*;
use leptos_state::Loadable;

use super::Price;
use crate::shop::Shop;

/// The teas: while they are on their way, when they are there, and when they did not come.
#[component]
pub fn Teas() -> impl IntoView {
    let shop = use_store::<Shop>();
    let teas = shop.catalogue().teas();
    let by_price = RwSignal::new(false);
    let failed = move || {
        teas.error()
            .get()
            .filter(|_| !teas.with(Loadable::is_loading))
    };
    let problem = move || {
        failed().map(|problem| {
            view! {
                <div class="problem" role="alert">
                    {problem.to_string()}
                    <button on:click=move |_| shop.catalogue().open()>"Try again"</button>
                </div>
            }
        })
    };
    let sorted = Memo::new(move |_| {
        teas.value().with(|teas| {
            let mut teas: Vec<&Product> = teas.iter().flat_map(|teas| teas.iter()).collect();
            if by_price.get() {
                teas.sort_by_key(|tea| tea.price);
            } else {
                teas.sort_by(|one, other| one.name.cmp(&other.name));
            }
            teas.into_iter().map(|tea| tea.id).collect::<Vec<_>>()
        })
    });
    view! {
        <section aria-labelledby="teas">
            <div class="bar">
                <h2 id="teas">"Teas"</h2>
                <label>
                    "Sort by "
                    <select on:change=move |event| by_price.set(event_target_value(&event) == "price")>
                        <option value="name">"Name"</option>
                        <option value="price">"Price"</option>
                    </select>
                </label>
            </div>
            {problem}
            <Show when=move || teas.with(Loadable::is_loading)>
                <p class="unseen" role="status">"The teas are on their way."</p>
                <ul class="products" aria-hidden="true">
                    {(0..6).map(|_| view! { <li class="product waiting"></li> }).collect_view()}
                </ul>
            </Show>
            <ul class="products">
                <For each=move || sorted.get() key=|id| *id let:id>
                    <Tea id/>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Tea(id: ProductId) -> impl IntoView {
    let shop = use_store::<Shop>();
    let Some(tea) = shop.catalogue().teas().value().at(id).get_untracked() else {
        return ().into_any();
    };
    let wanted = move || {
        shop.cart()
            .items()
            .at(id)
            .wanted()
            .get_untracked()
            .unwrap_or(0)
    };
    view! {
        <li class="product" style=format!("--hue: {}", tea.hue)>
            <div class="art" aria-hidden="true"></div>
            <div class="text">
                <h3>{tea.name.clone()}</h3>
                <p>{tea.about}</p>
            </div>
            <div class="buy">
                <Price amount=tea.price/>
                <button
                    class="main"
                    aria-label=format!("Add {}", tea.name)
                    on:click=move |_| shop.cart().put(id, wanted() + 1)
                >
                    "Add"
                </button>
            </div>
        </li>
    }
    .into_any()
}
