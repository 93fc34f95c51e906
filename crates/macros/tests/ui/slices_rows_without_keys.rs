use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
pub struct Tab {
    title: String,
}

#[actions]
impl Tab {
    pub fn rename(&mut self, title: String) {
        self.title = title;
    }
}

#[derive(Clone, State)]
pub struct Window {
    #[state(slice)]
    tabs: Vec<Tab>,
}

#[actions(slices(tabs: Vec<Tab>))]
impl Window {}

fn main() {}

// With another `State` about, every compiler prints the whole path of the trait.
mod elsewhere {
    pub struct State;
}
