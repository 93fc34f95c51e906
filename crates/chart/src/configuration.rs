//! What of a chart is active, with the data of that.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::snapshot::Position;
use crate::{ActiveState, StateId, Statechart};

/// What is active in a machine, with the data of that: the part of a machine that can change only with a transition, or by an
/// action that writes to the data of a state.
///
/// It is small to copy: the data of states is shared.
pub struct Configuration<L: Statechart> {
    pub(crate) position: Position,
    pub(crate) held: L::Held,
}

impl<L: Statechart> Configuration<L> {
    /// What is active, for `match`.
    pub fn state(&self) -> L::State<'_> {
        L::state(&self.held, |state| self.is_active(state))
    }

    /// Whether a state is active.
    #[inline]
    pub fn matches<const STATE: u16>(&self, _: ActiveState<L, STATE>) -> bool {
        self.is_active(STATE)
    }

    /// Whether an active state has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        L::chart().has_tag_at(&self.position, tag)
    }

    pub(crate) fn is_active(&self, state: u16) -> bool {
        L::chart().is_active_at(&self.position, StateId(state))
    }

    /// The paths of the active states that have none inside, in document order.
    pub fn leaves(&self) -> impl Iterator<Item = &'static str> {
        let chart = L::chart();
        let active = chart.active_at(&self.position);
        let leaves = active.filter(|state| chart.is_atomic(*state));
        leaves.map(|state| chart.path(state))
    }
}

impl<L: Statechart> Clone for Configuration<L> {
    fn clone(&self) -> Self {
        Self {
            position: self.position.clone(),
            held: self.held.clone(),
        }
    }
}

/// Whether the same is active and remembered, and since the same time where timers or invokes tell, with data that nothing was
/// written to in between. Data is not compared by its values.
impl<L: Statechart> PartialEq for Configuration<L> {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position && L::same_held(&self.held, &other.held)
    }
}

impl<L: Statechart> fmt::Debug for Configuration<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.leaves()).finish()
    }
}

/// The data of a state. Copies share it until one of them is written to.
#[doc(hidden)]
#[derive(Debug)]
pub struct Kept<T>(Arc<T>);

impl<T> Kept<T> {
    pub fn new(data: T) -> Self {
        Self(Arc::new(data))
    }

    /// Whether both are there and the same, or none is.
    pub fn same(one: &Option<Self>, other: &Option<Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => Arc::ptr_eq(&one.0, &other.0),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Kept<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Kept<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

/// The data of a state that is active.
#[doc(hidden)]
pub fn held<T>(held: &Option<Kept<T>>) -> &T {
    let held = held.as_deref();
    held.expect("a state that holds data is entered with it")
}
