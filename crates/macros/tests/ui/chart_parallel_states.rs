use leptos_state_macros::chart;

chart! {
    Player;
    events { Play }
    Idle { on Play => Active; }
    Active parallel {
        initial Sound;
        Volume { Sound; }
        final Over;
    }
    Other parallel { on Play => Idle; }
    Third parallel;
}

struct Player;

fn main() {}
