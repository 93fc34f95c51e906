//! Money in whole units: no sum of prices is ever off by a fraction of a cent.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul};

use serde::{Deserialize, Serialize};

/// An amount in cents of a euro, in which the shop reckons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(u64);

impl Amount {
    /// So many cents.
    pub const fn cents(cents: u64) -> Self {
        Self(cents)
    }

    /// The amount in euros, as text.
    pub fn in_euro(self) -> String {
        format!("€ {}.{:02}", grouped(self.0 / 100), self.0 % 100)
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Mul<u32> for Amount {
    type Output = Self;

    fn mul(self, times: u32) -> Self {
        Self(self.0.saturating_mul(u64::from(times)))
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

/// What prices are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// The euro, of a hundred cents.
    #[default]
    #[serde(rename = "EUR")]
    Euro,
    /// The yen, which has no smaller part.
    #[serde(rename = "JPY")]
    Yen,
}

impl Currency {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::Euro, Self::Yen];

    /// Its code by ISO 4217.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Euro => "EUR",
            Self::Yen => "JPY",
        }
    }
}

/// What a euro is worth elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// How many hundredths of a yen a euro is worth.
    pub yen_hundredths: u32,
}

impl Rates {
    /// The amount in `currency`, as text: rounded to the smallest coin there is, a half away from zero.
    pub fn show(self, amount: Amount, currency: Currency) -> String {
        let Amount(cents) = amount;
        match currency {
            Currency::Euro => amount.in_euro(),
            Currency::Yen => {
                let exact = u128::from(cents) * u128::from(self.yen_hundredths);
                format!("¥ {}", grouped((exact + 5_000) / 10_000))
            }
        }
    }
}

/// What somebody pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The goods.
    pub goods: Amount,
    /// The parcel.
    pub postage: Amount,
}

/// What a parcel costs, and from where on it is free.
const POSTAGE: Amount = Amount::cents(490);
const FREE_FROM: Amount = Amount::cents(4_000);

impl Totals {
    /// What goods for so much cost.
    pub fn of(goods: Amount) -> Self {
        let is_free = goods >= FREE_FROM || goods == Amount::default();
        Self {
            goods,
            postage: if is_free { Amount::default() } else { POSTAGE },
        }
    }

    /// Both together.
    pub fn total(self) -> Amount {
        self.goods + self.postage
    }
}

/// The number with a comma before every three digits.
fn grouped(number: impl fmt::Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates {
        yen_hundredths: 16_235,
    };

    #[test]
    fn an_amount_is_shown_in_the_smallest_coins_of_a_currency() {
        let shown = |cents, currency| RATES.show(Amount::cents(cents), currency).to_string();
        assert_eq!(shown(0, Currency::Euro), "€ 0.00");
        assert_eq!(shown(5, Currency::Euro), "€ 0.05");
        assert_eq!(shown(123_456_789, Currency::Euro), "€ 1,234,567.89");
        assert_eq!(shown(100, Currency::Yen), "¥ 162");
        assert_eq!(shown(1_000_000, Currency::Yen), "¥ 1,623,500");
    }

    #[test]
    fn a_sum_is_taken_before_it_is_rounded() {
        let three = [Amount::cents(99); 3].into_iter().sum();
        assert_eq!(RATES.show(three, Currency::Yen).to_string(), "¥ 482");
        assert_eq!(
            RATES.show(Amount::cents(99), Currency::Yen).to_string(),
            "¥ 161"
        );
    }
}
