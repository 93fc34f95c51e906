use leptos_state_macros::chart;

chart! {
    Player;
    events { Stop, Resume }
    Idle { on Resume => Last; }
    Active {
        history Last => Idle;
        history deep All => Last;
        Playing { on Stop => Idle; on Resume => All; }
    }
}

struct Player;

fn main() {}
