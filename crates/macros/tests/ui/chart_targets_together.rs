use leptos_state_macros::chart;

chart! {
    Player;
    events { Play, Stop, Pause }
    Idle { on Play => Active, Playing; }
    Active parallel {
        on Stop => Playing, Paused;
        on Pause => Idle, Muted;
        Transport { initial Playing, Paused; Playing; Paused; }
        Volume { Sound; Muted; }
    }
}

struct Player;

fn main() {}
