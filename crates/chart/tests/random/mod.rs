//! Random charts and traces, what they should do, and how they are compared.

pub mod compare;
pub mod generate;
pub mod reference;
pub mod shrink;
pub mod vocabulary;
