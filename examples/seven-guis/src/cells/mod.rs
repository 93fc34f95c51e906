//! The seventh task: a spreadsheet.
//!
//! `address` says which cells there are, `formula` what may be written into them, `value` what comes of it. `sheet` is the
//! state and its actions, `propagation` finds which cells a change reaches.

mod address;
pub mod formula;
mod propagation;
mod sheet;
mod value;
mod view;

pub use self::address::{Address, Range};
pub use self::sheet::{Cell, Sheet};
pub use self::value::{Trouble, Value};
pub use self::view::View;
