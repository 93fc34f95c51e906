use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub fn set(&mut self, value: i32) {
        self.value = value;
    }

    pub fn arc_store(&mut self) {}

    pub fn watcher(&mut self) {}
}

fn main() {}
