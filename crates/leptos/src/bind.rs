//! Two-way binding, and fields as signals.

use leptos::prelude::{Get, Signal};
use leptos::tachys::reactive_graph::bind::IntoSplitSignal;
use leptos_state_core::{Admits, Partial, Path, Reach, State};

use crate::field::Field;
use crate::mode::Keeps;

impl<S, V, P, M> IntoSplitSignal for Field<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
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
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    #[track_caller]
    fn from(field: Field<S, V, P, M>) -> Self {
        Self::derive(move || field.get())
    }
}

impl<S, V, P, M> From<Field<S, V, P, M>> for Signal<Option<V>>
where
    S: State,
    V: Clone + Send + Sync + 'static,
    P: Path<S, Value = V, Reach = Partial>,
    M: Keeps<S> + Admits<V>,
{
    #[track_caller]
    fn from(field: Field<S, V, P, M>) -> Self {
        Self::derive(move || field.get())
    }
}
