use leptos_state_macros::State;

#[derive(Clone, State)]
struct Grid<const N: usize> {
    cells: [u8; N],
}

fn main() {}
