use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub fn value(&mut self, value: i32) {
        self.value = value;
    }
}

fn main() {}
