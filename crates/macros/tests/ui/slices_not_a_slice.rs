use leptos_state_core::Store;
use leptos_state_macros::{actions, State};

#[derive(Clone, Default, State)]
pub struct Cart {
    items: u32,
}

#[actions]
impl Cart {
    pub fn add(&mut self) {
        self.items += 1;
    }
}

#[derive(Clone, Default, State)]
pub struct Shop {
    cart: Cart,
}

#[actions]
impl Shop {
    pub fn close(&mut self) {}
}

fn main() {
    let shop = Store::new(Shop::default());
    shop.cart().add();
}
