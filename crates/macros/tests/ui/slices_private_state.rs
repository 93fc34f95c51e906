mod shop {
    use leptos_state_macros::{actions, State};

    #[derive(Clone, State)]
    struct Cart {
        items: u32,
    }

    #[actions]
    impl Cart {
        fn add(&mut self) {
            self.items += 1;
        }
    }

    #[derive(Clone, State)]
    pub struct Shop {
        #[state(slice)]
        cart: Cart,
    }

    #[actions(slices(cart: Cart))]
    impl Shop {}
}

fn main() {}
