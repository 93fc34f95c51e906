use leptos_state_core::Store;
use leptos_state_macros::{actions, State};

#[derive(Clone, Default, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    fn increment(&mut self) {
        self.value += 1;
    }
}

fn main() {
    let counter = Store::new(Counter::default());
    counter.dispatch(CounterAction::Increment);
    counter.dispatch(42);
    counter.dispatch("increment");
    counter.dispatch(());
    counter.dispatch(None::<CounterAction>);
}
