//! What the shop's page and its server say to each other: products, money, orders, and what an order has to look like.

mod money;
mod order;

pub use money::{Amount, Currency, Rates, Totals};
pub use order::{Field, Order, Receipt, Wrong};

use leptos_state_macros::State;
use serde::{Deserialize, Serialize};

/// Tells a product from all others.
pub type ProductId = u32;

/// The header with the visitor's session, any text of at most 64 characters.
pub const SESSION: &str = "x-session";

/// The header that asks the server to answer as if it were in trouble, to see what the page does then.
pub const TROUBLE: &str = "x-trouble";

/// Something that can be bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, State)]
pub struct Product {
    /// Tells it from all others.
    #[state(id)]
    pub id: ProductId,
    /// What it is called.
    pub name: String,
    /// Two lines about it.
    pub about: String,
    /// What one of it costs.
    pub price: Amount,
    /// Where its colour is on the colour wheel, in degrees.
    pub hue: u16,
}

/// How many of a product somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The product.
    pub product: ProductId,
    /// How many.
    pub quantity: u32,
}

/// Why the server did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// There are fewer than that.
    #[error("there are only {left} left")]
    SoldOut {
        /// How many there are.
        left: u32,
    },
    /// There is no such product.
    #[error("there is no such product")]
    NoSuchProduct,
    /// There is nothing to order.
    #[error("there is nothing in the cart")]
    NothingToOrder,
    /// The order lacks something, or something in it is not what it should be.
    #[error("something in the order has to be corrected")]
    Invalid {
        /// What, in the order of the form.
        wrong: Vec<(Field, Wrong)>,
    },
    /// The request has no session, or one that is too long.
    #[error("the request has no session")]
    NoSession,
    /// Nothing works at the moment.
    #[error("the shop is in trouble, please try again")]
    Trouble,
}
