use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
pub struct Cart {
    items: u32,
}

#[derive(Clone, State)]
pub struct Shop {
    #[state(slice)]
    cart: Cart,
}

#[actions(slices(cart: Cart))]
impl Shop {}

fn main() {}
