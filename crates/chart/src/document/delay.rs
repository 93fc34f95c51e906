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

/// So many milliseconds. Less than none is none, and what is too long for a clock is as long as one can say.
pub(crate) fn milliseconds(number: f64) -> Duration {
    if number.is_nan() {
        return Duration::ZERO;
    }
    Duration::from_secs_f64((number / 1_000.0).clamp(0.0, f64::from(u32::MAX)))
}

/// A time as XState 6 writes it: `150ms`, `1.5s`, or as ISO 8601 has it, such as `PT1M30S`, in weeks at most.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(number) = text.strip_suffix("ms") {
        return digits(number).then(|| number.parse().ok().map(milliseconds))?;
    }
    if let Some(period) = text.strip_prefix('p') {
        return iso(period);
    }
    let number = text.strip_suffix('s')?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let whole: f64 = if whole.is_empty() {
        0.0
    } else {
        whole.parse().ok()?
    };
    // Of a second there are thousandths.
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    Some(milliseconds(whole * 1_000.0 + part.parse::<f64>().ok()?))
}

/// What follows the `P`.
fn iso(period: &str) -> Option<Duration> {
    let (date, time) = match period.split_once('t') {
        Some((date, time)) => (date, time),
        None => (period, ""),
    };
    let mut seconds = 0.0;
    let mut count = 0;
    let days = 24.0 * 3_600.0;
    for (mut rest, units) in [
        (date, &[('w', 7.0 * days), ('d', days)][..]),
        (time, &[('h', 3_600.0), ('m', 60.0), ('s', 1.0)][..]),
    ] {
        for (unit, length) in units {
            if let Some((number, behind)) = rest.split_once(*unit) {
                seconds += number_of(number)? * length;
                count += 1;
                rest = behind;
            }
        }
        if !rest.is_empty() {
            return None;
        }
    }
    (count > 0).then(|| milliseconds(seconds * 1_000.0))
}

fn number_of(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    (digits(whole) && digits(part))
        .then(|| format!("{whole}.{part}").parse().ok())
        .flatten()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
