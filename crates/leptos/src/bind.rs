//! Two-way binding, and fields as signals.

use leptos::prelude::{Get, Signal};
use leptos::tachys::reactive_graph::bind::IntoSplitSignal;
use leptos_state_core::{Admits, Path, State};

use crate::field::Field;
use crate::mode::Keeps;

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>> IntoSplitSignal
    for Field<S, V, P, M>
{
    type Value = V;
    type Read = Self;
    type Write = Self;

    fn into_split_signal(self) -> (Self, Self) {
        (self.clone(), self)
    }
}

impl<S, V, P, M> From<Field<S, V, P, M>> for Signal<V>
where
    S: State,
    V: Clone + Send + Sync + 'static,
    P: Path<S, Value = V>,
    M: Keeps<S> + Admits<V>,
{
    #[track_caller]
    fn from(field: Field<S, V, P, M>) -> Self {
        Self::derive(move || field.get())
    }
}
