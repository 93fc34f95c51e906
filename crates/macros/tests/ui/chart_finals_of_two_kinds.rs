use leptos_state_macros::chart;

chart! {
    Game;
    events { Point, Miss }
    Round {
        Rally { on Point => Won; on Miss => Lost; }
        final Won = points -> u32;
        final Lost = excuse -> String;
        done(result) / keep(result) => Break;
    }
    Break {
        Pause { on Point => Ready; on Miss => Tired; }
        final Ready = strength -> u32;
        final Tired;
        done(strength) / begin(strength) => Round;
    }
}

struct Game;

fn main() {}
