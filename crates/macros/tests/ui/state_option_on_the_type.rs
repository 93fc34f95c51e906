use leptos_state_macros::State;

#[derive(Clone, State)]
#[state(skip)]
struct Form {
    rows: Vec<u32>,
}

fn main() {}
