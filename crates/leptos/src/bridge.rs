//! Between stores and those of `reactive_stores`: a place in one kept equal to a field of the other.
//!
//! So an application can move from one to the other part by part, and components written for one can be used with both.
//! Each of these lasts as long as the reactive owner in which it is called. Values that are not equal to themselves, such as
//! `NaN`, count as equal to each other.

use leptos::prelude::{Get, GetUntracked, ImmediateEffect, Set, WithUntracked};
use leptos_state_core::{Admits, Path, Reach, State};

use crate::field::Field;
use crate::mode::Keeps;

/// Keeps a field of a reactive store equal to a place in ours: now, and after every change here.
pub fn lead<S, V, P, M>(ours: Field<S, V, P, M>, theirs: impl Into<reactive_stores::Field<V>>)
where
    S: State,
    V: Clone + PartialEq + Send + Sync + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    let theirs = theirs.into();
    ImmediateEffect::new_scoped(move || {
        let Some(value) = ours.try_get() else {
            return;
        };
        if theirs.try_with_untracked(|theirs| same(theirs, &value)) == Some(false) {
            theirs.set(value);
        }
    });
}

/// Keeps a place in our store equal to a field of a reactive store: now, and after every change there. What is written
/// here takes the way of every write, so layers see it and may refuse it.
pub fn follow<S, V, P, M>(ours: Field<S, V, P, M>, theirs: impl Into<reactive_stores::Field<V>>)
where
    S: State,
    V: Clone + PartialEq + Send + Sync + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    let theirs = theirs.into();
    ImmediateEffect::new_scoped(move || {
        let Some(value) = theirs.try_get() else {
            return;
        };
        if !same(&ours.get_untracked(), &value) {
            ours.set(value);
        }
    });
}

/// Keeps both equal, whichever changes. They begin with our value.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::bridge;
///
/// #[derive(Clone, Default, leptos_state::State)]
/// struct Settings {
///     volume: u8,
/// }
///
/// #[derive(Default, reactive_stores::Store)]
/// struct Player {
///     volume: u8,
/// }
///
/// # let owner = Owner::new();
/// # owner.set();
/// let settings = leptos_state::Store::new(Settings { volume: 3 });
/// let player = reactive_stores::Store::new(Player::default());
/// bridge::mirror(settings.volume(), player.volume());
/// assert_eq!(player.volume().get(), 3);
/// player.volume().set(4);
/// assert_eq!(settings.volume().get(), 4);
/// ```
pub fn mirror<S, V, P, M>(ours: Field<S, V, P, M>, theirs: impl Into<reactive_stores::Field<V>>)
where
    S: State,
    V: Clone + PartialEq + Send + Sync + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    let theirs = theirs.into();
    lead(ours.clone(), theirs);
    follow(ours, theirs);
}

/// Whether there is nothing to carry over. Were `NaN` another value than `NaN`, two sides would write it to each other for ever.
fn same<V: PartialEq>(a: &V, b: &V) -> bool {
    #[expect(clippy::eq_op, reason = "some values are not equal to themselves")]
    let neither_is_itself = || a != a && b != b;
    a == b || neither_is_itself()
}
