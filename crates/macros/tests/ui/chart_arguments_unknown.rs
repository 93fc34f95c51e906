use leptos_state_macros::chart;

chart! {
    Player;
    events { Seek(f32), Jump { to: f32 }, Play(String), Stop }
    Idle {
        entry greet(whom);
        on Seek(position) / seek(positon);
        on Stop / stop(why) => Loaded(deck(deck));
        invoke warm { done(heat) / note(heat); }
    }
    Loaded(deck: String) {
        on Seek(at) | Stop / seek(at);
        on Play(at) | Jump { to: at } / play(at);
        on Stop / stop(deck, deck) => Round;
    }
    Round {
        Turn { always => Won; }
        final Won;
        done(prize) / keep(prize) => Idle;
    }
}

struct Player;

fn main() {}
