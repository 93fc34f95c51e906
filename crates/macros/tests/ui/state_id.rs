use leptos_state_macros::State;

#[derive(Clone, State)]
struct Twice {
    #[state(id)]
    id: u32,
    #[state(id)]
    other: u32,
}

#[derive(Clone, State)]
enum Shape {
    Circle {
        #[state(id)]
        id: u32,
    },
    #[state(id)]
    Square(u32),
}

fn main() {}
