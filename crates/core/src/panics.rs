//! Panics that are kept until a store has settled.

#[cfg(panic = "unwind")]
use std::{
    any::Any,
    panic::{catch_unwind, resume_unwind, AssertUnwindSafe},
};

/// The first panic that was kept, if there was one. Where panics abort there is nothing to keep, and no code for it.
#[derive(Default)]
pub(crate) struct Panics {
    #[cfg(panic = "unwind")]
    first: Option<Box<dyn Any + Send>>,
}

#[cfg(panic = "unwind")]
impl Panics {
    /// Calls `f`; if it panics keeps what was thrown, unless something is kept already.
    pub(crate) fn guard<T>(&mut self, f: impl FnOnce() -> T) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(f)) {
            Ok(value) => Some(value),
            Err(thrown) => {
                self.first.get_or_insert(thrown);
                None
            }
        }
    }

    /// Takes over what `later` kept, unless something is kept already.
    pub(crate) fn add(&mut self, later: &mut Self) {
        self.first = self.first.take().or_else(|| later.first.take());
    }

    /// Lets the panic go on.
    pub(crate) fn go_on(self) {
        if let Some(thrown) = self.first {
            resume_unwind(thrown);
        }
    }
}

#[cfg(not(panic = "unwind"))]
impl Panics {
    pub(crate) fn guard<T>(&mut self, f: impl FnOnce() -> T) -> Option<T> {
        Some(f())
    }

    pub(crate) const fn add(&mut self, _: &mut Self) {}

    pub(crate) const fn go_on(self) {}
}
