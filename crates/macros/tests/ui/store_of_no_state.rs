use leptos_state_core::Store;

struct Form {
    name: String,
}

fn build() {
    let _ = Store::new(Form { name: String::new() });
}

fn main() {}
