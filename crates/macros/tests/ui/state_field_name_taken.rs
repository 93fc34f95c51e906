use leptos_state_macros::State;

#[derive(Clone, State)]
struct Form {
    update: bool,
    #[state(handle = get)]
    got: bool,
}

fn main() {}
