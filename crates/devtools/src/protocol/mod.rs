#![doc = include_str!("../../docs/protocol.md")]

mod message;
mod text;
mod told;

pub use message::{read, MessageError};

pub(crate) use told::{described, performed};
