//! What the stores' threads and the connection's thread share.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mio::Waker;

use super::outbox::Outbox;
use crate::transport::{Controls, Instance};

/// The stores of a connection, and what is to be said of them.
pub(super) struct Shared {
    state: Mutex<State>,
    waker: Waker,
}

pub(super) struct State {
    pub(super) stores: BTreeMap<u64, Connected>,
    pub(super) outbox: Outbox,
    /// The stores that the connection's thread does not know yet.
    pub(super) new: Vec<u64>,
    next_store: u64,
    /// How many messages were left out in all.
    pub(super) left_out: u64,
    pub(super) is_connected: bool,
    pub(super) is_closed: bool,
}

/// A store that is shown.
#[derive(Clone)]
pub(super) struct Connected {
    pub(super) instance: Arc<Instance>,
    pub(super) controls: Arc<dyn Controls>,
}

impl Shared {
    pub(super) fn new(waker: Waker, limit: usize) -> Self {
        let state = State {
            stores: BTreeMap::new(),
            outbox: Outbox::new(limit),
            new: Vec::new(),
            next_store: 1,
            left_out: 0,
            is_connected: false,
            is_closed: false,
        };
        Self {
            state: Mutex::new(state),
            waker,
        }
    }

    /// Nothing of an application is called while this is locked.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the connection's thread look at what there is.
    pub(super) fn wake(&self) {
        // Where waking fails the thread looks when the relay says something, or by itself.
        let _ = self.waker.wake();
    }

    /// A number for a store that is to be added.
    pub(super) fn number(&self) -> u64 {
        let mut state = self.lock();
        let store = state.next_store;
        state.next_store += 1;
        store
    }

    /// Adds a store. From now on it may be asked for something, and tell something.
    pub(super) fn add(&self, store: u64, connected: Connected) {
        let mut state = self.lock();
        state.stores.insert(store, connected);
        state.new.push(store);
        drop(state);
        self.wake();
    }

    pub(super) fn remove(&self, store: u64) {
        let mut state = self.lock();
        let removed = state.stores.remove(&store);
        state.outbox.forget(store);
        drop(state);
        // What it has may be the last of a store, whose layers end with it.
        drop(removed);
    }

    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.wake();
    }

    /// The stores there are.
    pub(super) fn stores(&self) -> Vec<(u64, Connected)> {
        let state = self.lock();
        let stores = state.stores.iter();
        stores
            .map(|(store, connected)| (*store, connected.clone()))
            .collect()
    }
}
