//! The contestant, to be timed.

fn main() {
    harness::serve(&contestant_leptos_state_chart::entries());
}
