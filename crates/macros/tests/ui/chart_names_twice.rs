use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch, Switch }
    Off { on Switch => On; }
    On {
        Bright;
        Off { Dim; }
        on Switch => Off;
    }
    Hall parallel {
        LEDLight { Red; }
        LedLight { Glow; }
    }
}

struct Lamp;

// What there is can be used.
fn is_lit(state: lamp::State) -> bool {
    matches!(state, lamp::State::On(lamp::On::Bright))
}

fn main() {}
