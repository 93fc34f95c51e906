//! In which order layers can be put around a state.

use std::fmt;

/// The layers that a layer is put inside of, by their names.
#[derive(Clone, Copy)]
pub struct Outer<'a>(pub(crate) &'a dyn Names);

impl Outer<'_> {
    /// Whether a layer of this name is among them.
    pub fn contains(self, name: &str) -> bool {
        self.0.any(&mut |layer| layer == name)
    }

    /// Their names, outermost first.
    pub fn names(self) -> Vec<&'static str> {
        let mut names = Vec::new();
        self.0.any(&mut |layer| {
            names.push(layer);
            false
        });
        names
    }
}

impl fmt::Debug for Outer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// The names of layers, which are looked at only where a layer asks for them.
pub(crate) trait Names {
    /// Whether `is_it` is true of one, outermost first.
    fn any(&self, is_it: &mut dyn FnMut(&'static str) -> bool) -> bool;
}

/// A layer order that can't work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("layer `{layer}` can't be put around store `{store}` inside [{}]: {reason}", outer.join(", "))]
pub struct LayerOrderError {
    pub(crate) store: &'static str,
    pub(crate) layer: &'static str,
    pub(crate) outer: Vec<&'static str>,
    pub(crate) reason: String,
}

/// A layer that has to see every change, and what becomes of one that delays some inside of it. Pointers, so that programs
/// without such a layer are without that.
#[derive(Clone, Copy)]
pub(crate) struct SeesAll {
    pub(crate) refuse: fn(Blinding<'_>) -> LayerOrderError,
    pub(crate) panic: fn(Blinding<'_>) -> !,
}

impl SeesAll {
    pub(crate) fn new() -> Self {
        Self {
            refuse: refused,
            panic: |blinding| panic!("{}", refused(blinding)),
        }
    }
}

/// A layer that delays changes, and where it was to be.
pub(crate) struct Blinding<'a> {
    pub(crate) store: &'static str,
    pub(crate) layer: &'static str,
    pub(crate) outer: Outer<'a>,
}

fn refused(blinding: Blinding<'_>) -> LayerOrderError {
    LayerOrderError {
        store: blinding.store,
        layer: blinding.layer,
        outer: blinding.outer.names(),
        reason:
            "one of those has to see every change, and what is passed on later it would not see"
                .to_owned(),
    }
}
