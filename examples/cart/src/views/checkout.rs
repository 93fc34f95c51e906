//! Where the order goes, and what became of it.

use cart_api::Field;
use leptos::html;
use leptos::prelude::*;
use leptos_state::prelude::*;

use super::Price;
use crate::checkout::Stage;
use crate::shop::Shop;

/// The form as long as there is something to order, and the receipt.
#[component]
pub fn CheckoutPanel() -> impl IntoView {
    let shop = use_store::<Shop>();
    let any = shop.select(|shop| shop.cart.items.iter().any(|item| item.wanted > 0));
    view! {
        <Show when=move || any.get() fallback=|| view! { <Receipt/> }>
            <Form/>
        </Show>
    }
}

#[component]
fn Form() -> impl IntoView {
    let shop = use_store::<Shop>();
    let checkout = shop.checkout();
    let [name, email, address] = [(); 3].map(|()| NodeRef::<html::Input>::new());
    let order = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wrong = match shop.try_order().done().flatten() {
            None => return,
            Some(Field::Name) => name,
            Some(Field::Email) => email,
            Some(Field::Address) => address,
        };
        if let Some(input) = wrong.get_untracked() {
            // A field that is no longer in the page can't take the focus, and needs none.
            let _ = input.focus();
        }
    };
    let is_sending = shop.select(|shop| shop.checkout.is_sending());
    let problem = move || match checkout.stage().get() {
        Stage::Refused(problem) => {
            Some(view! { <p class="problem" role="alert">{problem.to_string()}</p> })
        }
        _ => None,
    };
    view! {
        <form class="panel" novalidate on:submit=order>
            <h2>"Where to?"</h2>
            <label>
                "Name"
                <input autocomplete="name" node_ref=name bind:value=checkout.name() aria-invalid=invalid(shop, Field::Name)/>
            </label>
            <Wrong field=Field::Name/>
            <label>
                "E-mail"
                <input type="email" autocomplete="email" node_ref=email bind:value=checkout.email() aria-invalid=invalid(shop, Field::Email)/>
            </label>
            <Wrong field=Field::Email/>
            <label>
                "Address"
                <input autocomplete="street-address" node_ref=address bind:value=checkout.address() aria-invalid=invalid(shop, Field::Address)/>
            </label>
            <Wrong field=Field::Address/>
            {problem}
            <button class="main" disabled=move || is_sending.get()>"Order"</button>
        </form>
    }
}

/// Whether something is wrong with a field that the visitor is to be told of.
fn invalid(shop: Store<Shop>, field: Field) -> impl Fn() -> String + Clone {
    let wrong = shop.select(move |shop| shop.checkout.complaint(field).is_some());
    move || wrong.get().to_string()
}

#[component]
fn Wrong(field: Field) -> impl IntoView {
    let shop = use_store::<Shop>();
    let wrong = shop.select(move |shop| shop.checkout.complaint(field));
    view! { <span class="wrong" aria-live="polite">{move || wrong.get().map(|wrong| wrong.to_string())}</span> }
}

#[component]
fn Receipt() -> impl IntoView {
    let shop = use_store::<Shop>();
    move || match shop.checkout().stage().get() {
        Stage::Taken(name, receipt) => Some(view! {
            <section class="panel receipt" role="status">
                <h2>{format!("Thank you, {name}!")}</h2>
                <p>"Order " <strong>{format!("№ {}", receipt.number)}</strong></p>
                <p>{receipt.items} " things for " <Price amount=receipt.total/></p>
            </section>
        }),
        _ => None,
    }
}
