use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch }
    Off { on Switch => On; }
    On { on Switch => Off; }
    final done;
    Self;
    error { on Switch => Off; }
    off { on Switch => On; }
    onn Switch => On;
    events { Break }
}

struct Lamp;

fn main() {}
