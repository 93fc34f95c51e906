//! How long a time is, as documents write it.

use std::time::Duration;

/// The longest delay: so far ahead that no machine gets there, and near enough to be added to any time.
const LONGEST: Duration = Duration::from_secs(u32::MAX as u64);

/// A time as CSS2 writes it (SCXML 6.2): `1.5s`, `200ms`; also a number of milliseconds.
pub(crate) fn delay(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (number, unit) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) | (None, Some(number)) if number.is_empty() => return None,
        (Some(number), _) => (number, 0.001),
        (None, Some(number)) => (number, 1.0),
        (None, None) => (text, 0.001),
    };
    let is_digit = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    if !number.bytes().all(is_digit) {
        return None;
    }
    let seconds = number.parse::<f64>().ok()? * unit;
    Some(Duration::try_from_secs_f64(seconds).map_or(LONGEST, |delay| delay.min(LONGEST)))
}
