use std::rc::Rc;

use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
pub struct Part {
    text: Rc<str>,
}

#[actions]
impl Part {
    pub fn clear(&mut self) {
        self.text = "".into();
    }
}

#[derive(Clone, State)]
pub struct Page {
    #[state(slice)]
    part: Part,
}

#[actions(slices(part: Part))]
impl Page {}

fn main() {}
