use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Token(String);

#[derive(Clone, State)]
struct Account {
    name: String,
}

/// What stands in the place of a secret is its default.
#[actions]
impl Account {
    pub fn sign_in(&mut self, name: String, #[secret] token: Token) {
        self.name = name + &token.0;
    }
}

#[derive(Clone, State)]
struct Other {
    name: String,
}

#[actions]
impl Other {
    pub fn sign_in(&mut self, #[secret(always)] token: String) {
        self.name = token;
    }
}

fn main() {}
