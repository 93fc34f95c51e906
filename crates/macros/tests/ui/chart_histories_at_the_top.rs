use leptos_state_macros::chart;

chart! {
    Player;
    events { Stop, Resume }
    history Whole;
    Idle { on Resume => Playing; }
    Playing { on Stop => Idle; }
}

struct Player;

fn main() {}
