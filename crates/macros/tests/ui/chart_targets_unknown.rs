use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch }
    initial Of;
    Off {
        on Switch if !in Onn => Om;
        after 1s => Mirror;
    }
    On { on Switch => On.Off; }
}

struct Lamp;

fn main() {}
