//! SCXML documents.

pub mod expression;
