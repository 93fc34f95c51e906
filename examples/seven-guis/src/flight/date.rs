//! Dates as they are typed into the booker's fields.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar. It is read and shown as `27.03.2014`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    // In this order, days compare as they follow each other.
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDate {
    /// It does not have the form.
    #[error("a date is written as 27.03.2014")]
    Form,
    /// The calendar has no such day.
    #[error("there is no such day")]
    NoSuchDay,
}

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut parts = text.split('.');
        let mut part = |digits: usize| {
            let part = parts.next().ok_or(NoDate::Form)?;
            let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number {
                return Err(NoDate::Form);
            }
            part.parse::<u16>().map_err(|_| NoDate::Form)
        };
        let (day, month, year) = (part(2)?, part(2)?, part(4)?);
        if parts.next().is_some() {
            return Err(NoDate::Form);
        }
        if !(1..=days_in(month, year)).contains(&day) {
            return Err(NoDate::NoSuchDay);
        }
        // Both have two digits.
        Ok(Self {
            year,
            month: month as u8,
            day: day as u8,
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{day:02}.{month:02}.{year:04}")
    }
}

/// How many days a month has; none if there is no such month.
const fn days_in(month: u16, year: u16) -> u16 {
    let is_leap_year =
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        _ => 0,
    }
}
