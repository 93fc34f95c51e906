use leptos_state_macros::chart;

chart! {
    Player;
    events { Load(String), Next, Stop, Play }
    Song(song: String) { on Next => Album; }
    Idle {
        on Load(title) => Disc;
        on Next => Playing;
        on Stop => Turntable;
        on Play => Arm;
    }
    Disc(String) {
        initial Track;
        Track(u32) { on Next => Playing; }
        Playing { on Load => Disc; on Next => Track(number); }
    }
    Album {
        First(u32) { on Next => Idle; }
    }
    Turntable parallel {
        on Load => Album;
        Arm { Up; }
        Plate(u32) { Turns; }
    }
}

struct Player;

fn main() {}
