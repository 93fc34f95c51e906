//! Fields and stores in views.
//!
//! Leptos renders whatever is a reactive function: as text and elements, attributes, properties, classes, styles. A field is
//! one that returns its value, or an `Option` of it.

use std::sync::{Arc, Mutex};

use leptos::prelude::Get;
use leptos::tachys::reactive_graph::ReactiveFunction;
use leptos_state_core::{Admits, Path, Reach, State};

use crate::field::Field;
use crate::mode::Keeps;
use crate::store::Store;

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>> ReactiveFunction
    for Field<S, V, P, M>
{
    type Output = <P::Reach as Reach>::Seen<V>;

    fn invoke(&mut self) -> Self::Output {
        self.get()
    }

    fn into_shared(self) -> Arc<Mutex<dyn FnMut() -> Self::Output + Send>> {
        Arc::new(Mutex::new(move || self.get()))
    }
}

impl<S: State, M: Keeps<S>> ReactiveFunction for Store<S, M> {
    type Output = S;

    fn invoke(&mut self) -> S {
        self.get()
    }

    fn into_shared(self) -> Arc<Mutex<dyn FnMut() -> S + Send>> {
        Arc::new(Mutex::new(move || self.get()))
    }
}
