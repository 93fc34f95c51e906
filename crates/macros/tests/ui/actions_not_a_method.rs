use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    const START: i32 = 0;
}

fn main() {}
