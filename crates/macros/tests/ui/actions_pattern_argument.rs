use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Point {
    x: i32,
}

#[actions]
impl Point {
    pub fn go(&mut self, (x, _): (i32, i32)) {
        self.x = x;
    }
}

fn main() {}
