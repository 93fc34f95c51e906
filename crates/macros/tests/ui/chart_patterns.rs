use leptos_state_macros::chart;

chart! {
    Player;
    events { Seek(f32), Move(f32, f32), Jump { to: f32, loudly: bool }, Stop }
    Idle {
        on Seek(from, to);
        on Move(by);
        on Stop(now);
        on Jump(to);
        on Seek { to };
        on Jump { too } / jump(too) => Idle;
        on Jump { volume: _, .. };
    }
}

struct Player;

fn main() {}
