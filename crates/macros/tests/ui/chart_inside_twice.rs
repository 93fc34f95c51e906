use leptos_state_macros::chart;

chart! {
    Fader;
    Only;
}

pub struct Fader;

chart! {
    Player;
    events { Play }
    Silent {
        invoke fader: Fader;
        on Play if is_there(faders) => Loud;
    }
    Loud { spawn fader: Fader by u32; }
}

pub struct Player;

fn main() {}
