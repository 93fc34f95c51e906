//! The contestant, to be timed.

fn main() {
    harness::serve(&contestant_by_hand::entries());
}
