//! Where Leptos keeps a store, by whether it may be used from several threads.

use leptos::prelude::{LocalStorage, Storage, SyncStorage};
use leptos_state_core::{Admits, Confined, Shared, State, Store};

/// That a store of this mode can hold a state `S`: any state if it is [`Confined`], one that is `Send + Sync` if it is
/// [`Shared`].
#[diagnostic::on_unimplemented(
    message = "`{S}` can't be in a store that is shared between threads",
    label = "not `Send + Sync`",
    note = "make the state `Send + Sync`, or keep it on one thread with `Store::new_local` and `Store<{S}, Confined>`"
)]
pub trait Keeps<S: State>: Admits<S> {
    /// Where the handle's inside is kept.
    type Storage: Storage<Store<S, Self>>;
}

impl<S: State + Send + Sync> Keeps<S> for Shared {
    type Storage = SyncStorage;
}

impl<S: State> Keeps<S> for Confined {
    type Storage = LocalStorage;
}
