use leptos_state_macros::chart;

chart! {
    Game;
    events { Point }
    Round { on Point => Over; }
    final Over { on Point => Round; invoke wait; Nothing; initial Nothing; }
}

struct Game;

fn main() {}
