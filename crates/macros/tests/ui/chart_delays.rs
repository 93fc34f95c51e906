use leptos_state_macros::chart;

chart! {
    Lamp;
    On {
        after 10 => Off;
        after 5m => Off;
        after soon => Off;
        after "1s" => Off;
    }
    Off { after 1s => On; }
}

struct Lamp;

fn main() {}
