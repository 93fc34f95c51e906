use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch, Dim(u8) }
    Off { on Swich => On; }
    On { on Dimm(by) | Break => Off; }
}

struct Lamp;

fn main() {}
