//! What the visitor wants to buy, and what it costs.

use cart_api::{Amount, ProductId, Totals};
use leptos::prelude::*;
use leptos_state::prelude::*;

use super::Price;
use crate::cart::Item;
use crate::shop::{totals, Shop};

/// The cart.
#[component]
pub fn CartPanel() -> impl IntoView {
    let shop = use_store::<Shop>();
    let items = shop.cart().items();
    let teas = shop.catalogue().teas();
    let shown = shop.select(|shop| {
        let shown = shop.cart.items.iter().filter(|item| !item.is_gone());
        shown.map(|item| item.product).collect::<Vec<_>>()
    });
    let costs = derived("totals", (items, teas.value()), |(items, teas)| {
        teas.map_or_else(Totals::default, |teas| totals(items, teas))
    });
    let postage = move || match costs.get().postage {
        free if free == Amount::default() => "free".into_any(),
        amount => view! { <Price amount/> }.into_any(),
    };
    view! {
        <section class="panel" id="cart">
            <h2>"Your cart"</h2>
            <ul>
                <For each=move || shown.get() key=|id| *id let:product>
                    <Line product/>
                </For>
            </ul>
            <Show
                when=move || !shown.with(Vec::is_empty)
                fallback=|| view! { <p class="note">"Nothing yet. The kettle is waiting."</p> }
            >
                <dl class="sums">
                    <dt>"Goods"</dt>
                    <dd><Price amount=Signal::derive(move || costs.get().goods)/></dd>
                    <dt>"Postage"</dt>
                    <dd>{postage}</dd>
                    <dt class="total">"Total"</dt>
                    <dd class="total"><Price amount=Signal::derive(move || costs.get().total())/></dd>
                </dl>
            </Show>
        </section>
    }
}

/// The way down to the cart, where there is no room for it beside the teas.
#[component]
pub fn CartLink() -> impl IntoView {
    let shop = use_store::<Shop>();
    let count = shop.select(|shop| shop.cart.items.iter().map(|item| item.wanted).sum::<u32>());
    let any = move || count.get() > 0;
    let text = move || match count.get() {
        1 => "1 thing in your cart".to_owned(),
        count => format!("{count} things in your cart"),
    };
    view! {
        <Show when=any>
            <a class="jump" href="#cart">{text}</a>
        </Show>
    }
}

#[component]
fn Line(product: ProductId) -> impl IntoView {
    let shop = use_store::<Shop>();
    // The line may be gone while it still is in the page.
    let item = shop.cart().items().at(product);
    let tea = shop.catalogue().teas().value().at(product);
    let name = move || tea.name().get().unwrap_or_default();
    let wanted = item.wanted().or(0);
    let cost = Signal::derive(move || tea.price().get().unwrap_or_default() * wanted.get());
    let put = move |wanted| shop.cart().put(product, wanted);
    let problem = move || {
        let problem = item.problem().get().flatten()?;
        Some(view! { <p class="problem" role="alert">{problem.to_string()}</p> })
    };
    let is_asking = move || item.with(|item| item.as_ref().is_some_and(Item::is_asking));
    view! {
        <li class="line" class:pending=is_asking aria-busy=move || is_asking().to_string()>
            <span class="name">{name}</span>
            <Price amount=cost/>
            <span class="quantity">
                <button
                    aria-label=move || format!("Fewer {}", name())
                    disabled=move || wanted.get() == 0
                    on:click=move |_| put(wanted.get_untracked().saturating_sub(1))
                >
                    "−"
                </button>
                <output>{wanted}</output>
                <button
                    aria-label=move || format!("More {}", name())
                    on:click=move |_| put(wanted.get_untracked() + 1)
                >
                    "+"
                </button>
            </span>
            <button class="quiet" aria-label=move || format!("Remove {}", name()) on:click=move |_| put(0)>
                "Remove"
            </button>
            {problem}
        </li>
    }
}
