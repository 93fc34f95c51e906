use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub async fn load(&mut self) {}

    pub unsafe fn poke(&mut self) {}
}

fn main() {}
