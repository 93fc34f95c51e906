//! What a store can hold.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::{Cx, Handle, Id, Looked, Timestamp};

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

    /// The names of the fields in the order of declaration, by which an action says which of them it
    /// [touches](crate::Action::touches).
    const FIELDS: &'static [&'static str] = &[];

    /// Whether values of the type can be compared.
    const COMPARED: bool = false;

    /// Whether two values are known to be equal. `false` where they can't be compared.
    fn same(_: &Self, _: &Self) -> bool {
        false
    }

    /// Whether something in values of the type goes on by itself, as machines do: whether [`resume`](Self::resume) does anything.
    const RESUMES: bool = false;

    /// Called when a whole state has been put in place of another: what `before` has under way ends, and what `now` has under way
    /// begins, unless it is the same. One of the two is `None` where there was nothing before, or is nothing now.
    ///
    /// The derive passes it on to slices.
    fn resume(before: Option<&Self>, now: Option<&mut Self>, cx: &mut Cx<Self>) {
        let _ = (before, now, cx);
    }

    /// Whether something in values of the type may be secret. It is asked when a state is written down, not while it is changed.
    ///
    /// The derive says so of `#[state(secret)]`, and looks into what is a `State` itself or [`Redact`](crate::Redact).
    fn has_secrets(looked: &mut Looked) -> bool {
        let _ = looked;
        false
    }

    /// Puts the default of its type in the place of what is secret. [`redacted`](crate::redacted) calls it on a copy.
    fn redact(&mut self) {}

    /// The fields, as methods of the handle `H`.
    ///
    /// It is a trait object type because methods of a trait object are found without importing the trait. Nothing is
    /// allocated for it, and no call goes through a table once it is inlined.
    type Fields<H: Handle<Value = Self>>: ?Sized;

    /// Lends the fields of the state that `handle` leads to.
    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H>;
}

/// Values that are a state by themselves and have no fields to walk into.
macro_rules! leaves {
    ($($([$($generics:tt)*])? $name:literal: $ty:ty;)*) => {$(
        impl$(<$($generics)*>)? State for $ty {
            const NAME: &'static str = $name;
            const COMPARED: bool = true;
            type Fields<H: Handle<Value = Self>> = ();

            fn same(a: &Self, b: &Self) -> bool {
                a == b
            }

            fn fields<H: Handle<Value = Self>>(_: &H) -> &Self::Fields<H> {
                &()
            }
        }
    )*};
}

leaves! {
    "()": (); "bool": bool; "char": char;
    "i8": i8; "i16": i16; "i32": i32; "i64": i64; "i128": i128; "isize": isize;
    "u8": u8; "u16": u16; "u32": u32; "u64": u64; "u128": u128; "usize": usize;
    "f32": f32; "f64": f64;
    "String": String; "str": &'static str; "str": Cow<'static, str>;
    "Id": Id; "Duration": Duration; "Timestamp": Timestamp;
    [T: ?Sized + PartialEq + 'static] "Arc": Arc<T>;
    [T: ?Sized + PartialEq + 'static] "Rc": Rc<T>;
    [T: PartialEq + Clone + 'static] "Box": Box<T>;
    [T: PartialEq + Clone + 'static] "VecDeque": VecDeque<T>;
    [T: Ord + Clone + 'static] "BTreeSet": BTreeSet<T>;
    [T: Eq + Hash + Clone + 'static, B: BuildHasher + Clone + 'static] "HashSet": HashSet<T, B>;
}
