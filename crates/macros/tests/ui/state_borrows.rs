use leptos_state_macros::State;

#[derive(Clone, State)]
struct Form<'a> {
    name: &'a str,
}

fn main() {}
