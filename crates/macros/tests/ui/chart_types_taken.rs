use leptos_state_macros::chart;

pub struct Event;
#[derive(Clone, Debug)]
pub struct Loaded;
#[derive(Clone, Debug)]
pub struct State;

chart! {
    Player { context: Vec<State> }
    events { Load(Option<State>) }
    Idle { on Load / load => Loaded(make); }
    Loaded(Loaded) { Playing; }
}

struct Player;

fn main() {}
