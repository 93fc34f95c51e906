//! The contestant, to have its allocations counted.

fn main() {
    counting::serve(&contestant_statig::entries());
}
