use leptos_state_macros::State;

#[derive(Clone, State)]
struct Form {
    #[state(keyed)]
    rows: Vec<u32>,
}

fn main() {}
