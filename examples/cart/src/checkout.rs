//! Where the order goes.

use cart_api::{Currency, Field, Order, Problem, Receipt, Wrong};
use leptos_state::prelude::*;

/// The form, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Checkout {
    /// Whom it is for.
    pub name: String,
    /// Where the receipt goes.
    pub email: String,
    /// Where the parcel goes.
    pub address: String,
    /// Whether the visitor has tried to order. Before that, nobody is told of fields that are still empty.
    pub tried: bool,
    /// Where the order is.
    pub stage: Stage,
}

/// Where an order is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// With the visitor.
    #[default]
    Open,
    /// On its way to the server.
    Sent,
    /// With the visitor again, and this is why.
    Refused(Problem),
    /// Taken, for somebody of this name.
    Taken(String, Receipt),
}

impl Checkout {
    /// The order, as it is sent.
    pub fn order(&self, currency: Currency) -> Order {
        Order {
            name: self.name.trim().into(),
            email: self.email.trim().into(),
            address: self.address.trim().into(),
            currency,
        }
    }

    /// Whether the order is on its way.
    pub fn is_sending(&self) -> bool {
        self.stage == Stage::Sent
    }

    /// Sends the order off.
    pub fn begin(&mut self) {
        self.stage = Stage::Sent;
    }

    /// Takes the answer. One that was taken leaves an empty form.
    pub fn end(&mut self, answer: Result<Receipt, Problem>) {
        match answer {
            Ok(receipt) => {
                let name = std::mem::take(self).name;
                self.stage = Stage::Taken(name.trim().into(), receipt);
            }
            Err(problem) => self.stage = Stage::Refused(problem),
        }
    }

    /// What the visitor is to be told of a field.
    pub fn complaint(&self, field: Field) -> Option<Wrong> {
        let wrong = || field.check(self.text(field));
        self.tried.then(wrong).flatten()
    }

    /// The first field that something is wrong with.
    pub fn first_wrong(&self) -> Option<Field> {
        let is_wrong = |field: &Field| field.check(self.text(*field)).is_some();
        Field::ALL.into_iter().find(is_wrong)
    }

    fn text(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Email => &self.email,
            Field::Address => &self.address,
        }
    }
}
