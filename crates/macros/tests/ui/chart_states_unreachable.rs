use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch, Break }
    Off { on Switch => On; }
    On {
        on Switch => Off;
        Bright;
        Dim { Warm; }
    }
    Broken { on Switch => Off; }
}

struct Lamp;

fn main() {}
