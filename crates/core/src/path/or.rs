//! Paths with a default.

use std::fmt;

use super::{Anchor, Path, Route, Rows};
use crate::watch::Places;
use crate::{Defaulted, Touched};

/// A path that leads to `default` where the path before it leads to nothing.
#[derive(Clone, Copy)]
pub struct Or<P, V> {
    from: P,
    default: V,
}

impl<P, V> Or<P, V> {
    /// The path `from`, or `default`.
    pub const fn new(from: P, default: V) -> Self {
        Self { from, default }
    }
}

impl<P: fmt::Display, V> fmt::Display for Or<P, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from.fmt(f)
    }
}

impl<P: fmt::Display, V> fmt::Debug for Or<P, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from.fmt(f)
    }
}

impl<S, P, V> Path<S> for Or<P, V>
where
    S: 'static,
    P: Path<S, Value = V>,
    P::Route: Route<<<P::Anchor as Anchor<S>>::Rows as Rows>::Row, Value = V>,
    V: Clone + Send + Sync + 'static,
{
    type Value = V;
    type Reach = Defaulted;
    type Anchor = P::Anchor;
    type Route = P::Route;
    const IS_ROOT: bool = P::IS_ROOT;
    const TOUCHED: Touched = P::TOUCHED;
    const SETTLES: bool = P::SETTLES;

    fn get_mut<'s>(&self, state: &'s mut S) -> Option<&'s mut V> {
        self.from.get_mut(state)
    }

    fn settle(&self, state: &mut S) {
        self.from.settle(state);
    }

    fn look<'s>(&'s self, state: &'s S, places: Places<'_, S>) -> Option<&'s V> {
        self.from.look(state, places).or(Some(&self.default))
    }

    fn anchor(&self) -> &P::Anchor {
        self.from.anchor()
    }
}
