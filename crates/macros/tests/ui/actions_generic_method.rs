use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub fn add<T: Into<i32>>(&mut self, by: T) {
        self.value += by.into();
    }

    pub fn add_some(&mut self, by: impl Into<i32>) {
        self.value += by.into();
    }
}

fn main() {}
