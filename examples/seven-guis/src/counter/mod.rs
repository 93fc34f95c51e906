//! The first task: a number, and a button that counts it up.

mod view;

use leptos_state::prelude::*;

pub use self::view::View;

/// The number.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Counter {
    /// How often the button was pressed.
    pub count: u32,
}

#[actions(no_serde)]
impl Counter {
    /// Counts one more; the greatest number stays.
    pub fn increment(&mut self) {
        self.count = self.count.saturating_add(1);
    }
}
