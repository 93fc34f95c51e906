use leptos_state_macros::actions;

#[derive(Clone)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub fn increment(&mut self) {
        self.value += 1;
    }
}

fn main() {}

// With another `State` about, every compiler prints the whole path of the trait.
mod elsewhere {
    pub struct State;
}
