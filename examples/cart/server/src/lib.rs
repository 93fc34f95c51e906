//! The shop's server: what there is to buy, who has how much of it in the cart, and what was ordered. All of it is kept in
//! memory and gone when the server ends.

mod products;
mod requests;
mod shop;

pub use requests::routes;
