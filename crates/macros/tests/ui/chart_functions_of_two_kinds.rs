use leptos_state_macros::chart;

chart! {
    Player;
    events { Seek(f32), Load(String), Stop }
    Idle {
        on Seek(at) if move_to(at) / move_to(at);
        on Load(title) / load(title), load => Song(make(title));
        on Stop / stop?, stop => Tape(make);
        invoke fetch;
    }
    Song(song: String) {
        on Load(other) / play(other);
        on Stop / play(song);
        on Seek / fetch;
    }
    Tape(String) {
        on Stop if stops? => Idle;
        invoke warm -> String;
        invoke cool -> Result<u8, u8>;
    }
    Last {
        on * => Idle;
        invoke warm -> u8;
        invoke cool -> u8;
    }
    on Load => Last;
}

struct Player;

fn main() {}
