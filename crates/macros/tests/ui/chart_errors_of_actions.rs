use leptos_state_macros::chart;

chart! {
    Player;
    events { Skip, Load }
    Idle {
        on Skip / skip;
        on Load / load?;
        on error.skip => Failed;
        on error.lod => Failed;
        on error.* => Failed;
        invoke fetch { error => Failed; }
    }
    Failed;
}

struct Player;

fn main() {}
