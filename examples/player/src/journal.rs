//! What the machine was told last, and what became of it.

use leptos_state::chart::Running;
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
    /// What became of it, in a word.
    pub became: String,
    /// How often, in a row.
    pub times: u32,
}

#[actions(no_serde)]
impl Journal {
    /// Notes that something came, and what became of it.
    pub fn note(&mut self, name: String, became: String) {
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
        let verdict = next.run(change);
        let became = match &verdict {
            Outcome::Done(done) => done.remark().unwrap_or("done"),
            Outcome::Failed(_) => "failed",
            Outcome::Refused(_) => "refused",
            Outcome::Queued => "queued",
            Outcome::Disposed => "gone",
        };
        self.journal.note(name, became.to_owned());
        verdict
    }
}
