//! The contestant, to be timed.

fn main() {
    harness::serve(&contestant_signals::entries());
}
