use leptos_state_macros::chart;

chart! {
    Game;
    events { Point }
    Round {
        Rally { on Point => Both; }
        done => Rally;
    }
    Both parallel {
        done => Round;
        Mine { final Won; }
        Yours { Open; }
    }
    Rest { done => Round; }
    on Point => Rest;
    done => Round;
}

struct Game;

fn main() {}
