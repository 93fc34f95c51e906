//! The page.

mod cart;
mod checkout;
mod head;
mod teas;

pub use cart::{CartLink, CartPanel};
pub use checkout::CheckoutPanel;
pub use head::Head;
pub use teas::Teas;

use cart_api::Amount;
use leptos::prelude::*;
use leptos_state::prelude::*;

use crate::shop::Shop;

/// An amount in the currency that the visitor has chosen.
#[component]
fn Price(#[prop(into)] amount: Signal<Amount>) -> impl IntoView {
    let shop = use_store::<Shop>();
    let text = move || match shop.catalogue().rates().value().get() {
        Some(rates) => rates.show(amount.get(), shop.currency().get()),
        None => amount.get().in_euro(),
    };
    view! { <span class="price">{text}</span> }
}
