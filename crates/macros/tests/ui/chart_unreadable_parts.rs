use leptos_state_macros::chart;

chart! {
    Player { context: u32 }
    events { Load(String) Play, Pause = 3 }
    Idle;
}

chart! {
    Lamp
    events { Switch, 7, Break Mend }
    initial Off
    On { on Switch => Off on Break => Off; entry 3; }
    initial On;
    Off { on Switch maybe => On; always ignore; }
    => On;
    #[cfg(test)]
    Other { invoke fetch { finished => On; } invoke other on Mend => On; }
    Broken on Mend => On;
    history Last / note;
    =>
    Song(u32) parallel { A; }
}

struct Lamp;
struct Player;

fn main() {}
