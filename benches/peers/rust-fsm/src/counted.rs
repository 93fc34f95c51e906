//! The contestant, to have its allocations counted.

fn main() {
    counting::serve(&contestant_rust_fsm::entries());
}
