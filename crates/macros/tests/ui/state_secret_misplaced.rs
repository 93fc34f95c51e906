use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct User {
    #[state(id, secret)]
    id: u32,
}

#[derive(Clone, Default, State)]
pub struct Cart {
    items: u32,
}

#[actions]
impl Cart {}

#[derive(Clone, Default, State)]
pub struct Shop {
    #[state(slice, secret)]
    cart: Cart,
}

#[derive(Clone, State)]
#[state(secret)]
struct Whole {
    name: String,
}

fn main() {}
