use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    #[action(fast)]
    pub fn increment(&mut self) {
        self.value += 1;
    }
}

fn main() {}
