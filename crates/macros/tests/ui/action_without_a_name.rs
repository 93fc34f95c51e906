use leptos_state_core::{Action, Cx};
use std::convert::Infallible;

#[derive(Clone, Debug)]
struct Increment;

impl Action<i32> for Increment {
    type Reply = ();
    type Error = Infallible;

    fn apply(self, state: &mut i32, _: &mut Cx<i32>) -> Result<(), Infallible> {
        *state += 1;
        Ok(())
    }
}

fn main() {}
