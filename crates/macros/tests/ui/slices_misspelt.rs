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

#[actions(slices(card: Cart))]
impl Shop {}

fn main() {}
