//! What is secret in a state or an action, and what stands in its place where it is written down.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::entities::{Entities, Entity, Order};
use crate::{Id, Loadable, State, Timestamp};

/// A state as it may be written down: the state itself if nothing in it is secret, or else a copy with defaults in the place of what
/// is.
///
/// All that this library writes down, sends or prints of a state goes through it. Layers that do so too call it before they
/// serialise.
///
/// # Examples
///
/// ```
/// use leptos_state_core::redacted;
/// use leptos_state_macros::State;
///
/// #[derive(Clone, State)]
/// struct Account {
///     name: String,
///     #[state(secret)]
///     token: String,
/// }
///
/// let account = Account { name: "Ada".into(), token: "d6f0".into() };
/// let shown = redacted(&account);
/// assert_eq!((&*shown.name, &*shown.token), ("Ada", ""));
/// ```
pub fn redacted<S: State>(state: &S) -> Cow<'_, S> {
    if !has_secrets::<S>() {
        return Cow::Borrowed(state);
    }
    let mut copy = state.clone();
    copy.redact();
    Cow::Owned(copy)
}

/// The same of a state that others hold too.
pub(crate) fn redacted_arc<S: State>(state: &Arc<S>) -> Arc<S> {
    match redacted(&**state) {
        Cow::Borrowed(_) => Arc::clone(state),
        Cow::Owned(copy) => Arc::new(copy),
    }
}

/// Whether something in a state may be secret.
pub(crate) fn has_secrets<S: State>() -> bool {
    S::has_secrets(&mut Looked::default())
}

/// Which types have been looked at for secrets: a type may have itself inside.
#[derive(Debug, Default)]
pub struct Looked(Vec<TypeId>);

impl Looked {
    /// Whether this type has not been looked at yet. It has been from now on.
    pub fn is_new<T: 'static>(&mut self) -> bool {
        let this = TypeId::of::<T>();
        let is_new = !self.0.contains(&this);
        if is_new {
            self.0.push(this);
        }
        is_new
    }
}

/// A type that is looked into for what is secret where a state has it.
///
/// `#[derive(State)]` implements it, and so do pointers, tuples and the collections of the standard library of such types. Implement it
/// for containers of your own that have states inside. What does not implement it and is no [`State`] is not looked into.
pub trait Redact: 'static {
    /// Whether something in values of the type may be secret.
    fn has_secrets(looked: &mut Looked) -> bool;

    /// Puts the default of its type in the place of what is secret.
    fn redact(&mut self);
}

/// Values in which nothing is secret by itself.
macro_rules! plain {
    ($($ty:ty)*) => {$(
        impl Redact for $ty {
            fn has_secrets(_: &mut Looked) -> bool {
                false
            }

            fn redact(&mut self) {}
        }
    )*};
}

plain! {
    () bool char i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64
    String &'static str Cow<'static, str> Id Duration Timestamp
}

/// Containers whose values can be written to where they are.
macro_rules! containers {
    ($([$($generics:tt)*] $ty:ty: $value:ty = |$this:ident| $values:expr;)*) => {$(
        impl<$($generics)*> Redact for $ty {
            fn has_secrets(looked: &mut Looked) -> bool {
                <$value>::has_secrets(looked)
            }

            fn redact(&mut self) {
                let $this = self;
                $values.for_each(<$value>::redact);
            }
        }
    )*};
}

containers! {
    [T: Redact] Option<T>: T = |it| it.iter_mut();
    [T: Redact] Vec<T>: T = |it| it.iter_mut();
    [T: Redact] VecDeque<T>: T = |it| it.iter_mut();
    [T: Redact, const N: usize] [T; N]: T = |it| it.iter_mut();
    [K: 'static, T: Redact] BTreeMap<K, T>: T = |it| it.values_mut();
    [K: 'static, T: Redact, B: 'static] HashMap<K, T, B>: T = |it| it.values_mut();
}

impl<T: Redact> Redact for Box<T> {
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        T::redact(self);
    }
}

/// Pointers to what others may hold too: it is copied only if something in it is secret.
macro_rules! shared {
    ($($pointer:ident)*) => {$(
        impl<T: Redact + Clone> Redact for $pointer<T> {
            fn has_secrets(looked: &mut Looked) -> bool {
                T::has_secrets(looked)
            }

            fn redact(&mut self) {
                if T::has_secrets(&mut Looked::default()) {
                    $pointer::make_mut(self).redact();
                }
            }
        }
    )*};
}

shared! { Arc Rc }

fn without<T: Redact>(mut value: T) -> T {
    value.redact();
    value
}

impl<T: Redact + Ord> Redact for BTreeSet<T> {
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        *self = std::mem::take(self).into_iter().map(without).collect();
    }
}

impl<T: Redact + Eq + Hash, B: BuildHasher + Clone + 'static> Redact for HashSet<T, B> {
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        let values: Vec<T> = self.drain().map(without).collect();
        self.extend(values);
    }
}

impl<T: Redact, E: Redact> Redact for Result<T, E> {
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked) || E::has_secrets(looked)
    }

    fn redact(&mut self) {
        match self {
            Ok(value) => value.redact(),
            Err(error) => error.redact(),
        }
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {$(
        impl<$($name: Redact),*> Redact for ($($name,)*) {
            fn has_secrets(looked: &mut Looked) -> bool {
                false $(|| $name::has_secrets(looked))*
            }

            #[allow(non_snake_case, reason = "a value is named as its type")]
            fn redact(&mut self) {
                let ($($name,)*) = self;
                $($name.redact();)*
            }
        }
    )*};
}

tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; }

impl<T, O> Redact for Entities<T, O>
where
    T: Entity + Redact,
    O: Order<T>,
{
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        if T::has_secrets(&mut Looked::default()) {
            self.update_all(T::redact);
        }
    }
}

/// Of what was loaded, the value: an error is a text for people, or a type of its own.
impl<T: Redact, E: 'static> Redact for Loadable<T, E> {
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        if let Some(value) = self.value_mut() {
            value.redact();
        }
    }
}

/// What can be put in the place of a secret.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a secret of the type `{Self}` has no default to stand in its place",
    label = "this has no `Default`",
    note = "where the secret is not to be seen its default is shown: implement `Default` for `{Self}`, or make it an `Option`"
)]
pub trait Secret {
    fn clear(&mut self);
}

#[diagnostic::do_not_recommend]
impl<T: Default> Secret for T {
    fn clear(&mut self) {
        *self = T::default();
    }
}

/// Looks into a type as far as it can be looked into, for generated code, which knows the type and not what it implements:
/// `(&&&Look::<T>::NEW).redact(value)`. The method of the outermost reference that has one is called.
#[doc(hidden)]
pub struct Look<T>(PhantomData<fn() -> T>);

impl<T> Look<T> {
    #[doc(hidden)]
    pub const NEW: Self = Self(PhantomData);
}

#[doc(hidden)]
pub trait LookInside<T> {
    fn has_secrets(&self, looked: &mut Looked) -> bool;
    fn redact(&self, value: &mut T);
}

impl<T: Redact> LookInside<T> for &&Look<T> {
    fn has_secrets(&self, looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&self, value: &mut T) {
        value.redact();
    }
}

#[doc(hidden)]
pub trait LookIntoState<T> {
    fn has_secrets(&self, looked: &mut Looked) -> bool;
    fn redact(&self, value: &mut T);
}

impl<T: State> LookIntoState<T> for &Look<T> {
    fn has_secrets(&self, looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&self, value: &mut T) {
        value.redact();
    }
}

#[doc(hidden)]
pub trait LookAtLeaf<T> {
    fn has_secrets(&self, _: &mut Looked) -> bool {
        false
    }

    fn redact(&self, _: &mut T) {}
}

impl<T> LookAtLeaf<T> for Look<T> {}
