use leptos_state_macros::State;

#[derive(Clone, Copy, State)]
union Bits {
    whole: u32,
    parts: [u8; 4],
}

fn main() {}
