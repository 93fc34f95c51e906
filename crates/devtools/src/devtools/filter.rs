//! What is shown of a recording, and what may be done to it.

use crate::entry::Entry;
use crate::timeline::Step;
use crate::transport::Command;
use crate::Recordable;

/// What may be done to a store from where it is shown. The names are those of Redux's devtools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// Recording may be paused.
    pub pause: bool,
    /// Changes may be locked.
    pub lock: bool,
    /// The recording may be kept when the page is loaded again.
    pub persist: bool,
    /// The recording may be written to a file.
    pub export: bool,
    /// A recording may be read from a file.
    pub import: bool,
    /// One may go to other states.
    pub jump: bool,
    /// Entries may be left out.
    pub skip: bool,
    /// Entries may be moved.
    pub reorder: bool,
    /// Actions may be dispatched.
    pub dispatch: bool,
    /// Tests may be made of the recording.
    pub test: bool,
}

impl Features {
    /// All of it.
    pub const ALL: Self = Self::every(true);

    /// Nothing: it is only looked at.
    pub const NONE: Self = Self::every(false);

    const fn every(on: bool) -> Self {
        Self {
            pause: on,
            lock: on,
            persist: on,
            export: on,
            import: on,
            jump: on,
            skip: on,
            reorder: on,
            dispatch: on,
            test: on,
        }
    }

    /// Whether something may be asked for; the name of the feature if it may not.
    pub(crate) const fn admit(&self, command: &Command) -> Result<(), &'static str> {
        let (admitted, name) = match command {
            Command::Pause(_) => (self.pause, "pause"),
            Command::Lock(_) => (self.lock, "lock"),
            Command::Import(_) => (self.import, "import"),
            Command::JumpToState(_) | Command::JumpToAction(_) => (self.jump, "jump"),
            // Going back to a state from before is a jump.
            Command::Rollback | Command::Reset => (self.jump, "jump"),
            Command::Toggle(_) | Command::SetActive { .. } | Command::Sweep => (self.skip, "skip"),
            Command::Reorder { .. } => (self.reorder, "reorder"),
            Command::Dispatch(_) => (self.dispatch, "dispatch"),
            Command::Start | Command::Stop | Command::Commit => (true, ""),
        };
        if admitted {
            Ok(())
        } else {
            Err(name)
        }
    }
}

impl Default for Features {
    fn default() -> Self {
        Self::ALL
    }
}

type OnlyIf<S> = Box<dyn Fn(&S, &Entry<S>) -> bool + Send + Sync>;

/// Which entries are shown.
pub(crate) struct Filter<S: Recordable> {
    allowed: Option<Vec<String>>,
    denied: Vec<String>,
    only_if: Option<OnlyIf<S>>,
}

impl<S: Recordable> Filter<S> {
    pub(crate) const fn new() -> Self {
        Self {
            allowed: None,
            denied: Vec::new(),
            only_if: None,
        }
    }

    pub(crate) fn allow<N: Into<String>>(&mut self, names: impl IntoIterator<Item = N>) {
        let allowed = self.allowed.get_or_insert_default();
        allowed.extend(names.into_iter().map(Into::into));
    }

    pub(crate) fn deny<N: Into<String>>(&mut self, names: impl IntoIterator<Item = N>) {
        self.denied.extend(names.into_iter().map(Into::into));
    }

    pub(crate) fn only_if(&mut self, is_shown: OnlyIf<S>) {
        self.only_if = Some(is_shown);
    }

    pub(crate) fn shows(&self, step: &Step<S>) -> bool {
        let fits = |names: &Vec<String>| names.iter().any(|name| is_like(step.entry.name(), name));
        self.allowed.as_ref().is_none_or(fits)
            && !fits(&self.denied)
            && self
                .only_if
                .as_ref()
                .is_none_or(|shows| shows(&step.state, &step.entry))
    }
}

/// Whether a name is like `pattern`, in which `*` stands for any text.
fn is_like(name: &str, pattern: &str) -> bool {
    let Some((before, mut pattern)) = pattern.split_once('*') else {
        return name == pattern;
    };
    let Some(mut rest) = name.strip_prefix(before) else {
        return false;
    };
    while let Some((part, behind)) = pattern.split_once('*') {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
        pattern = behind;
    }
    rest.ends_with(pattern)
}
