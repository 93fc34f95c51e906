use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Holder<T> {
    value: T,
}

#[actions]
impl<T: Clone + 'static> Holder<T> {
    pub fn clear(&mut self) {}
}

#[actions]
impl Holder<u8> {
    pub fn wipe(&mut self) {}
}

fn main() {}
