//! The shop's server, as the page sees it: a service that effects use and tests replace.

use std::sync::Arc;

use cart_api::{Line, Order, Problem, Product, Rates, Receipt};
use leptos_state::BoxFuture;

/// What comes of asking the server.
pub type Answer<T> = BoxFuture<Result<T, Problem>>;

/// The server, as it is found in the environment.
pub type Server = Arc<dyn Backend>;

/// What can be asked of it.
pub trait Backend: Send + Sync {
    /// What there is to buy.
    fn teas(&self) -> Answer<Vec<Product>>;

    /// What a euro is worth.
    fn rates(&self) -> Answer<Rates>;

    /// What is in the cart.
    fn cart(&self) -> Answer<Vec<Line>>;

    /// Puts so many of a product into the cart; none takes it out.
    fn put(&self, line: Line) -> Answer<Line>;

    /// Orders what is in the cart.
    fn order(&self, order: Order) -> Answer<Receipt>;
}
