//! What a recorder can be asked to do.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::{EntryId, Recordable, Session};

/// Something that a recorder is asked to do. It is done in a turn of the store, as a change is; what comes of it for the state goes
/// through the layers inside of the recorder as a restore, and if one of them refuses that, the recording is as it was.
pub enum Instruction<S: Recordable> {
    /// To go to the state that the entry led to.
    JumpTo(EntryId),
    /// To go to the state behind the first `n` entries; to where the recording begins for 0.
    JumpToIndex(usize),
    /// To leave the entry out, or not to leave it out any more.
    Toggle(EntryId),
    /// To leave out the entries whose numbers are in the range, or not to leave them out.
    SetActive(Range<u32>, bool),
    /// To move an entry before another one; to the end, if that one's number is greater than those there are, and to the beginning
    /// if there is no such entry.
    Reorder {
        /// Which one is moved.
        entry: EntryId,
        /// Before which.
        before: EntryId,
    },
    /// To forget the entries that are left out.
    Sweep,
    /// To forget all entries: the recording begins with the present state.
    Commit,
    /// To forget all entries and go back to where the recording begins.
    Rollback,
    /// To forget all entries and go back to the state from when the recorder was put around the store.
    Reset,
    /// To go on with another recording in place of this one.
    Import(Arc<Session<S>>),
    /// To refuse all changes that come from this program, or to admit them again.
    Lock(bool),
    /// To let changes pass without recording them, or to record them again.
    Pause(bool),
}

impl<S: Recordable> Instruction<S> {
    /// The name of the change that asks for it, and of the restore that comes of it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::JumpTo(_) | Self::JumpToIndex(_) => "devtools jump",
            Self::Toggle(_) | Self::SetActive(..) => "devtools skip",
            Self::Reorder { .. } => "devtools reorder",
            Self::Sweep => "devtools sweep",
            Self::Commit => "devtools commit",
            Self::Rollback => "devtools rollback",
            Self::Reset => "devtools reset",
            Self::Import(_) => "devtools import",
            Self::Lock(_) => "devtools lock",
            Self::Pause(_) => "devtools pause",
        }
    }
}

impl<S: Recordable> Clone for Instruction<S> {
    fn clone(&self) -> Self {
        match self {
            Self::JumpTo(entry) => Self::JumpTo(*entry),
            Self::JumpToIndex(index) => Self::JumpToIndex(*index),
            Self::Toggle(entry) => Self::Toggle(*entry),
            Self::SetActive(entries, active) => Self::SetActive(entries.clone(), *active),
            Self::Reorder { entry, before } => Self::Reorder {
                entry: *entry,
                before: *before,
            },
            Self::Sweep => Self::Sweep,
            Self::Commit => Self::Commit,
            Self::Rollback => Self::Rollback,
            Self::Reset => Self::Reset,
            Self::Import(session) => Self::Import(Arc::clone(session)),
            Self::Lock(on) => Self::Lock(*on),
            Self::Pause(on) => Self::Pause(*on),
        }
    }
}

impl<S: Recordable> fmt::Debug for Instruction<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
