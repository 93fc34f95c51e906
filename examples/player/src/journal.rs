//! What the machine was told last, and what became of it.

use leptos_state::chart::{Effects, MachineAction, Reception, Running};
use leptos_state::prelude::*;
use leptos_state::{Change, Layer, Next, Outcome, Verdict};

use crate::machine::Player;

/// How many entries are kept.
const KEPT: usize = 7;

/// What happened last, the latest first.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Journal {
    /// The entries.
    #[state(key = number)]
    pub entries: Vec<Entry>,
}

/// One event, or several that are alike and came one after the other.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Entry {
    /// Tells it from the others.
    pub number: u64,
    /// What came.
    pub name: String,
    /// What became of it.
    pub became: Became,
    /// How often, in a row.
    pub times: u32,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// A transition was taken.
    Handled,
    /// It means nothing in the active states.
    Ignored,
    /// No active state has a transition for it.
    Unhandled,
    /// It came from a timer or from work that is not wanted any more.
    Late,
    /// The machine had finished.
    Finished,
    /// The machine did not come to rest.
    Failed,
    /// A layer refused it.
    Refused,
    /// It waits for another one.
    Queued,
    /// There was no machine any more.
    Gone,
}

impl Became {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Ignored => "ignored",
            Self::Unhandled => "unhandled",
            Self::Late => "late",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Queued => "queued",
            Self::Gone => "gone",
        }
    }
}

#[actions(no_serde)]
impl Journal {
    /// Notes that something came, and what became of it.
    pub fn note(&mut self, name: String, became: Became) {
        let number = match self.entries.first_mut() {
            Some(last) if last.name == name && last.became == became => {
                last.times += 1;
                return;
            }
            Some(last) => last.number + 1,
            None => 0,
        };
        let entry = Entry {
            number,
            name,
            became,
            times: 1,
        };
        self.entries.insert(0, entry);
        self.entries.truncate(KEPT);
    }
}

/// The layer that writes the journal.
pub struct Witness {
    journal: Store<Journal>,
}

impl Witness {
    /// One that writes into this journal.
    pub fn new(journal: Store<Journal>) -> Self {
        Self { journal }
    }
}

impl Layer<Running<Player>> for Witness {
    fn name(&self) -> &'static str {
        "Witness"
    }

    fn handle(
        &self,
        change: Change<'_, Running<Player>>,
        next: Next<'_, Running<Player>>,
    ) -> Verdict<Running<Player>> {
        let name = change.name().into_owned();
        let became = become_of(&change, &next.snapshot());
        let verdict = next.run(change);
        let became = match &verdict {
            Outcome::Done(_) => became,
            Outcome::Failed(_) => Became::Failed,
            Outcome::Refused(_) => Became::Refused,
            Outcome::Queued => Became::Queued,
            Outcome::Disposed => Became::Gone,
        };
        self.journal.note(name, became);
        verdict
    }
}

/// What a change will lead to. A layer is not told what an action replied, but handling an event is pure: what becomes of it is
/// seen on a copy.
fn become_of(change: &Change<'_, Running<Player>>, before: &Running<Player>) -> Became {
    let Some(MachineAction::Input(input)) = change.as_action() else {
        return Became::Handled;
    };
    match before.clone().handle(input, &mut Effects::new()) {
        Ok(Reception::Handled) => Became::Handled,
        Ok(Reception::Ignored) => Became::Ignored,
        Ok(Reception::Unhandled) => Became::Unhandled,
        Ok(Reception::Late) => Became::Late,
        Ok(Reception::Finished) => Became::Finished,
        Err(_) => Became::Failed,
    }
}
