//! The contestant, to be timed.

fn main() {
    harness::serve(&contestant_reactive_stores_rc::entries());
}
