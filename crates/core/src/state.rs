//! What a store can hold.

use crate::Handle;

/// A value that a store can hold: a plain Rust value with a name and, through handles, with fields.
///
/// Derive it: `#[derive(Clone, State)]`. The derive gives every field a method on every handle to the state, whichever
/// handle that is (a store, a path into a store, a transaction). It asks nothing of the types of the fields: one that is a
/// `State` itself can be walked into, any other is a leaf.
///
/// The trait asks only for `Clone`. A store that is shared between threads also needs `Send + Sync`; a local store does not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state",
    label = "not a state",
    note = "add `#[derive(Clone, State)]` to `{Self}`"
)]
pub trait State: Clone + 'static {
    /// The name of the type, for messages and as the name of a store that is given no other.
    const NAME: &'static str;

    /// The fields, as methods of the handle `H`.
    ///
    /// It is a trait object type because methods of a trait object are found without importing the trait. Nothing is
    /// allocated for it, and no call goes through a table once it is inlined.
    type Fields<H: Handle<Value = Self>>: ?Sized;

    /// Lends the fields of the state that `handle` leads to.
    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H>;
}

/// Values of the standard library that are a state by themselves and have no fields to walk into.
macro_rules! leaves {
    ($($name:literal: $ty:ty $(, $param:ident)*;)*) => {$(
        impl<$($param: Clone + 'static),*> State for $ty {
            const NAME: &'static str = $name;
            type Fields<H: Handle<Value = Self>> = ();

            fn fields<H: Handle<Value = Self>>(_: &H) -> &Self::Fields<H> {
                &()
            }
        }
    )*};
}

leaves! {
    "bool": bool; "char": char; "String": String;
    "i8": i8; "i16": i16; "i32": i32; "i64": i64; "i128": i128; "isize": isize;
    "u8": u8; "u16": u16; "u32": u32; "u64": u64; "u128": u128; "usize": usize;
    "f32": f32; "f64": f64;
    "Option": Option<T>, T;
    "Vec": Vec<T>, T;
}
