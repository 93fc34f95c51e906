use leptos_state_macros::chart;

#[derive(Clone, Debug)]
pub struct Token(String);

// What stands in the place of a secret is its default.
chart! {
    Gate {}
    events { Enter(#[secret] Token) }
    Shut { on Enter => Open; }
    Open;
}

struct Gate;

chart! {
    Door {}
    events { #[secret] Enter(String), Leave(#[secret(always)] String) }
    Shut { on Enter => Open; }
    Open { on Leave => Shut; }
}

struct Door;

fn main() {}
