//! What can be undone and redone.

/// The values that a thing had before its present one, and those that were undone.
#[derive(Clone, Debug, PartialEq)]
pub struct History<T> {
    past: Vec<T>,
    /// What was undone last is last.
    undone: Vec<T>,
}

impl<T> History<T> {
    /// Notes that the thing has changed, and was `before` until now. What was undone can't be redone any more.
    pub fn changed(&mut self, before: T) {
        self.past.push(before);
        self.undone.clear();
    }

    /// Makes the present value what it was before its last change.
    pub fn undo(&mut self, present: &mut T) {
        if let Some(before) = self.past.pop() {
            self.undone.push(std::mem::replace(present, before));
        }
    }

    /// Makes the present value what it was before it was undone.
    pub fn redo(&mut self, present: &mut T) {
        if let Some(undone) = self.undone.pop() {
            self.past.push(std::mem::replace(present, undone));
        }
    }

    /// Whether there is a change to be undone.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is one to be redone.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self {
            past: Vec::new(),
            undone: Vec::new(),
        }
    }
}
