use leptos_state_core::Store;
use leptos_state_macros::State;

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

fn main() {
    let _ = Store::<Counter>::new();
    let _ = Store::new(Counter {});
}
