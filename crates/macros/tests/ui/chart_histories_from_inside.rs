use leptos_state_macros::chart;

chart! {
    Player;
    events { Stop, Resume }
    Idle { on Resume => Active; }
    Active {
        history Last;
        Playing { on Stop => Paused; }
        Paused { on Resume => Last; on Stop => Idle; }
    }
}

struct Player;

fn main() {}
