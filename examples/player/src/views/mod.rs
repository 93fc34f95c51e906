//! What is seen.

pub mod controls;
pub mod drawing;
mod icon;
pub mod inspector;
pub mod shelf;

/// Seconds as they are read: `1:05`.
fn clock(seconds: f64) -> String {
    let seconds = seconds as u32;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
