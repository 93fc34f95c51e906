//! What an order has to look like. The page says what is wrong while one types; the server says it again, since it can't know
//! who is asking.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Amount, Currency};

/// Where an order goes, and how it is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Whom it is for.
    pub name: String,
    /// Where the receipt goes.
    pub email: String,
    /// Where the parcel goes.
    pub address: String,
    /// What it is paid in.
    pub currency: Currency,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Whom it is for.
    Name,
    /// Where the receipt goes.
    Email,
    /// Where the parcel goes.
    Address,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// There is nothing in it.
    Missing,
    /// It is longer than it may be.
    TooLong,
    /// It is no address that mail can be sent to.
    NotAnEmail,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "This is needed.",
            Self::TooLong => "This is longer than 200 characters.",
            Self::NotAnEmail => "This is not an e-mail address.",
        })
    }
}

/// How many characters a field may hold.
const LONGEST: usize = 200;

impl Field {
    /// All there are, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Name, Self::Email, Self::Address];

    /// What is wrong with `text` in this field.
    pub fn check(self, text: &str) -> Option<Wrong> {
        let text = text.trim();
        if text.is_empty() {
            Some(Wrong::Missing)
        } else if text.chars().count() > LONGEST {
            Some(Wrong::TooLong)
        } else if self == Self::Email && !is_email(text) {
            Some(Wrong::NotAnEmail)
        } else {
            None
        }
    }
}

/// Whether a text may be an e-mail address. Only a mail that arrives tells for sure.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    !text.contains(char::is_whitespace)
        && parts.is_some_and(|(local, domain)| {
            let labels = domain.split('.').collect::<Vec<_>>();
            !local.is_empty()
                && !domain.contains('@')
                && labels.len() > 1
                && labels.iter().all(|label| !label.is_empty())
        })
}

impl Order {
    /// What is in a field.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Email => &self.email,
            Field::Address => &self.address,
        }
    }

    /// What is wrong, in the order of the form.
    pub fn wrong(&self) -> Vec<(Field, Wrong)> {
        let wrong = |field: Field| Some((field, field.check(self.field(field))?));
        Field::ALL.into_iter().filter_map(wrong).collect()
    }
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The order's number.
    pub number: u32,
    /// How many things it is about.
    pub items: u32,
    /// What all of it costs.
    pub total: Amount,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_can_be_sent_to_an_address_with_a_domain() {
        for good in ["ada@example.org", " ada.lovelace+tea@mail.example.co.uk "] {
            assert_eq!(Field::Email.check(good), None, "{good}");
        }
        for bad in [
            "ada",
            "@example.org",
            "ada@example",
            "ada@.org",
            "a da@example.org",
            "a@b@c.org",
        ] {
            assert_eq!(Field::Email.check(bad), Some(Wrong::NotAnEmail), "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_comes_in_the_order_of_the_form() {
        let order = Order {
            email: "nobody".into(),
            address: "x".repeat(201),
            ..Order::default()
        };
        let wrong = [
            (Field::Name, Wrong::Missing),
            (Field::Email, Wrong::NotAnEmail),
            (Field::Address, Wrong::TooLong),
        ];
        assert_eq!(order.wrong(), wrong);
    }
}
