use leptos_state_macros::chart;

chart! {
    Player;
    events { Play }
    emits { Quiet }
    Only { on Play / say; }
}

pub struct Player;

pub struct Loud;

impl player::Logic for Player {
    fn say(&self, cx: &mut player::Cx<'_>) {
        cx.emit(Loud);
    }
}

chart! {
    Silent;
    events { Play }
    Only { on Play / say; }
}

pub struct Silent;

impl silent::Logic for Silent {
    fn say(&self, cx: &mut silent::Cx<'_>) {
        cx.emit(Loud);
    }
}

fn main() {}
