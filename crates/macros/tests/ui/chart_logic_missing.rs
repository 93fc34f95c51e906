use leptos_state_macros::chart;

chart! {
    Player { context: u32 }
    events { Seek(f32), Stop }
    Idle { on Seek(at) if in_range(at) / seek(at), note => Active; }
    Active { on Stop / note => Idle; }
}

struct Player;

fn main() {}
