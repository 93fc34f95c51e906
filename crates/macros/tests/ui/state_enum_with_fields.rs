use leptos_state_macros::State;

#[derive(Clone, State)]
enum Shape {
    Point,
    Circle { radius: u32 },
}

fn main() {}
