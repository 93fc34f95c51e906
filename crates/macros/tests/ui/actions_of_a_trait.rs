use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Default for Counter {
    fn default() -> Self {
        Counter { value: 0 }
    }
}

fn main() {}
