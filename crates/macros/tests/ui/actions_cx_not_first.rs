use leptos_state_core::Cx;
use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Point {
    x: i32,
}

#[actions]
impl Point {
    pub fn go(&mut self, x: i32, cx: &mut Cx<Self>) {
        self.x = x;
    }
}

fn main() {}
