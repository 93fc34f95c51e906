//! What a reporter is told.

use std::fmt;

use crate::{Failure, Refusal};

/// A problem with its place: the store and the change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report<'a> {
    /// The store's name.
    pub store: &'a str,
    /// The change's name: that of the action, or what was written (`set filter`).
    pub change: &'a str,
    /// What went wrong.
    pub problem: Problem<'a>,
}

impl<'a> Report<'a> {
    /// A problem with `change` on `store`.
    pub const fn new(store: &'a str, change: &'a str, problem: Problem<'a>) -> Self {
        Self {
            store,
            change,
            problem,
        }
    }
}

impl Report<'_> {
    /// What `Display` writes. It takes less code than `to_string`, which matters in a browser.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in self.pieces() {
            text.push_str(piece);
        }
        text
    }

    fn pieces(&self) -> [&str; 9] {
        let Self { store, change, .. } = self;
        let [what, who, colon, why] = match &self.problem {
            Problem::Failed(failure) => ["failed: ", failure.text(), "", ""],
            Problem::Refused(refusal) => {
                ["was refused by ", refusal.layer(), ": ", refusal.reason()]
            }
            Problem::Disposed => [
                "came after the store was disposed of with its owner; nothing was written",
                "",
                "",
                "",
            ],
            Problem::Unreadable(why) => ["could not be read: ", why, "", ""],
            Problem::Unwritable(why) => ["could not be written: ", why, "", ""],
            // Only debug builds find these.
            Problem::BrokenPromise | Problem::TouchedMore | Problem::Stale
                if !cfg!(debug_assertions) =>
            {
                ["broke a promise", "", "", ""]
            }
            Problem::BrokenPromise => [
                "promised to check first, but had written when it failed; remove `checks_first` or move its checks up",
                "",
                "",
                "",
            ],
            Problem::TouchedMore => [
                "wrote to a field that `Action::touches` left out; a release build would not have told those who watch it",
                "",
                "",
                "",
            ],
            Problem::Stale => [
                "changed after the part of the page that shows it had been rendered; change it before, or read it in the \
                 `<Suspense>` that waits for the change",
                "",
                "",
                "",
            ],
        };
        [
            "store `", store, "`: `", change, "` ", what, who, colon, why,
        ]
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces()
            .into_iter()
            .try_for_each(|piece| f.write_str(piece))
    }
}

/// What can go wrong with a change whose outcome nobody took.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Problem<'a> {
    /// The action returned an error.
    Failed(&'a Failure),
    /// A layer refused the change.
    Refused(&'a Refusal),
    /// The store was gone.
    Disposed,
    /// An action that promised [`ChecksFirst`](crate::Failing::ChecksFirst) had written when it failed.
    BrokenPromise,
    /// An action wrote to a field that its [`touches`](crate::Action::touches) left out. Found in debug builds.
    TouchedMore,
    /// What was stored or sent for the store could not be read. It keeps the state that it has.
    Unreadable(&'a str),
    /// The store's state could not be written down.
    Unwritable(&'a str),
    /// A server had rendered the part of a page that shows this when it changed. Found in debug builds.
    Stale,
}
