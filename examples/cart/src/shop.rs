//! The whole of the page: its parts, and what concerns more than one of them.

use cart_api::{Currency, Field, Problem, Product, Receipt, Totals};
use leptos_state::prelude::*;

use crate::backend::Server;
use crate::cart::{Cart, Item};
use crate::catalogue::Catalogue;
use crate::checkout::Checkout;

/// The application's state.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Shop {
    /// What there is to buy.
    #[state(slice)]
    pub catalogue: Catalogue,
    /// What the visitor wants to buy.
    #[state(slice)]
    pub cart: Cart,
    /// Where the order goes.
    pub checkout: Checkout,
    /// What prices are shown in.
    pub currency: Currency,
}

#[actions(slices(catalogue: Catalogue, cart: Cart))]
impl Shop {
    /// Shows prices in another currency.
    pub fn show_in(&mut self, currency: Currency) {
        self.currency = currency;
    }

    /// Sends the order, unless something in the form is wrong: then says where.
    pub fn order(&mut self, cx: &mut Cx<Self>) -> Option<Field> {
        self.checkout.tried = true;
        let wrong = self.checkout.first_wrong();
        if wrong.is_none() && !self.checkout.is_sending() {
            self.checkout.begin();
            let order = self.checkout.order(self.currency);
            cx.effect_with("order", |shop, server: Server| async move {
                let answer = server.order(order).await;
                shop.ordered(answer);
            });
        }
        wrong
    }

    /// Takes what became of the order. One that was taken empties the cart.
    pub fn ordered(&mut self, answer: Result<Receipt, Problem>) {
        if answer.is_ok() {
            self.cart = Cart::default();
        }
        self.checkout.end(answer);
    }
}

/// What all that is in the cart costs.
pub fn totals(items: &Entities<Item>, teas: &Entities<Product>) -> Totals {
    let price = |item: &Item| Some(teas.get(&item.product)?.price * item.wanted);
    Totals::of(items.iter().filter_map(price).sum())
}
