use leptos_state_macros::State;

#[derive(Clone, State)]
enum Setting {
    Unset,
    Set(String),
    Get { from: String },
    #[state(handle = written)]
    Write(u32),
}

fn main() {}
