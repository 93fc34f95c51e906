use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch }
    On {
        initial Off;
        Bright;
        on Switch => Off;
    }
    Off { on Switch => On; }
}

chart! {
    Kettle;
    Cold { initial Cold; }
}

struct Lamp;
struct Kettle;

fn main() {}
