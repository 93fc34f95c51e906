use leptos_state_macros::chart;

chart! {
    Player parallel;
    Transport(u32) { Idle; }
    Volume { Sound parallel { Left(u8); Right; } }
}

struct Player;

fn main() {}
