use leptos_state_macros::chart;

chart! {
    Lamp { contxt: u32, version: 2, limit: 4 }
    events { Switch }
    On { on Switch => Off; }
    Off { on Switch => On; }
}

struct Lamp;

// What there is can be used.
fn is_lit(state: lamp::State) -> bool {
    state == lamp::State::On
}

fn main() {}
