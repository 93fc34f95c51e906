//! The second task: a temperature in two scales, either of which follows the other.

mod view;

use leptos_state::prelude::*;

pub use self::view::View;

/// What stands in the two fields.
///
/// A field keeps what was typed, number or not. Only a number reaches the other field.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Temperature {
    /// The field of degrees Celsius.
    pub celsius: String,
    /// The field of degrees Fahrenheit.
    pub fahrenheit: String,
}

#[actions(no_serde)]
impl Temperature {
    /// Takes what was typed into the field of degrees Celsius.
    pub fn enter_celsius(&mut self, text: String) {
        if let Some(celsius) = degrees(&text) {
            self.fahrenheit = shown(celsius * 9.0 / 5.0 + 32.0);
        }
        self.celsius = text;
    }

    /// Takes what was typed into the field of degrees Fahrenheit.
    pub fn enter_fahrenheit(&mut self, text: String) {
        if let Some(fahrenheit) = degrees(&text) {
            self.celsius = shown((fahrenheit - 32.0) * 5.0 / 9.0);
        }
        self.fahrenheit = text;
    }
}

/// The most that is taken for a temperature. A number beyond it would be shown with more digits than it has.
const MOST: f64 = 1e12;

/// The number that a text is. Rust would also read `inf` and `NaN`, which are no temperatures.
pub fn degrees(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    (number.abs() <= MOST).then_some(number)
}

/// A number with at most two decimals.
fn shown(degrees: f64) -> String {
    // Adding zero makes a zero of what would be shown as -0.
    let rounded = (degrees * 100.0).round() / 100.0 + 0.0;
    rounded.to_string()
}
