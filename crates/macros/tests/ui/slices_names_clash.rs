use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
pub struct Cart {
    items: u32,
}

#[actions]
impl Cart {
    pub fn add(&mut self) {
        self.items += 1;
    }
}

#[derive(Clone, State)]
pub struct Shop {
    #[state(slice)]
    cart: Cart,
}

#[actions(slices(cart: Cart))]
impl Shop {
    pub fn cart(&mut self) {}
}

#[derive(Clone, State)]
pub struct Twice {
    #[state(slice)]
    cart: Cart,
}

#[actions(slices(cart: Cart, cart: Cart))]
impl Twice {}

#[derive(Clone, State)]
pub enum Either {
    Left {
        #[state(slice)]
        cart: Cart,
    },
    Right {
        #[state(slice)]
        cart: Cart,
    },
}

#[derive(Clone, State)]
pub enum Whole {
    #[state(slice)]
    Both { cart: Cart, count: u32 },
}

#[derive(Clone, State)]
pub struct Generic<T> {
    #[state(slice)]
    cart: Cart,
    other: T,
}

fn main() {}
