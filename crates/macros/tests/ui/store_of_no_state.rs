use leptos_state_core::Store;

struct Form {
    name: String,
}

fn build() {
    let _ = Store::new(Form { name: String::new() });
}

fn main() {}

// With another `State` about, every compiler prints the whole path of the trait.
mod elsewhere {
    pub struct State;
}
