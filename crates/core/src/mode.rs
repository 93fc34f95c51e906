//! Whether a store may be used from several threads.

use send_wrapper::SendWrapper;

/// Whether a store may be used from several threads: [`Shared`] or [`Confined`].
pub trait Mode: Clone + Copy + Send + Sync + 'static {}

/// The store may be used from several threads: what is put into it must be `Send + Sync`.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

/// The store stays on the thread that made it: anything may be put into it. Using it from another thread panics.
#[derive(Clone, Copy, Debug)]
pub enum Confined {}

impl Mode for Shared {}
impl Mode for Confined {}

/// That a store of this mode takes values of type `T` (actions, layers, listeners, written values).
///
/// The bound `M: Admits<T>` reads: `T` is `Send + Sync`, or the store is [`Confined`].
#[diagnostic::on_unimplemented(
    message = "`{T}` can't be put into a store that is shared between threads",
    label = "not `Send + Sync`",
    note = "make it `Send + Sync`, or keep the store on one thread with `Store::new_local`",
    note = "for a state with slices that stays on one thread, write `#[actions(local, slices(..))]`"
)]
pub trait Admits<T>: Mode {
    /// The value as the store keeps it.
    type Held: Held<T>;
}

/// A value that is kept by a store.
pub trait Held<T>: Send + Sync + 'static {
    /// Takes the value in.
    fn hold(value: T) -> Self;

    /// The value.
    fn get(&self) -> &T;

    /// The value, to write to.
    fn get_mut(&mut self) -> &mut T;

    /// The value, taken out.
    fn into_inner(self) -> T;
}

impl<T: Send + Sync + 'static> Held<T> for T {
    fn hold(value: T) -> Self {
        value
    }

    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn into_inner(self) -> T {
        self
    }
}

impl<T: 'static> Held<T> for SendWrapper<T> {
    fn hold(value: T) -> Self {
        Self::new(value)
    }

    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn into_inner(self) -> T {
        self.take()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Admits<T> for Shared {
    type Held = T;
}

impl<T: 'static> Admits<T> for Confined {
    type Held = SendWrapper<T>;
}
