//! The examples as a web site: found, built for WebAssembly, laid out and served.

mod build;
mod example;
mod page;
mod rendered;
mod serve;
mod server;

pub use self::build::{build, Profile, TARGET};
pub use self::example::{examples, needs, visited, Example, Group};
pub use self::serve::serve;
