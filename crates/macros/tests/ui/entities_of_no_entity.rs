use leptos_state_core::entities::Entities;
use leptos_state_macros::State;

#[derive(Clone, State)]
struct Todo {
    id: u32,
}

#[derive(Clone, State)]
struct Todos {
    all: Entities<Todo>,
}

fn main() {}
