use leptos_state_macros::State;

#[derive(Clone)]
struct Token(String);

/// What stands in the place of a secret is its default.
#[derive(Clone, State)]
struct Account {
    name: String,
    #[state(secret)]
    token: Token,
}

#[derive(Clone, State)]
enum Login {
    Out,
    #[state(secret)]
    In(Token),
}

fn main() {}
