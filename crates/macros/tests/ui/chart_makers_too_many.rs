use leptos_state_macros::chart;

chart! {
    Player;
    events { Load(String), Next }
    Idle {
        on Load(title) => Empty(song(title));
        on Next => Song(song).Left, Song(song).Right;
    }
    Empty { on Next => Song.Idle; }
    Song parallel(String) {
        A { Left; }
        B { Right; }
    }
}

struct Player;

fn main() {}
