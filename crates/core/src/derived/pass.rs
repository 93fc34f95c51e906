//! One reading of derived values.

use std::any::Any;
use std::cell::RefCell;

/// What one reading has found so far: the states of stores and the values made of them, by their addresses. So it sees each
/// store in one state, whatever other threads commit meanwhile, and looks at each value once.
#[derive(Default)]
pub struct Pass(RefCell<Vec<(usize, Box<dyn Any>)>>);

impl Pass {
    /// What was found at `address`, or what `find` finds there. An address always has the same type.
    pub(super) fn once<V: Clone + 'static>(
        &self,
        address: usize,
        find: impl FnOnce() -> Result<V, Unreadable>,
    ) -> Result<V, Unreadable> {
        let known = {
            let found = self.0.borrow();
            let known = found.iter().find(|(at, _)| *at == address);
            known.and_then(|(_, found)| found.downcast_ref::<V>().cloned())
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let value = find()?;
        self.0.borrow_mut().push((address, Box::new(value.clone())));
        Ok(value)
    }
}

/// Why a derived value can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// A value of this name is declared and not yet defined.
    #[error("`{0}` was read before it was defined")]
    Undefined(&'static str),
    /// A store of this name, which the value reads, is in the middle of one of its own actions.
    #[error("store `{0}` was read, for a derived value, inside one of its own actions")]
    Applying(&'static str),
}
