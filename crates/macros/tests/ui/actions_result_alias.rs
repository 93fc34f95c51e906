use leptos_state_macros::{actions, State};

type Result<T> = std::result::Result<T, String>;

#[derive(Clone, State)]
struct Point {
    x: i32,
}

#[actions]
impl Point {
    pub fn go(&mut self, x: i32) -> Result<()> {
        self.x = x;
        Ok(())
    }
}

fn main() {}
