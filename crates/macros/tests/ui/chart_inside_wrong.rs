use leptos_state_macros::chart;

chart! {
    Fader;
    events { Up }
    emits { Louder(u32) }
    final Full;
}

pub struct Fader;

pub struct NoChart;

chart! {
    Player;
    events { Play }
    spawn tracks: Fader by u32 {
        next(track, what, more) / hear(track);
        error => Failed;
    }
    spawn others: Fader with u32;
    Silent {
        invoke fader: Fader {
            error => Failed;
            done(level) if is_there(faders) => Failed;
        }
        invoke fetch -> u32 {
            next(part) / show(part);
            done(one, two) => Failed;
        }
    }
    Failed;
}

pub struct Player;

fn main() {}
