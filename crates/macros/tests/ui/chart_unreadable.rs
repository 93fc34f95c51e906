use leptos_state_chart::Running;
use leptos_state_macros::chart;

chart! {
    /// Somebody is writing here.
    Player { context: u32 }
    events { Load(String), Play, Pause, }
    Idle {
        on Load => Loaded;
        on Play -> Loaded;
        on Pause => Idle;
    }
    Loaded {
        Playing { on Pause => Paused; }
        Paused { on Play / count => Playing; }
    }
}

struct Player;

// What was read can be used.
impl player::Logic for Player {
    fn count(&self, context: &mut u32, _: &mut player::Cx<'_>) {
        *context += 1;
    }
}

fn is_playing(player: &Running<Player>) -> bool {
    let song = player::Event::Load("some".to_owned());
    player.can(&song) || matches!(player.state(), player::State::Loaded(player::Loaded::Playing))
}

fn main() {}
