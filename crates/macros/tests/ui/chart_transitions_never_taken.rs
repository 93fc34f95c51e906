use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch, Break, Mend }
    Off {
        on Switch => On;
        on Switch if is_whole => Broken;
    }
    On {
        on * => Off;
        on Break | Mend => Broken;
        after 1s => Off;
        after 1000ms => Broken;
    }
    Broken {
        on Mend ignore;
        on Mend => Off;
        always if is_whole => Off;
        always => On;
        always if is_whole => On;
    }
}

struct Lamp;

fn main() {}
