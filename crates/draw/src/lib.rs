#![doc = include_str!("../README.md")]

mod dot;
mod mermaid;
mod outline;
#[cfg(feature = "svg")]
mod svg;
mod words;

pub use dot::dot;
pub use mermaid::mermaid;
#[cfg(feature = "svg")]
pub use svg::{Direction, Drawing, Mark, Marks, Theme};
