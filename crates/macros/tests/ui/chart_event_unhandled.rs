use leptos_state_macros::chart;

chart! {
    Door { deny(unhandled) }
    events { Open, Close, Lock, Knock }
    Closed {
        on Open => Opened;
        on Close | Knock ignore;
        on Lock if has_key => Locked;
    }
    Opened {
        on Close => Both;
        on * ignore;
    }
    Locked;
    Both parallel {
        on Lock => Gone;
        Left { L1 { on Open; } L2; }
        Right { on Open | Close ignore; on Knock forbid; R1; }
    }
    final Gone;
}

struct Door;

impl door::Logic for Door {
    fn has_key(&self) -> bool {
        true
    }
}

fn main() {}
