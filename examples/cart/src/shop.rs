//! The whole of the page: its parts, and what concerns more than one of them.

use cart_api::{Amount, Currency, Field, Problem, Product, Receipt};
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

/// What all of it costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// The teas.
    pub goods: Amount,
    /// The parcel.
    pub postage: Amount,
}

/// What a parcel costs, and from where on it is free.
const POSTAGE: Amount = Amount::cents(490);
const FREE_FROM: Amount = Amount::cents(4_000);

impl Totals {
    /// Adds up what is in the cart.
    pub fn of(items: &Entities<Item>, teas: &Entities<Product>) -> Self {
        let price = |item: &Item| Some(teas.get(&item.product)?.price * item.wanted);
        let goods: Amount = items.iter().filter_map(price).sum();
        let is_free = goods >= FREE_FROM || goods == Amount::default();
        Self {
            goods,
            postage: if is_free { Amount::default() } else { POSTAGE },
        }
    }

    /// Both together.
    pub fn total(self) -> Amount {
        self.goods + self.postage
    }
}
