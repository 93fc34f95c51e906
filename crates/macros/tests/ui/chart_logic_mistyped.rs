use leptos_state_macros::chart;

chart! {
    Player { context: u32 }
    events { Seek(f32), Stop }
    Idle { on Seek(at) if in_range(at) / seek(at) => Active; }
    Active { on Stop => Idle; }
}

struct Player;

impl player::Logic for Player {
    fn in_range(&self, context: &u32, at: &f32) -> u32 {
        *at as u32 + *context
    }

    fn seek(&self, context: &mut u32, at: &f64, _: &mut player::Cx<'_>) {
        *context = *at as u32;
    }
}

fn main() {}
