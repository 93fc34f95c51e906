use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub fn new() -> Self {
        Counter { value: 0 }
    }

    pub fn double(&self) -> i32 {
        self.value * 2
    }

    pub fn consume(self) {}
}

fn main() {}
